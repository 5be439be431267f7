"""A film browsers know already plays within seconds, long before its ladder is made."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from enchanted.core import clock, storage
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict
from enchanted.media.actions import encodes, making, running, taking
from enchanted.media.actions.endings import Stopped
from enchanted.media.logic import ladder
from enchanted.media.models import Encode, MediaFile, Rendition, Subtitle
from enchanted.media.queries import playback_of
from tests.films import SRT, ffmpeg, make_film
from tests.media.kept import begins, keep, made

pytestmark = pytest.mark.django_db
VIEWER = Actor(key="session")


def test_a_web_safe_film_is_repacked_as_it_is(tmp_path: Path) -> None:
    path = make_film(tmp_path / "safe.mkv", picture="testsrc2=s=640x360:r=24", seconds=12)
    encode = made(keep(path), "remux")
    assert encode.state == Encode.State.DONE, encode.reason
    assert encode.file.movie.playable
    rows = Rendition.objects.filter(encode=encode).order_by("position")
    assert [(row.name, row.codecs[:4]) for row in rows] == [("source", "avc1"), ("sound0", "mp4a")]
    text = (storage.place(encode.folder) / "source" / "index.m3u8").read_text()
    assert text.rstrip().endswith("#EXT-X-ENDLIST")
    playback = playback_of(VIEWER, encode.file.movie_id, timezone.now())
    assert playback.encode == encode


def test_a_sound_browsers_do_not_know_is_made_anew_and_the_picture_stays(tmp_path: Path) -> None:
    source = make_film(tmp_path / "plain.mkv", seconds=4)
    path = tmp_path / "ac3.mkv"
    subprocess.run([ffmpeg(), "-v", "error", "-i", str(source), "-c:v", "copy", "-c:a", "ac3", "-ac", "6", str(path)],
                   check=True)  # fmt: skip
    encode = made(keep(path), "remux")
    assert encode.state == Encode.State.DONE, encode.reason
    import av

    with av.open(str(storage.place(encode.folder) / "sound0" / "index.m3u8")) as container:
        assert container.streams.audio[0].codec_context.name == "aac"
        assert container.streams.audio[0].codec_context.channels == 2


@pytest.mark.parametrize(
    ("options", "reason"),
    [(["-c:v", "libx264", "-pix_fmt", "yuv420p10le"], "10 bits"), (["-c:v", "mpeg4"], "MPEG-4 part 2")],
)
def test_films_browsers_do_not_know_have_no_quick_start(tmp_path: Path, options: list[str], reason: str) -> None:
    path = tmp_path / "other.mkv"
    subprocess.run([ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=24", *options, "-t", "1",
                    str(path)], check=True)  # fmt: skip
    encodes.queue_encode(file=keep(path))
    assert not Encode.objects.filter(kind="remux").exists(), reason


def test_it_is_shown_while_it_grows_and_hidden_when_its_worker_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The repacking is held after each report, as on a slow disk: the film plays meanwhile."""
    file = keep(make_film(tmp_path / "long.mkv", picture="testsrc2=s=640x360:r=24", seconds=40))
    encodes.queue_encode(file=file)
    job = encodes.claim_encode(owner=running.owner(), kind="remux", at=clock.now())
    assert job is not None
    monkeypatch.setattr(ladder, "remux_command", slowly(ladder.remux_command))
    seen: list[Any] = []

    def look(*, encode: Encode, **rest: Any) -> None:
        show(encode=encode, **rest)
        at = timezone.now()
        seen.append(playback_of(VIEWER, file.movie_id, at).encode)
        text = (storage.place(f"hls/{job.pk}") / "source" / "index.m3u8").read_text()
        seen.append("#EXT-X-ENDLIST" in text)
        with pytest.raises(Conflict):
            MediaFile.objects.filter(pk=file.pk).update(mime="")
            playback_of(VIEWER, file.movie_id, at + encodes.LEASE + timedelta(seconds=1))

    show = encodes.show_encode
    monkeypatch.setattr(encodes, "show_encode", look)
    running.run_encode(job)
    assert seen == [job, False]
    assert Encode.objects.get(pk=job.pk).state == Encode.State.DONE


def slowly(command: Any) -> Any:
    """The same command, reading the film no faster than eight times its own pace."""

    def slow(*args: Any) -> list[str]:
        made: list[str] = command(*args)
        at = made.index("-i")
        return [*made[:at], "-readrate", "8", *made[at:]]

    return slow


def test_a_quick_start_that_was_lost_closes_the_film_again(tmp_path: Path) -> None:
    file = keep(make_film(tmp_path / "lost.mkv", seconds=2))
    encodes.queue_encode(file=file)
    job = encodes.claim_encode(owner="gone", kind="remux", at=clock.now())
    assert job is not None
    row = Rendition(encode=job, kind="video", name="source", codecs="avc1.640028")
    encodes.show_encode(encode=job, folder=f"hls/{job.pk}", renditions=[row], at=clock.now())
    file.movie.refresh_from_db()
    assert file.movie.playable
    later = clock.now() + encodes.LEASE + timedelta(seconds=1)
    assert encodes.claim_encode(owner="next", kind="remux", at=later) is not None
    file.movie.refresh_from_db()
    assert not file.movie.playable


