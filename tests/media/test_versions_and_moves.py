"""Several files of one film, files that move, vanish and come back, and what lies beside them."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from enchanted.catalogue.models import ExternalId, Movie, Person
from enchanted.core import clock, storage
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import NotAllowed
from enchanted.media.actions.importing import Outcome, import_found
from enchanted.media.actions.subtitles import keep_subtitle
from enchanted.media.actions.vanishing import reconcile
from enchanted.media.actions.walking import find_films
from enchanted.media.models import Encode, MediaFile, Subtitle
from tests.cast import picture
from tests.films import make_film

pytestmark = [pytest.mark.django_db, pytest.mark.database]

SRT = "1\n00:00:00,100 --> 00:00:00,900\n{}\n"
NFO = "<movie><title>{}</title><year>{}</year>{}</movie>"


@pytest.fixture(scope="module")
def reels(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Four short films, no two alike."""
    folder = tmp_path_factory.mktemp("reels")
    pictures = [f"testsrc2=s={size}:r=24" for size in ("320x180", "320x180", "640x360", "160x120")]
    return [
        make_film(folder / f"{number}.mkv", picture=picture, seconds=0.5 + number / 4, sound=False).read_bytes()
        for number, picture in enumerate(pictures)
    ]


def put(path: Path, reel: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(reel)
    return path


def take_in(root: Path, **more: bool) -> list[Outcome]:
    return [import_found(actor=HOUSE, found=found, **more) for found in find_films(root)]


def kinds(root: Path) -> list[str]:
    return [str(outcome.kind) for outcome in take_in(root)]


def test_files_of_one_name_in_one_folder_are_versions(tmp_path: Path, reels: list[bytes]) -> None:
    place = tmp_path / "Film (2000)"
    put(place / "Film (2000) - 1080p.mkv", reels[0])
    put(place / "Film (2000) - [Director's Cut].mkv", reels[1])
    put(place / "Film (2000).mkv", reels[2])
    assert kinds(tmp_path) == ["new", "version", "version"]
    movie = Movie.objects.get()
    labels = {file.label for file in movie.files.all()}
    assert labels == {"1080p", "Director's Cut · 180p", "360p"}
    assert movie.duration_ms == MediaFile.objects.order_by("id")[0].duration_ms


def test_versions_that_look_alike_are_told_by_their_names(tmp_path: Path, reels: list[bytes]) -> None:
    put(tmp_path / "Film (2000)" / "one.mkv", reels[0])
    put(tmp_path / "Film (2000)" / "two.mkv", reels[1])
    assert kinds(tmp_path) == ["new", "version"]
    assert [file.label for file in MediaFile.objects.order_by("id")] == ["180p", "two"]


def test_the_same_name_in_another_folder_is_another_movie(tmp_path: Path, reels: list[bytes]) -> None:
    put(tmp_path / "a" / "Film (2000).mkv", reels[0])
    put(tmp_path / "b" / "Film (2000).mkv", reels[1])
    assert kinds(tmp_path) == ["new", "new"]
    assert Movie.objects.count() == 2


def test_the_same_id_in_another_folder_is_a_version(tmp_path: Path, reels: list[bytes]) -> None:
    put(tmp_path / "a" / "Film (2000) [tmdbid-603].mkv", reels[0])
    put(tmp_path / "b" / "Film again (2000) {tmdb-603}.mkv", reels[1])
    other = put(tmp_path / "c" / "Another (1990).mkv", reels[2])
    other.with_name("movie.nfo").write_text(NFO.format("N", 2000, '<uniqueid type="tmdb">603</uniqueid>'))
    assert kinds(tmp_path) == ["new", "version", "version"]
    assert Movie.objects.get().title == "Film"


def test_ids_that_differ_part_films_of_one_name(tmp_path: Path, reels: list[bytes]) -> None:
    put(tmp_path / "Film (2000) [tmdbid-1].mkv", reels[0])
    put(tmp_path / "Film (2000) [tmdbid-2].mkv", reels[1])
    assert kinds(tmp_path) == ["new", "new"]
    known = Movie.objects.create(title="Third", year=1990)
    ExternalId.objects.create(movie=known, scheme="imdb", value="tt0000001")
    put(tmp_path / "Third (1990) [imdbid-tt0000002].mkv", reels[2])
    assert kinds(tmp_path)[2] == "new"
    assert Movie.objects.filter(title="Third").count() == 2


def test_an_id_finds_the_movie_of_the_catalogue_under_another_title(tmp_path: Path, reels: list[bytes]) -> None:
    known = Movie.objects.create(title="霸王别姬", year=1993)
    ExternalId.objects.create(movie=known, scheme="imdb", value="tt0106332")
    put(tmp_path / "Farewell (1993) [imdbid-tt0106332].mkv", reels[0])
    assert kinds(tmp_path) == ["new"]
    assert MediaFile.objects.get().movie_id == known.pk


def test_a_chinese_release_has_both_titles(tmp_path: Path, reels: list[bytes]) -> None:
    put(tmp_path / "霸王别姬.Farewell.My.Concubine.1993.1080p.BluRay.mkv", reels[0])
    take_in(tmp_path)
    movie = Movie.objects.get()
    assert (movie.title, movie.original_title, movie.year) == ("霸王别姬", "Farewell My Concubine", 1993)


def test_the_nfo_of_a_file_comes_before_that_of_its_folder(tmp_path: Path, reels: list[bytes]) -> None:
    film = put(tmp_path / "Film (2000)" / "Film (2000).mkv", reels[0])
    film.with_suffix(".nfo").write_text(NFO.format("Own", 2001, ""))
    film.with_name("movie.nfo").write_text(NFO.format("Folder's", 2002, ""))
    for number, name in enumerate(("A (2003).mkv", "B (2004).mkv")):
        put(tmp_path / name, reels[number + 1])
    (tmp_path / "movie.nfo").write_text(NFO.format("Nobody's", 2005, ""))
    (tmp_path / "poster.jpg").write_bytes(picture())
    take_in(tmp_path)
    assert sorted(Movie.objects.values_list("title", "year")) == [("A", 2003), ("B", 2004), ("Own", 2001)]
    assert not Movie.objects.exclude(poster="").exists()


def test_every_picture_beside_a_film_is_found(tmp_path: Path, reels: list[bytes]) -> None:
    place = tmp_path / "Film (2000)"
    film = put(place / "Film (2000).mkv", reels[0])
    film.with_name("movie.nfo").write_text(
        NFO.format("Film", 2000, "<actor><name>Ada Lace</name></actor><actor><name>Bo</name></actor>")
    )
    logo = io.BytesIO()
    Image.new("RGBA", (500, 200), (255, 0, 0, 0)).save(logo, "PNG")
    flat = io.BytesIO()
    Image.new("P", (50, 20)).save(flat, "PNG", transparency=0)
    (place / "Film (2000)-poster.jpg").write_text("broken")
    (place / "Folder.JPG").write_bytes(picture(501))
    (place / "art.png").write_bytes(picture(502))
    (place / "ClearLogo.png").write_bytes(logo.getvalue())
    (place / ".actors").mkdir()
    (place / ".actors" / "Ada_Lace.jpg").write_bytes(picture(503))
    (outcome,) = take_in(tmp_path)
    assert [note.split(":")[0] for note in outcome.notes] == ["Film (2000)-poster.jpg"]
    movie = Movie.objects.get()
    assert movie.poster
    assert movie.backdrop
    kept = storage.place(f"pictures/{movie.logo[:2]}/{movie.logo}/320.webp")
    with Image.open(kept) as made:
        assert made.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert {person.name: bool(person.photo) for person in Person.objects.all()} == {"Ada Lace": True, "Bo": False}


def test_what_comes_later_beside_a_film_fills_what_lacks(tmp_path: Path, reels: list[bytes]) -> None:
    film = put(tmp_path / "Film (2000)" / "Film (2000).mkv", reels[0])
    take_in(tmp_path)
    film.with_suffix(".nfo").write_text(NFO.format("Other title", 1999, "<plot>Later.</plot>"))
    film.with_name("poster.jpg").write_bytes(picture())
    assert kinds(tmp_path) == ["known"]
    movie = Movie.objects.get()
    assert (movie.title, movie.year, movie.plot, bool(movie.poster)) == ("Film", 2000, "Later.", True)


def test_subtitles_follow_the_files_beside_a_film(tmp_path: Path, reels: list[bytes]) -> None:
    film = put(tmp_path / "Film (2000)" / "Film (2000).mkv", reels[0])
    beside = film.with_name("Film (2000).en.srt")
    beside.write_text(SRT.format("One."))
    (film.parent / "Subs").mkdir()
    (film.parent / "Subs" / "2_Chinese.srt").write_bytes(SRT.format("不疯魔，不成活").encode("gb18030"))
    film.with_name("Film (2000).fr.idx").write_text("# VobSub index file")
    film.with_name("Film (2000).fr.sub").write_bytes(b"\x00\x00\x01\xba")
    (outcome,) = take_in(tmp_path)
    assert [note.split(":")[0] for note in outcome.notes] == ["Film (2000).fr.sub"]
    assert "pictures" in outcome.notes[0]
    file = MediaFile.objects.get()
    assert sorted(Subtitle.objects.values_list("language", "file_id")) == [("en", file.pk), ("zh", file.pk)]
    english = Subtitle.objects.get(language="en")
    kept = storage.place(f"subtitles/{file.movie_id}/{english.pk}.vtt")
    beside.write_text(SRT.format("Two."))
    take_in(tmp_path)
    assert "Two." in kept.read_text()
    beside.unlink()
    take_in(tmp_path)
    assert list(Subtitle.objects.values_list("language", flat=True)) == ["zh"]
    assert not kept.exists()


def test_subtitles_of_a_version_are_its_own(tmp_path: Path, reels: list[bytes]) -> None:
    for number, label in enumerate(("1080p", "Extended")):
        film = put(tmp_path / "Film (2000)" / f"Film (2000) - {label}.mkv", reels[number])
        film.with_suffix(".en.srt").write_text(SRT.format(label))
    take_in(tmp_path)
    take_in(tmp_path)
    assert sorted(Subtitle.objects.values_list("file__edition", "label")) == [("", "English"), ("Extended", "English")]


def test_a_file_that_moved_keeps_everything(tmp_path: Path, reels: list[bytes]) -> None:
    film = put(tmp_path / "Film (2000)" / "Film (2000).mkv", reels[0])
    film.with_suffix(".en.srt").write_text(SRT.format("One."))
    take_in(tmp_path)
    Encode.objects.update(state="done", live=None, folder="hls/1")
    before = MediaFile.objects.get()
    shutil.move(film.parent, tmp_path / "shelf" / "Movie (2000)")
    (tmp_path / "shelf" / "Movie (2000)" / "Film (2000).mkv").rename(tmp_path / "shelf" / "Film (2000) - 4K.mkv")
    assert kinds(tmp_path) == ["moved"]
    after = MediaFile.objects.get()
    assert (after.pk, after.path, after.version) == (before.pk, str(tmp_path / "shelf" / "Film (2000) - 4K.mkv"), "4K")
    assert not Encode.objects.filter(state="queued").exists()
    assert not Subtitle.objects.exists()
    assert Movie.objects.get().title == "Film"
    assert kinds(tmp_path) == ["known"]


def test_other_bytes_have_other_subtitles_inside(tmp_path: Path, reels: list[bytes]) -> None:
    film = put(tmp_path / "Film (2000).mkv", reels[0])
    film.with_suffix(".en.srt").write_text(SRT.format("One."))
    take_in(tmp_path)
    file = MediaFile.objects.get()
    inner = keep_subtitle(
        movie=file.movie, file=file, source="track 0", language="fr", label="", forced=False, hearing_impaired=False,
        data=SRT.format("Un.").encode(),
    )  # fmt: skip
    take_in(tmp_path)
    kept = storage.place(f"subtitles/{file.movie_id}/{inner.pk}.vtt")
    assert kept.exists()
    put(film, reels[1])
    assert kinds(tmp_path) == ["changed"]
    assert list(Subtitle.objects.values_list("language", flat=True)) == ["en"]
    assert not kept.exists()


def test_a_copy_is_the_same_film(tmp_path: Path, reels: list[bytes]) -> None:
    film = put(tmp_path / "A (2000).mkv", reels[0])
    take_in(tmp_path)
    shutil.copy(film, tmp_path / "B (2001).mkv")
    outcomes = take_in(tmp_path)
    assert [outcome.kind for outcome in outcomes] == ["known", "known"]
    assert outcomes[1].notes == (f"It is the same film as {film}.",)
    assert MediaFile.objects.count() == 1


def test_what_is_gone_is_marked_and_what_is_back_is_ready(tmp_path: Path, reels: list[bytes]) -> None:
    stays = put(tmp_path / "A (2000).mkv", reels[0])
    goes = put(tmp_path / "B (2001).mkv", reels[1])
    take_in(tmp_path)
    Encode.objects.update(state="done", live=None, folder="hls/1")
    Movie.objects.update(playable=True)
    aside = tmp_path.parent / f"{tmp_path.name}-aside"
    goes.rename(aside)
    at = clock.now()
    assert reconcile(actor=HOUSE, root=tmp_path, at=at).vanished == (goes,)
    gone = MediaFile.objects.get(path=str(goes))
    assert (gone.state, gone.missing_since, bool(gone.reason), gone.movie.playable) == ("missing", at, True, True)
    assert MediaFile.objects.get(path=str(stays)).state == "ready"
    assert reconcile(actor=HOUSE, root=tmp_path, at=at).vanished == ()
    aside.rename(goes)
    assert kinds(tmp_path) == ["known", "back"]
    assert MediaFile.objects.get(path=str(goes)).state == "ready"
    assert not Encode.objects.filter(state="queued").exists()
    with pytest.raises(NotAllowed):
        reconcile(actor=GUEST, root=tmp_path, at=at)


def test_a_disk_that_is_not_there_takes_no_film_with_it(tmp_path: Path, reels: list[bytes]) -> None:
    root = tmp_path / "disk"
    put(root / "A (2000).mkv", reels[0])
    take_in(root)
    (root / "A (2000).mkv").unlink()
    for state in ("empty", "gone"):
        if state == "gone":
            root.rmdir()
        said = reconcile(actor=HOUSE, root=root, at=clock.now())
        assert said.vanished == ()
        assert "mounted" in said.note
    assert MediaFile.objects.get().state == "ready"


def test_discs_extras_and_closed_folders(tmp_path: Path, reels: list[bytes]) -> None:
    put(tmp_path / "Film (2000)" / "Film (2000).mkv", reels[0])
    for name in ("Film (2000)-trailer.mkv", "sample.mkv", "extras/a.mkv", "Behind the Scenes/b.mkv", "trailers/c.mkv"):
        put(tmp_path / "Film (2000)" / name, reels[1])
    put(tmp_path / "Disc" / "BDMV" / "STREAM" / "00001.m2ts", reels[1])
    put(tmp_path / "Disc" / "BDMV" / "STREAM" / "00002.m2ts", reels[2])
    for name in (
        "closed/.ignore",
        "closed/x.mkv",
        "media/.nomedia",
        "media/deep/x.mkv",
        "@eaDir/x.mkv",
        "#recycle/x.mkv",
    ):
        put(tmp_path / name, reels[1])
    put(tmp_path / "cut" / "Long-cd1.mkv", reels[1])
    put(tmp_path / "cut" / "Long-cd2.mkv", reels[2])
    put(tmp_path / "Trailer Park (2003).mkv", reels[3])
    outcomes = take_in(tmp_path)
    assert {str(outcome.path.relative_to(tmp_path)): str(outcome.kind) for outcome in outcomes} == {
        "Trailer Park (2003).mkv": "new", "Disc": "refused", "Film (2000)/Film (2000).mkv": "new",
        "cut/Long-cd1.mkv": "refused", "cut/Long-cd2.mkv": "refused",
    }  # fmt: skip
    reasons = {outcome.path.name: outcome.reason for outcome in outcomes}
    assert "Blu-ray" in reasons["Disc"]
    assert "One part" in reasons["Long-cd1.mkv"]


def test_a_link_out_of_the_root_is_followed_once(tmp_path: Path, reels: list[bytes]) -> None:
    put(tmp_path / "pool" / "A (2000).mkv", reels[0])
    root = tmp_path / "films"
    put(root / "shelf" / "B (2001).mkv", reels[1])
    (root / "pool").symlink_to(tmp_path / "pool")
    (root / "pool again").symlink_to(tmp_path / "pool")
    (root / "up").symlink_to(tmp_path)
    (root / "inside").symlink_to(root / "shelf")
    (root / "shelf" / "circle").symlink_to(root / "shelf" / "circle")
    assert sorted(outcome.path.name for outcome in take_in(root)) == ["A (2000).mkv", "B (2001).mkv"]
