"""The back office: who gets in, and that its buttons do what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from enchanted.accounts import queries
from enchanted.accounts.models import User
from enchanted.catalogue.models import Collection, Credit, ExternalRating, Genre, Movie, Person
from enchanted.media.models import Encode, MediaFile
from tests import cast

pytestmark = pytest.mark.django_db

FILMS = "/admin/catalogue/movie/"
ENCODES = "/admin/media/encode/"
ACCOUNTS = "/admin/accounts/user/"


@pytest.fixture
def movie() -> Movie:
    movie = Movie.objects.create(title="Dusk", year=1999, collection=Collection.objects.create(name="Dusks"))
    movie.genres.add(Genre.objects.create(name="Drama"))
    Credit.objects.create(movie=movie, person=Person.objects.create(name="Ann Ångström"), job="actor", character="Eve")
    return movie


@pytest.fixture
def encode(movie: Movie) -> Encode:
    file = MediaFile.objects.create(movie=movie, path="/films/Dusk.mkv", path_hash="1", size=2_500_000_000, mtime_ns=1,
                                    state="broken", reason="No picture in it.", width=1920, height=1080)  # fmt: skip
    return Encode.objects.create(file=file, state="running", progress=420, speed=2.1, eta_seconds=75)


def shared_pages(encode: Encode) -> list[str]:
    movie = encode.file.movie
    return [
        "/admin/", FILMS, f"{FILMS}?deleted=yes", f"{FILMS}?q=dusk", f"{FILMS}?hidden__exact=0&playable__exact=0",
        f"{FILMS}?year_from=1990&year_to=2000", f"{FILMS}?genres={movie.genres.get().pk}", f"{FILMS}add/",
        f"{FILMS}{movie.pk}/change/", f"{FILMS}{movie.pk}/delete/", f"{FILMS}{movie.pk}/history/",
        "/admin/catalogue/person/", "/admin/catalogue/person/?q=ÅNGSTRÖM", "/admin/catalogue/person/add/",
        f"/admin/catalogue/person/{Person.objects.get().pk}/change/", "/admin/catalogue/genre/",
        "/admin/catalogue/genre/add/", f"/admin/catalogue/genre/{Genre.objects.get().pk}/change/",
        "/admin/catalogue/collection/", "/admin/catalogue/collection/?q=DUSK", "/admin/catalogue/collection/add/",
        f"/admin/catalogue/collection/{movie.collection_id}/change/",
        "/admin/autocomplete/?app_label=catalogue&model_name=movie&field_name=collection&term=dus",
        "/admin/media/mediafile/", "/admin/media/mediafile/?q=dusk", f"/admin/media/mediafile/{encode.file.pk}/change/",
        ENCODES, f"{ENCODES}?state__exact=running", f"{ENCODES}{encode.pk}/change/",
        "/admin/autocomplete/?app_label=catalogue&model_name=movie&field_name=genres&term=dra",
    ]  # fmt: skip


def owners_pages() -> list[str]:
    return [ACCOUNTS, f"{ACCOUNTS}?q=OLGA", f"{ACCOUNTS}{User.objects.get(name='Olga').pk}/change/"]


def test_owners_see_every_page(encode: Encode) -> None:
    client = cast.owner().client
    for page in shared_pages(encode) + owners_pages():
        assert client.get(page).status_code == 200, page


def test_editors_see_all_but_accounts(encode: Encode) -> None:
    cast.owner()
    client = cast.editor().client
    for page in shared_pages(encode):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert ACCOUNTS not in answer.content.decode(), page
    for page in owners_pages():
        assert client.get(page).status_code == 403, page


def test_viewers_and_guests_see_none(encode: Encode) -> None:
    cast.owner()
    client = cast.viewer().client
    for page in shared_pages(encode) + owners_pages():
        assert client.get(page).status_code == 302, page
        asked = Client().get(page)
        assert (asked.status_code, asked["Location"][:19]) == (302, "/admin/login/?next="), page
    assert client.get("/admin/", follow=True).status_code == 403


def test_the_office_has_our_own_door() -> None:
    asked = Client().get("/admin/login/?next=/admin/catalogue/movie/")
    assert asked.status_code == 302
    assert asked["Location"] == "/accounts/login/?next=%2Fadmin%2Fcatalogue%2Fmovie%2F"
    assert cast.owner().client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"


def form(**given: Any) -> dict[str, Any]:
    """What the film's page sends; credits as lines of (id, person, job, character, position, delete)."""
    lines = given.pop("lines", [])
    data: dict[str, Any] = {"title": "Dusk", "year": "1999", "credits-TOTAL_FORMS": len(lines),
                            "credits-INITIAL_FORMS": sum(bool(line[0]) for line in lines)}  # fmt: skip
    for number, line in enumerate(lines):
        names = ("id", "person", "job", "character", "position", "DELETE")
        data |= {f"credits-{number}-{name}": value for name, value in zip(names, line, strict=True) if value != ""}
        data[f"credits-{number}-movie"] = given.get("movie", "")
    given.pop("movie", None)
    return data | given


