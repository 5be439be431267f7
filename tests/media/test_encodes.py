"""The encode queue: leases, retries, and the ladder ffmpeg really makes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import close_old_connections
from django.utils import timezone

from enchanted.catalogue.models import Movie
from enchanted.core import jobs, storage
from enchanted.core.actor import GUEST, HOUSE
from enchanted.core.errors import Conflict, NotAllowed, NotFound
from enchanted.media.actions import encodes, making, running
from enchanted.media.actions.encodes import AlreadyQueued, LeaseLost
from enchanted.media.actions.importing import import_film
from enchanted.media.logic import ladder
from enchanted.media.models import Encode, MediaFile, Rendition
from enchanted.media.queries import ladder_of, queue_ahead
from tests.films import ffmpeg, make_film

pytestmark = [pytest.mark.django_db, pytest.mark.database]
State = Encode.State


def a_file(path: str = "/nowhere/film.mkv") -> MediaFile:
    movie = Movie.objects.create(title="A Film", year=2020)
    return MediaFile.objects.create(movie=movie, path=path, path_hash=path, size=1, mtime_ns=1, duration_ms=2000,
                                    width=320, height=180, frame_rate=24, video_codec="h264")  # fmt: skip


def claim(owner: str = "me", later: float = 0) -> Encode | None:
    return encodes.claim_encode(owner=owner, kind="ladder", at=timezone.now() + timedelta(seconds=later))


def test_a_file_has_one_live_encode() -> None:
    file = a_file()
    encodes.queue_encode(file=file)
    with pytest.raises(AlreadyQueued):
        encodes.queue_encode(file=file)


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends() -> None:
    encodes.queue_encode(file=a_file())
    first = claim("first")
    assert first is not None
    assert first.state == State.RUNNING
    assert claim("second") is None
    taken = claim("second", later=encodes.LEASE.total_seconds() + 1)
    assert taken is not None
    assert (taken.pk, taken.attempts) == (first.pk, 2)
    with pytest.raises(LeaseLost):
        encodes.advance_encode(encode=first, progress=1, speed=1, eta_seconds=1, at=timezone.now())


def test_advancing_keeps_the_lease() -> None:
    encodes.queue_encode(file=a_file())
    mine = claim()
    assert mine is not None
    later = timezone.now() + encodes.LEASE
    encodes.advance_encode(encode=mine, progress=500, speed=2.5, eta_seconds=3, at=later)
    assert claim("other", later=encodes.LEASE.total_seconds() + 1) is None
    assert queue_ahead()[0].progress == 500


def test_the_lease_lasts_while_a_slow_disk_takes_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encodes.queue_encode(file=a_file())
    job = claim()
    assert job is not None
    Encode.objects.update(lease_until=timezone.now())
    for number in range(3):
        (tmp_path / f"{number}.m4s").write_bytes(b"x")
    monkeypatch.setattr(making, "LEASE", timedelta(0))  # as if each file took a good part of it
    storage.sync(tmp_path, making.keeping(job))
    assert claim("other", later=encodes.LEASE.total_seconds() - 5) is None


def test_a_failure_that_may_pass_is_tried_three_times() -> None:
    encodes.queue_encode(file=a_file())
    for _ in range(encodes.MOST_ATTEMPTS):
        job = claim()
        assert job is not None
        encodes.fail_encode(encode=job, reason="ended by the system", again=True, at=timezone.now())
    assert claim() is None
    assert Encode.objects.get().state == State.FAILED


def test_a_ladder_made_at_last_is_proof_against_what_was_said_before() -> None:
    file = a_file()
    encodes.queue_encode(file=file)
    first = claim()
    assert first is not None
    encodes.fail_encode(encode=first, reason="No.", again=False, file_state="broken", at=timezone.now())
    encodes.queue_encode(file=file)
    second = claim()
    assert second is not None
    encodes.finish_encode(encode=second, folder="hls/1", renditions=[], at=timezone.now())
    file.refresh_from_db()
    assert (file.state, file.reason) == ("ready", "")


def test_a_movie_is_as_long_as_its_first_file() -> None:
    first = a_file()
    longer = MediaFile.objects.create(movie=first.movie, path="/cut.mkv", path_hash="cut", size=1, mtime_ns=1,
                                      duration_ms=9000, width=320, height=180)  # fmt: skip
    for file in (first, longer):
        encodes.queue_encode(file=file)
        job = claim()
        assert job is not None
        encodes.finish_encode(encode=job, folder="hls/1", renditions=[], at=timezone.now())
    assert Movie.objects.get().duration_ms == 2000


def test_a_job_that_takes_its_workers_down_is_given_up() -> None:
    encodes.queue_encode(file=a_file())
    for number in range(encodes.MOST_ATTEMPTS):
        assert claim(f"worker {number}", later=number * 60) is not None
    assert claim("next", later=600) is None
    assert "worker was lost" in Encode.objects.get().reason


def test_the_loser_of_a_lease_leaves_its_successors_work_alone(imported: Encode) -> None:
    """A's lease lapses, B begins; when A notices, B's folder still stands and the film opens whole."""
    lapsed = claim("A", later=-60)
    assert lapsed is not None
    second = claim(running.owner())
    assert second is not None
    theirs = storage.place(f"hls/.part-{second.pk}-{second.attempts}-x")
    theirs.mkdir(parents=True)
    with pytest.raises(LeaseLost):
        encodes.advance_encode(encode=lapsed, progress=1, speed=1, eta_seconds=1, at=timezone.now())
    running.run_encode(second)
    assert the_ladder().state == State.DONE
    with pytest.raises(LeaseLost):
        encodes.finish_encode(encode=lapsed, folder="x", renditions=[], at=timezone.now())


def test_ladders_that_were_replaced_are_removed_later(imported: Encode) -> None:
    for kind in ("remux", "ladder"):
        running.run_all(kind)
    again = encodes.queue_encode(file=imported.file)
    for kind in ("remux", "ladder"):
        running.run_all(kind)
    now = timezone.now()
    assert encodes.remove_old_ladders(at=now) == 0
    assert encodes.remove_old_ladders(at=now + encodes.LADDER_STAYS + timedelta(seconds=5)) == 3
    assert [path.name for path in storage.place("hls").iterdir()] == [str(again.pk)]


def test_staff_retry_and_cancel() -> None:
    now = timezone.now()
    first = encodes.queue_encode(file=a_file())
    with pytest.raises(NotAllowed):
        encodes.cancel_encode(actor=GUEST, encode_id=first.pk, at=now)
    with pytest.raises(Conflict):
        encodes.retry_encode(actor=HOUSE, encode_id=first.pk, at=now)
    encodes.cancel_encode(actor=HOUSE, encode_id=first.pk, at=now)
    with pytest.raises(Conflict):
        encodes.cancel_encode(actor=HOUSE, encode_id=first.pk, at=now)
    again = encodes.retry_encode(actor=HOUSE, encode_id=first.pk, at=now)
    assert again.state == State.QUEUED
    with pytest.raises(NotFound):
        encodes.retry_encode(actor=HOUSE, encode_id=10**9, at=now)


def test_jobs_of_a_dead_worker_of_this_machine_are_free_at_once() -> None:
    encodes.queue_encode(file=a_file())
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert claim(f"{running.owner().partition(':')[0]}:{gone.pid}:0") is not None
    assert running.free_dead_workers() == 1
    assert claim() is not None
    assert running.free_dead_workers() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_workers_take_each_job_once() -> None:
    for number in range(5):
        encodes.queue_encode(file=a_file(f"/nowhere/{number}.mkv"))
    taken: list[int] = []

    def work(number: int) -> None:
        while (job := claim(f"worker {number}")) is not None:
            taken.append(job.pk)
        close_old_connections()
        from django.db import connection

        connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(Encode.objects.values_list("pk", flat=True))


@pytest.fixture
def imported(tmp_path: Path) -> Encode:
    """The ladder's job of a real film of six seconds, imported."""
    film = make_film(tmp_path / "in" / "Six (2020).mp4", picture="testsrc2=s=640x360:r=24", seconds=6)
    assert import_film(actor=HOUSE, path=film, root=film.parent).kind == "new"
    return the_ladder()