def test_a_version_that_is_lost_leaves_the_film_open_for_another_one(tmp_path: Path) -> None:
    kept, _lost = (keep(make_film(tmp_path / f"{name}.mkv", seconds=1)) for name in ("kept", "lost"))
    MediaFile.objects.update(movie=kept.movie)
    jobs = []
    for file in MediaFile.objects.order_by("id"):
        encodes.queue_encode(file=file)
        job = encodes.claim_encode(owner="me", kind="remux", at=clock.now())
        assert job is not None
        row = Rendition(encode=job, kind="video", name="source", codecs="avc1.640028")
        encodes.show_encode(encode=job, folder=f"hls/{job.pk}", renditions=[row], at=clock.now())
        jobs.append(job)
    for job, open_still in ((jobs[1], True), (jobs[0], False)):
        encodes.fail_encode(encode=job, reason="No.", again=False, at=clock.now())
        kept.movie.refresh_from_db()
        assert kept.movie.playable is open_still


@pytest.mark.django_db(transaction=True)
def test_the_ladder_takes_the_quick_starts_place_and_its_folder_goes_later(tmp_path: Path) -> None:
    file = keep(make_film(tmp_path / "both.mkv", seconds=2))
    encodes.queue_encode(file=file)
    assert (running.run_all("remux"), running.run_all("ladder")) == (1, 1)
    quick, whole = Encode.objects.get(kind="remux"), Encode.objects.get(kind="ladder")
    now = timezone.now()
    assert playback_of(VIEWER, file.movie_id, now).encode == whole
    assert playback_of(VIEWER, file.movie_id, now, ladder=quick.pk).encode == quick
    assert encodes.remove_old_ladders(at=now + encodes.LADDER_STAYS + timedelta(seconds=5)) == 1
    assert playback_of(VIEWER, file.movie_id, now, ladder=quick.pk).encode == whole
    assert [path.name for path in storage.place("hls").iterdir()] == [str(whole.pk)]


def test_folders_without_a_job_are_swept(tmp_path: Path) -> None:
    file = keep(make_film(tmp_path / "kept.mkv", seconds=1))
    encode = made(file)
    for name in ("99999", f"{storage.PART}99999-1-ab", f"{storage.PART}{encode.pk}-1-ab"):
        storage.place(f"hls/{name}").mkdir()
    assert running.remove_leftovers() == 3
    assert [path.name for path in storage.place("hls").iterdir()] == [str(encode.pk)]


def test_a_recording_is_repacked_with_its_sound(tmp_path: Path) -> None:
    encode = made(keep(make_film(tmp_path / "recorded.ts", seconds=3)), "remux")
    assert encode.state == Encode.State.DONE, encode.reason


def test_what_begins_later_than_the_rest_stays_so(tmp_path: Path) -> None:
    source = make_film(tmp_path / "plain.mkv", seconds=6)
    path = tmp_path / "late.mkv"
    subprocess.run([ffmpeg(), "-v", "error", "-i", str(source), "-itsoffset", "2", "-i", str(source), "-map", "1:v",
                    "-map", "0:a", "-c", "copy", str(path)], check=True)  # fmt: skip
    encode = made(keep(path), "remux")
    assert begins(encode, "source") - begins(encode, "sound0") == pytest.approx(2, abs=0.03)


def test_a_film_that_can_not_be_repacked_is_not_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ladder.remux_command
    monkeypatch.setattr(ladder, "remux_command", lambda *given: [*command(*given), "-map", "9:9", "x.mp4"])
    encode = made(keep(make_film(tmp_path / "odd.mkv", seconds=1)), "remux")
    assert encode.state == Encode.State.FAILED
    assert encode.file.state == MediaFile.State.READY


def test_subtitles_a_quick_start_had_no_time_for_come_with_the_ladder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, text = make_film(tmp_path / "plain.mkv", seconds=2), tmp_path / "text.srt"
    text.write_text(SRT.format("Hello."))
    path = tmp_path / "told.mkv"
    subprocess.run([ffmpeg(), "-v", "error", "-i", str(source), "-i", str(text), "-c", "copy", str(path)], check=True)
    file = keep(path)
    with monkeypatch.context() as patch:
        patch.setattr(taking, "take_beside", stopped)
        assert made(file, "remux").state == Encode.State.DONE
    assert not Subtitle.objects.exists()
    assert running.run_all("ladder") == 1
    kept = Subtitle.objects.get(file=file)
    taking.take_beside(file, making.source_of(file), lambda _ms: None)
    assert Subtitle.objects.get() == kept


def stopped(*_given: Any) -> None:
    """As when the house is closed."""
    raise Stopped