def test_a_film_is_added_with_its_people_and_poster(settings: Any, tmp_path: Path) -> None:
    settings.HOUSE_STORAGE = tmp_path
    ann, bob = (Person.objects.create(name=name) for name in ("Ann", "Bob"))
    drama = Genre.objects.create(name="Drama")
    picture = SimpleUploadedFile("poster.png", cast.picture(), "image/png")
    lines = [("", ann.pk, "actor", "Eve", 1, ""), ("", bob.pk, "director", "", 0, "")]
    client = cast.editor().client
    answer = client.post(f"{FILMS}add/", form(genres=[drama.pk], new_poster=picture, lines=lines))
    assert answer.status_code == 302, answer.context["errors"]
    movie = Movie.objects.get()
    assert len(movie.poster) == 32
    assert movie.genre_names == ["Drama"]
    assert [(c.person.name, c.job, c.character) for c in movie.credits.all()] == [
        ("Bob", "director", ""),
        ("Ann", "actor", "Eve"),
    ]
    client.post(f"{FILMS}{movie.pk}/change/", form(drop_poster="on", title="Dawn"))
    movie.refresh_from_db()
    assert (movie.title, movie.poster) == ("Dawn", "")


def test_a_film_is_changed_and_a_credit_struck_out(movie: Movie) -> None:
    held = movie.credits.get()
    bob = Person.objects.create(name="Bob")
    lines = [(held.pk, held.person_id, "actor", "Eve", 0, "on"), ("", bob.pk, "writer", "", 1, "")]
    answer = cast.owner().client.post(f"{FILMS}{movie.pk}/change/",
                                      form(title="Dawn", hidden="on", lines=lines, movie=movie.pk))  # fmt: skip
    assert answer.status_code == 302, answer.context["errors"]
    movie.refresh_from_db()
    assert (movie.title, movie.hidden, movie.genre_names) == ("Dawn", True, [])
    assert [c.person.name for c in movie.credits.all()] == ["Bob"]


def test_what_an_nfo_tells_is_edited_and_ratings_are_shown(movie: Movie) -> None:
    ExternalRating.objects.create(movie=movie, source="imdb", value=8.71)
    client, address = cast.editor().client, f"{FILMS}{movie.pk}/change/"
    assert "IMDb: 8.7" in client.get(address).content.decode()
    other = Collection.objects.create(name="Dawns")
    picture = SimpleUploadedFile("logo.png", cast.picture(), "image/png")
    answer = client.post(address, form(studio="Ours", premiered="1999-03-31", collection=other.pk, new_logo=picture))
    assert answer.status_code == 302, answer.context["errors"]
    movie.refresh_from_db()
    assert (movie.studio, str(movie.premiered), movie.collection, len(movie.logo)) == ("Ours", "1999-03-31", other, 32)
    client.post(address, form(drop_logo="on"))
    movie.refresh_from_db()
    assert (movie.studio, movie.premiered, movie.collection, movie.logo) == ("", None, None, "")
    assert ExternalRating.objects.get().value == 8.71