def the_ladder() -> Encode:
    return Encode.objects.select_related("file__movie").get(kind="ladder")


def test_the_ladder_is_whole_aligned_and_opens_the_film(imported: Encode) -> None:
    assert running.run_all("ladder") == 1
    encode = the_ladder()
    assert (encode.state, encode.live, encode.progress) == (State.DONE, None, 1000), encode.reason
    assert encode.file.movie.playable
    assert ladder_of(encode.file.movie) == encode
    names = list(Rendition.objects.order_by("position").values_list("name", flat=True))
    assert names == ["360p", "240p", "sound0"]
    folder = storage.place(encode.folder)
    assert not list(folder.parent.glob(f"{storage.PART}*"))
    assert key_frames(folder / "360p" / "index.m3u8") == key_frames(folder / "240p" / "index.m3u8") == [0.0, 2.0, 4.0]


def key_frames(playlist: Path) -> list[float]:
    import av

    with av.open(str(playlist)) as container:
        times = [
            packet.pts * packet.time_base
            for packet in container.demux(video=0)
            if packet.is_keyframe and packet.pts is not None
        ]
    first = min(times)
    return sorted(round(float(time - first), 2) for time in times)


def test_a_film_without_sound_gets_a_ladder_without_sound(tmp_path: Path) -> None:
    film = make_film(tmp_path / "in" / "Mute (2020).mp4", seconds=1, sound=False)
    import_film(actor=HOUSE, path=film, root=film.parent)
    running.run_all("ladder")
    assert the_ladder().state == State.DONE
    assert not Rendition.objects.filter(kind="audio").exists()


