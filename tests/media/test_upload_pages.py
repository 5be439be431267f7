"""The page of uploads in the back office, and its buttons."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from enchanted.catalogue.models import Movie
from enchanted.core import clock
from enchanted.media.actions import arriving, receiving, uploading
from enchanted.media.actions.uploading import Wish
from enchanted.media.models import MediaFile, Upload
from tests import cast
from tests.media.sending import sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
PAGE = "admin:media_upload_changelist"


@pytest.fixture(autouse=True)
def own_digests() -> None:
    receiving._digests.clear()


@pytest.fixture
def upload() -> Upload:
    """A film that arrived and waits."""
    return sent(b"no film at all" * 100, "Broken & Torn (2001).mkv")


@pytest.fixture
def client() -> Client:
    return cast.editor("Paula").client


def test_the_page_shows_what_waits_and_what_is_on_its_way(client: Client, upload: Upload) -> None:
    moving = uploading.open_upload(actor=cast.editor("Ida").actor, wish=Wish(10, "moving.mkv"), at=clock.now())
    receiving.part_of(moving).write_bytes(b"12345")
    page = client.get(reverse(PAGE)).content.decode()
    assert "Broken &amp; Torn (2001).mkv" in page
    assert 'value="Broken &amp; Torn"' in page
    assert "It is no film that can be read." in page
    assert "50 %" in page
    rows = client.get(reverse("admin:media_upload_rows"), headers={"hx-request": "true"}).content.decode()
    assert "moving.mkv" in rows
    assert "<html" not in rows


def test_others_are_led_to_sign_in(upload: Upload) -> None:
    for person in (cast.guest(), cast.viewer()):
        for name, given in ((PAGE, []), ("admin:media_upload_rows", []), ("admin:media_upload_films", [upload.pk])):
            assert person.client.get(reverse(name, args=given)).status_code == 302
        for name in ("admin:media_upload_take", "admin:media_upload_cancel"):
            assert person.client.post(reverse(name, args=[upload.pk])).status_code == 302
    assert Upload.objects.get().state == Upload.State.ARRIVED


def test_wrong_methods_and_missing_uploads(client: Client, upload: Upload) -> None:
    assert client.post(reverse(PAGE)).status_code == 405
    assert client.get(reverse("admin:media_upload_take", args=[upload.pk])).status_code == 405
    assert client.get(reverse("admin:media_upload_cancel", args=[upload.pk])).status_code == 405
    assert client.get(reverse("admin:media_upload_films", args=[999])).status_code == 404
    for name in ("admin:media_upload_take", "admin:media_upload_cancel"):
        answer = client.post(reverse(name, args=[999]), {"title": "x"}, follow=True)
        assert "There is no such upload." in answer.content.decode()


def test_films_are_offered_while_staff_type(client: Client, upload: Upload) -> None:
    Movie.objects.create(title="Second Snow", year=2023)
    Movie.objects.create(title="Second Rain", deleted_at=clock.now())
    page = client.get(reverse("admin:media_upload_films", args=[upload.pk]), {"q": "second"}).content.decode()
    assert "Second Snow (2023)" in page
    assert "Rain" not in page
    assert "radio" not in client.get(reverse("admin:media_upload_films", args=[upload.pk])).content.decode()


def test_a_film_of_exactly_this_name_is_chosen_already(client: Client, upload: Upload) -> None:
    movie = Movie.objects.create(title="Broken & Torn", year=2001)
    page = client.get(reverse(PAGE)).content.decode()
    assert f'value="{movie.pk}" checked' in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "A film needs a title."),
        ({"title": "A", "year": "12345"}, "The year has four digits."),
        ({"title": "A", "year": "²⁰⁰¹"}, "The year has four digits."),
        ({"title": "A", "movie": "x"}, "Choose one of the films."),
        ({"title": "A", "movie": "999"}, "There is no such film here."),
    ],
)
def test_what_cannot_be_is_said_beside_the_rows(
    client: Client, upload: Upload, given: dict[str, str], words: str
) -> None:
    address = reverse("admin:media_upload_take", args=[upload.pk])
    answer = client.post(address, given, headers={"hx-request": "true"}).content.decode()
    assert words in answer
    assert "<html" not in answer
    assert Upload.objects.get().state == Upload.State.ARRIVED


def test_it_is_taken_in_as_corrected_or_removed(client: Client, upload: Upload) -> None:
    client.post(reverse("admin:media_upload_take", args=[upload.pk]), {"title": "Mended", "year": "1999", "movie": ""})
    assert (MediaFile.objects.get().movie.title, Movie.objects.get().year) == ("Mended", 1999)
    other = sent(b"another one" * 100, "other.mkv")
    answer = client.post(reverse("admin:media_upload_cancel", args=[other.pk]), follow=True)
    assert "The upload is gone." in answer.content.decode()
    assert not arriving.place_of(other).parent.exists()