def test_a_person_gets_a_photo_and_loses_it() -> None:
    client, ann = cast.editor().client, Person.objects.create(name="Ann")
    address = f"/admin/catalogue/person/{ann.pk}/change/"
    client.post(address, {"name": "Ann", "new_photo": SimpleUploadedFile("a.png", cast.picture(), "image/png")})
    ann.refresh_from_db()
    assert f"/pictures/{ann.photo}/96.webp" in client.get(address).content.decode()
    client.post(address, {"name": "Anna"})
    ann.refresh_from_db()
    assert (ann.name, len(ann.photo)) == ("Anna", 32)
    client.post(address, {"name": "Anna", "drop_photo": "on"})
    ann.refresh_from_db()
    assert ann.photo == ""


def test_collections_are_edited(movie: Movie) -> None:
    client, held = cast.editor().client, movie.collection
    assert held is not None
    address = "/admin/catalogue/collection/"
    assert client.post(f"{address}{held.pk}/change/", {"name": "Dusk, all", "overview": "Two."}).status_code == 302
    assert client.post(f"{address}add/", {"name": "Dawn"}).status_code == 302
    taken = client.post(f"{address}add/", {"name": "DAWN"})
    assert "There is a collection of this name." in taken.content.decode()
    assert set(Collection.objects.values_list("name", "overview")) == {("Dusk, all", "Two."), ("Dawn", "")}
    assert client.post(f"{address}{held.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("kind", ["movie", "person", "collection"])
def test_lists_ask_as_much_for_many_as_for_few(kind: str, django_assert_max_num_queries: Any) -> None:
    client = cast.editor().client
    for number in range(12):
        held = Collection.objects.create(name=f"Collection {number}")
        made = Movie.objects.create(title=f"Film {number}", collection=held)
        Credit.objects.create(movie=made, person=Person.objects.create(name=f"Person {number}"), job="actor")
    client.get("/me/")  # the browser is noted as a device, once a minute
    with django_assert_max_num_queries(9):
        assert "11" in client.get(f"/admin/catalogue/{kind}/").content.decode()


@pytest.mark.parametrize("content", [b"not a picture", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"])
def test_a_file_that_is_no_picture_is_said_in_the_form(movie: Movie, content: bytes) -> None:
    given = form(new_poster=SimpleUploadedFile("poster.png", content, "image/png"))
    answer = cast.owner().client.post(f"{FILMS}{movie.pk}/change/", given)
    assert answer.status_code == 200
    assert "new_poster" in answer.context["adminform"].form.errors


def test_buttons_hide_show_delete_and_restore(movie: Movie) -> None:
    client = cast.editor().client

    def press(action: str, page: str = FILMS, **more: str) -> None:
        answer = client.post(page, {"action": action, "_selected_action": [movie.pk], **more}, follow=True)
        assert answer.status_code == 200

    def seen() -> tuple[bool, bool]:
        movie.refresh_from_db()
        return movie.hidden, movie.deleted_at is not None

    press("hide")
    assert seen() == (True, False)
    press("show")
    assert seen() == (False, False)
    press("delete_selected", post="yes")
    assert seen() == (False, True)
    assert movie.credits.exists()
    assert "Dusk" not in client.get(FILMS).content.decode()
    assert "Dusk" in client.get(f"{FILMS}?deleted=yes").content.decode()
    press("restore", f"{FILMS}?deleted=yes")
    assert seen() == (False, False)
    assert client.post(f"{FILMS}{movie.pk}/delete/", {"post": "yes"}).status_code == 302
    assert seen() == (False, True)
    assert client.post(f"{FILMS}{movie.pk}/delete/", {"post": "yes"}).status_code == 403


def test_films_lead_to_their_page(movie: Movie) -> None:
    client = cast.owner().client
    assert movie.get_absolute_url() in client.get(f"{FILMS}{movie.pk}/change/").content.decode()


def test_people_and_genres_are_edited(movie: Movie) -> None:
    client = cast.editor().client
    ann, drama = Person.objects.get(), Genre.objects.get()
    assert client.post(f"/admin/catalogue/person/{ann.pk}/change/", {"name": "Anna"}).status_code == 302
    assert client.post("/admin/catalogue/person/add/", {"name": "Bob"}).status_code == 302
    assert client.post(f"/admin/catalogue/genre/{drama.pk}/change/", {"name": "DRAMA"}).status_code == 302
    taken = client.post("/admin/catalogue/genre/add/", {"name": "drama"})
    assert taken.status_code == 200
    assert "There is a genre of this name." in taken.content.decode()
    assert set(Person.objects.values_list("name", flat=True)) == {"Anna", "Bob"}
    assert Genre.objects.get().name == "DRAMA"
    for address, kind in ((f"genre/{drama.pk}", Genre), (f"person/{Person.objects.get(name='Bob').pk}", Person)):
        assert client.post(f"/admin/catalogue/{address}/delete/", {"post": "yes"}).status_code == 302
        assert kind.objects.kept().count() == kind.objects.count() - 1


def test_a_person_is_added_beside_the_film_being_edited() -> None:
    answer = cast.editor().client.post("/admin/catalogue/person/add/?_popup=1", {"name": "Bob", "_popup": "1"})
    assert answer.status_code == 200
    assert str(Person.objects.get(name="Bob").pk) in answer.content.decode()


def test_the_encode_queue_shows_and_does(encode: Encode) -> None:
    client = cast.editor().client
    page = client.get(ENCODES).content.decode()
    assert 'value="420"' in page
    assert "2.1×" in page
    assert "1:15" in page
    assert "No picture in it." in client.get("/admin/media/mediafile/").content.decode()

    def press(action: str) -> str:
        answer = client.post(ENCODES, {"action": action, "_selected_action": [encode.pk]}, follow=True)
        return str(answer.content.decode())

    assert "Only an encode that failed can be tried again." in press("retry")
    press("cancel")
    encode.refresh_from_db()
    assert encode.state == Encode.State.FAILED
    press("retry")
    assert Encode.objects.filter(file=encode.file, live=True).count() == 1
    assert client.post(f"{ENCODES}{encode.pk}/delete/", {"post": "yes"}).status_code == 403


def test_owners_lock_and_appoint() -> None:
    olga, vera = cast.owner(), cast.viewer()
    assert vera.user
    assert olga.user

    def press(action: str, user: User) -> str:
        answer = olga.client.post(ACCOUNTS, {"action": action, "_selected_action": [user.pk]}, follow=True)
        assert answer.status_code == 200
        return str(answer.content.decode())

    press("lock", vera.user)
    vera.user.refresh_from_db()
    assert vera.user.locked
    assert "is locked" in press("appoint_editor", vera.user)
    press("unlock", vera.user)
    press("appoint_editor", vera.user)
    press("appoint_owner", vera.user)
    assert queries.roles_of(User.objects.get(pk=vera.user.pk)) == ["editor", "owner"]
    press("dismiss_owner", vera.user)
    press("dismiss_editor", vera.user)
    assert queries.roles_of(User.objects.get(pk=vera.user.pk)) == []
    assert "last owner" in press("dismiss_owner", olga.user)
    assert "lock yourself out" in press("lock", olga.user)
    assert queries.owner_exists()


def test_no_page_shows_a_password() -> None:
    olga = cast.owner()
    assert olga.user
    page = olga.client.get(f"{ACCOUNTS}{olga.user.pk}/change/").content.decode()
    assert "argon2" not in page
    assert 'name="password"' not in page
    assert olga.client.get(f"{ACCOUNTS}add/").status_code == 403