def test_a_film_that_went_away_fails_in_words(imported: Encode) -> None:
    Path(imported.file.path).unlink()
    running.run_all("ladder")
    encode = the_ladder()
    assert encode.state == State.FAILED
    assert "no longer there" in encode.reason
    assert MediaFile.objects.get().state == MediaFile.State.MISSING
    assert not list(storage.place("hls").iterdir())


def test_a_film_that_moves_while_it_is_read_is_tried_again(imported: Encode) -> None:
    job = claim(running.owner())
    assert job is not None
    place = Path(job.file.path)
    place.rename(place.with_name("Moved (2020).mkv"))
    MediaFile.objects.update(path=str(place.with_name("Moved (2020).mkv")))
    running.run_encode(job)
    assert the_ladder().state == State.QUEUED
    assert MediaFile.objects.get().state == MediaFile.State.READY
    assert running.run_all("ladder") == 1
    assert the_ladder().state == State.DONE


def test_a_stopping_worker_puts_its_job_back(imported: Encode) -> None:
    job = claim(running.owner())
    assert job is not None
    jobs.stopping.set()
    try:
        running.run_encode(job)
    finally:
        jobs.stopping.clear()
    encode = the_ladder()
    assert (encode.state, encode.attempts) == (State.QUEUED, 0)
    assert not list(storage.place("hls").iterdir())


def test_a_cancelled_job_ends_its_ffmpeg(imported: Encode, monkeypatch: pytest.MonkeyPatch) -> None:
    job = claim(running.owner())
    assert job is not None
    children: list[Any] = []
    start = subprocess.Popen

    def remember(*args: Any, **kwargs: Any) -> Any:
        children.append(start(*args, **kwargs))
        encodes.cancel_encode(actor=HOUSE, encode_id=job.pk, at=timezone.now())
        return children[-1]

    monkeypatch.setattr("enchanted.media.actions.child.subprocess.Popen", remember)
    running.run_encode(job)
    assert children[0].returncode is not None
    assert the_ladder().state == State.FAILED
    assert not list(storage.place("hls").iterdir())


def test_the_ladder_command_reads_no_other_file_and_no_network(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    playlist = tmp_path / "film.mkv"
    playlist.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfile://{secret}\n#EXT-X-ENDLIST\n")
    outcome = import_film(actor=HOUSE, path=playlist, root=tmp_path)
    assert outcome.kind == "refused"
    source = ladder.Source(320, 180, 24)
    os.makedirs(tmp_path / "out" / "180p")
    command = ladder.command(ffmpeg(), source, ladder.plan(source), str(playlist))
    done = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "format" in done.stderr.lower() or "invalid" in done.stderr.lower()


def test_staff_put_a_waiting_job_first() -> None:
    for number in range(3):
        encodes.queue_encode(file=a_file(f"/nowhere/{number}.mkv"))
    last = Encode.objects.order_by("-pk")[0]
    with pytest.raises(NotAllowed):
        encodes.put_first(actor=GUEST, encode_id=last.pk)
    encodes.put_first(actor=HOUSE, encode_id=last.pk)
    assert queue_ahead()[0] == last
    taken = claim()
    assert taken == last
    with pytest.raises(Conflict):
        encodes.put_first(actor=HOUSE, encode_id=last.pk)


def test_a_job_too_large_for_the_disk_lets_smaller_ones_pass() -> None:
    large, small = (encodes.queue_encode(file=a_file(f"/nowhere/{name}.mkv")) for name in ("large", "small"))
    taken = encodes.claim_encode(owner="me", kind="ladder", at=timezone.now(), fits=lambda job: job.pk == small.pk)
    assert taken == small
    large.refresh_from_db()
    assert (large.state, large.reason) == (State.QUEUED, encodes.DISK_FULL)


def test_a_disk_that_fills_up_puts_the_job_back_unharmed(imported: Encode, settings: Any) -> None:
    """The reserve is met in the middle of an encode: nothing is left, the job waits, and is done once there is room."""
    job = claim(running.owner())
    assert job is not None
    settings.HOUSE_DISK_RESERVE = storage.free_bytes() + 10**12
    running.run_encode(job)
    encode = the_ladder()
    assert (encode.state, encode.attempts) == (State.QUEUED, 0)
    assert "disk is full" in encode.reason
    assert not list(storage.place("hls").iterdir())
    settings.HOUSE_DISK_RESERVE = 0
    assert running.run_all("ladder") == 1
    assert the_ladder().state == State.DONE


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a small disk is mounted for it, as Linux does")
def test_a_disk_without_a_byte_left_is_no_fault_of_the_film(tmp_path: Path) -> None:
    """The real thing: a disk of 300 kB, in a namespace of its own."""
    film = make_film(tmp_path / "Six (2020).mkv", picture="mptestsrc=r=24:d=20", seconds=20)
    script = (
        f"mount -t tmpfs -o size=300k tmpfs {tmp_path} && cd / && exec {sys.executable} -c '"
        "import sys; from pathlib import Path; from enchanted.media.actions import child\n"
        "try: child.run(sys.argv[2:], folder=Path(sys.argv[1]), cpu_seconds=60, watch=lambda ms: None)\n"
        'except child.ToolFailed as fault: print(fault.said)\' "$@"'
    )
    target = tmp_path.parent / f"{tmp_path.name}-film.mkv"
    film.rename(target)
    command = [
        ffmpeg(),
        "-nostdin",
        "-loglevel",
        "error",
        "-i",
        str(target),
        "-c:v",
        "rawvideo",
        "-f",
        "nut",
        "out.nut",
    ]
    done = subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", str(tmp_path), *command],
                          capture_output=True, text=True, check=False,
                          env={**os.environ, "DJANGO_SETTINGS_MODULE": "enchanted.config.settings"})  # fmt: skip
    from enchanted.media.actions.running import _failure

    assert _failure(done.stdout, 1, MediaFile(path=str(target))).reason == encodes.DISK_FULL, done.stderr + done.stdout
