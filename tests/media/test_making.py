"""What ffmpeg makes of films of every kind, looked at with a decoder."""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from enchanted.core import storage
from enchanted.media.actions import running
from enchanted.media.models import Chapter, Encode, MediaFile, Rendition, Subtitle
from tests.films import ffmpeg, make_film
from tests.media.kept import begins, keep, made

pytestmark = pytest.mark.django_db
State = Encode.State
TONE = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]


def film(path: Path, *options: str, picture: str = "testsrc2=s=320x180:r=24", seconds: float = 2) -> Path:
    """A film made with ffmpeg's own options."""
    head = [ffmpeg(), "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", picture]
    subprocess.run([*head, *options, "-t", str(seconds), str(path)], check=True)
    return path


def rungs(encode: Encode) -> list[tuple[int, int]]:
    rows = Rendition.objects.filter(encode=encode, kind="video").order_by("position")
    return [(row.width, row.height) for row in rows]


def frames(encode: Encode, name: str) -> list[Any]:
    with av.open(str(storage.place(encode.folder) / name / "index.m3u8")) as container:
        return list(container.decode(video=0))


def brightness(frame: Any) -> float:
    from PIL import ImageStat

    return float(ImageStat.Stat(frame.to_image().convert("L")).mean[0])


KINDS: dict[str, tuple[list[str], str]] = {
    "odd.mkv": (["-c:v", "libx264", "-pix_fmt", "yuv444p"], "testsrc2=s=321x181:r=25"),
    "ten.mkv": (["-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le"],
                "testsrc2=s=320x180:r=24"),
    "interlaced.mkv": (["-vf", "interlace", "-c:v", "libx264", "-flags", "+ildct+ilme", "-x264-params", "tff=1"],
                       "testsrc2=s=720x576:r=50"),
    "old.avi": (["-c:v", "mpeg4"], "testsrc2=s=320x240:r=15"),
    "square.webm": (["-c:v", "libvpx", "-deadline", "realtime"], "testsrc2=s=240x240:r=30"),
    "fast.mkv": (["-c:v", "libx264", "-preset", "ultrafast"], "testsrc2=s=160x90:r=120"),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_films_of_every_kind_become_ladders(tmp_path: Path, name: str) -> None:
    options, picture = KINDS[name]
    encode = made(keep(film(tmp_path / name, *options, picture=picture, seconds=1)))
    assert encode.state == State.DONE, encode.reason
    shown = frames(encode, Rendition.objects.filter(encode=encode, kind="video").order_by("position")[0].name)
    width, height = rungs(encode)[0]
    assert {(frame.width, frame.height, frame.format.name) for frame in shown} == {(width, height, "yuv420p")}
    assert not any(frame.interlaced_frame for frame in shown)
    assert width % 2 == height % 2 == 0
    if name == "fast.mkv":
        assert len(shown) == pytest.approx(60, abs=2)


def test_a_rotated_film_stands_upright(tmp_path: Path) -> None:
    flat = film(tmp_path / "flat.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", seconds=1)
    turned = tmp_path / "turned.mp4"
    subprocess.run([ffmpeg(), "-v", "error", "-display_rotation", "90", "-i", str(flat), "-c", "copy", str(turned)],
                   check=True)  # fmt: skip
    file = keep(turned)
    assert (file.rotated, file.width, file.height) == (True, 180, 320)
    encode = made(file)
    assert rungs(encode)[0] == (180, 320)
    assert not Encode.objects.filter(kind="remux").exists()


def test_a_film_of_changing_rate_gets_a_steady_one(tmp_path: Path) -> None:
    path = film(tmp_path / "phone.mp4", "-vf", "select='not(between(mod(n,30),10,18))'", "-fps_mode", "vfr", "-c:v",
                "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", picture="testsrc2=s=320x180:r=30",
                seconds=4)  # fmt: skip
    file = keep(path)
    assert (file.variable_rate, file.frame_rate) == (True, 30)
    encode = made(file)
    times = [frame.time for frame in frames(encode, "180p")]
    steps = {round(after - before, 3) for before, after in pairwise(times)}
    assert steps == {0.033}


def test_bright_films_are_toned_down(tmp_path: Path) -> None:
    path = film(tmp_path / "hdr.mkv", "-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-x265-params",
                "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc", "-color_trc", "smpte2084",
                "-color_primaries", "bt2020", "-colorspace", "bt2020nc", picture="color=0x909090:s=320x180:r=24",
                seconds=1)  # fmt: skip
    file = keep(path)
    assert file.hdr == "pq"
    encode = made(file)
    assert encode.state == State.DONE, encode.reason
    grey = brightness(frames(encode, "180p")[5])
    plain = keep(film(tmp_path / "sdr.mkv", "-c:v", "libx264", picture="color=0x909090:s=320x180:r=24", seconds=1))
    untouched = brightness(frames(made(plain), "180p")[5])
    assert grey > untouched + 20, (
        "an HDR grey of 56 % is far brighter than an SDR one once it is shown on an SDR screen"
    )


def test_every_language_is_a_rendition_and_surround_stands_beside_stereo(tmp_path: Path) -> None:
    path = film(
        tmp_path / "many.mkv", *TONE, "-f", "lavfi", "-i", "sine=frequency=880:sample_rate=48000",
        "-map", "0", "-map", "1", "-map", "2", "-map", "1", "-c:v", "libx264", "-preset", "ultrafast",
        "-c:a", "ac3", "-ac:a:0", "2", "-ac:a:1", "6", "-ac:a:2", "2", "-metadata:s:a:0", "language=eng",
        "-metadata:s:a:1", "language=fre", "-metadata:s:a:2", "language=eng", "-metadata:s:a:2", "title=Director",
        "-disposition:a:0", "0", "-disposition:a:1", "default", "-disposition:a:2", "comment", seconds=6,
    )  # fmt: skip
    encode = made(keep(path))
    assert encode.state == State.DONE, encode.reason
    rows = Rendition.objects.filter(encode=encode, kind="audio").order_by("position")
    found = [(row.name, row.language, row.label, row.channels, row.default, row.commentary) for row in rows]
    assert found == [
        ("sound0", "en", "English", 2, False, False),
        ("sound1", "fr", "français", 2, True, False),
        ("sound2", "en", "English (Director)", 2, False, True),
        ("surround1", "fr", "français", 6, False, False),
    ]
    for row in rows:
        with av.open(str(storage.place(encode.folder) / row.name / "index.m3u8")) as container:
            assert container.streams.audio[0].codec_context.channels == row.channels
    loud = {row.name: row.loudness for row in rows if row.channels == 2}
    assert all(loudness is not None and -30 < loudness < -15 for loudness in loud.values()), loud


def test_sound_and_picture_begin_together(tmp_path: Path) -> None:
    """Twelve pictures a second: few, so what is reordered lasts long. A sound's first 1,024 samples are its run-up."""
    path = film(tmp_path / "slow.mkv", *TONE, "-c:v", "mpeg4", "-c:a", "aac", picture="testsrc2=s=320x180:r=12")
    encode = made(keep(path))
    picture = Rendition.objects.filter(encode=encode, kind="video").order_by("position")[0]
    assert begins(encode, picture.name) == pytest.approx(begins(encode, "sound0") + 1024 / 48000, abs=0.01)


def test_silence_has_no_loudness(tmp_path: Path) -> None:
    path = film(tmp_path / "silent.mkv", "-f", "lavfi", "-i", "anullsrc", "-c:v", "libx264", "-c:a", "aac")
    encode = made(keep(path))
    assert Rendition.objects.get(encode=encode, kind="audio").loudness is None


def test_a_hundred_sounds_become_twelve(tmp_path: Path) -> None:
    one = film(tmp_path / "one.mkv", *TONE, "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", seconds=1)
    many = tmp_path / "hundred.mkv"
    maps = [part for _ in range(100) for part in ("-map", "0:a:0")]
    subprocess.run([ffmpeg(), "-v", "error", "-i", str(one), "-map", "0:v", *maps, "-c", "copy", str(many)], check=True)
    encode = made(keep(many))
    assert encode.state == State.DONE, encode.reason
    assert Rendition.objects.filter(encode=encode, kind="audio").count() == 12


def test_scrubbing_has_a_picture_for_each_stretch_of_the_film(tmp_path: Path) -> None:
    """A film that is red, then green, then blue: the storyboard's tiles say the same."""
    colours = "color=red:s=320x180:r=24:d=4[a];color=lime:s=320x180:r=24:d=4[b];color=blue:s=320x180:r=24:d=4[c]"
    path = tmp_path / "colours.mkv"
    subprocess.run([ffmpeg(), "-v", "error", "-filter_complex", f"{colours};[a][b][c]concat=3:1:0", "-c:v", "libx264",
                    "-pix_fmt", "yuv420p", str(path)], check=True)  # fmt: skip
    encode = made(keep(path))
    folder = storage.place(encode.folder)
    cues = (folder / "storyboard.vtt").read_text().split("\n\n")[1:]
    assert encode.storyboard
    assert [cue.split("\n")[0] for cue in cues if cue.strip()][:2] == [
        "00:00:00.000 --> 00:00:02.000", "00:00:02.000 --> 00:00:04.000",
    ]  # fmt: skip
    from PIL import Image

    sheet = Image.open(folder / "story" / "000.jpg").convert("RGB")
    seen = []
    for cue in cues[:6]:
        left, top, width, height = map(int, cue.strip().rpartition("#xywh=")[2].split(","))
        pixel = sheet.getpixel((left + width // 2, top + height // 2))
        seen.append("rgb"[pixel.index(max(pixel))])  # type: ignore[union-attr,arg-type]
    assert "".join(seen) == "rrggbb"


def test_a_still_becomes_the_art_of_a_film_without(tmp_path: Path) -> None:
    encode = made(keep(film(tmp_path / "art.mkv", "-c:v", "libx264", seconds=3)))
    movie = encode.file.movie
    assert movie.still
    assert movie.wide_picture == movie.still
    assert list(storage.place("pictures").rglob(f"{movie.still}/*.webp"))


def test_a_films_own_subtitles_and_chapters_are_taken_out(tmp_path: Path) -> None:
    (tmp_path / "s.srt").write_text("1\n00:00:00,200 --> 00:00:01,500\nHello <i>you</i>\n")
    (tmp_path / "m.txt").write_text(";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=900\ntitle=Dawn\n"
                                    "[CHAPTER]\nTIMEBASE=1/1000\nSTART=900\nEND=2000\ntitle=Dusk\n")  # fmt: skip
    path = film(tmp_path / "own.mkv", "-i", str(tmp_path / "s.srt"), "-i", str(tmp_path / "m.txt"), "-map", "0", "-map",
                "1", "-map", "1", "-map_metadata", "2", "-c:v", "libx264", "-c:s:0", "srt", "-c:s:1", "ass",
                "-metadata:s:s:0", "language=eng", "-metadata:s:s:1", "language=chi", "-disposition:s:1",
                "forced")  # fmt: skip
    file = keep(path)
    made(file)
    found = Subtitle.objects.filter(file=file).order_by("language")
    assert [(row.language, row.label, row.forced) for row in found] == [
        ("en", "English", False),
        ("zh", "中文", True),
    ]
    for row in found:
        assert "Hello" in storage.place(f"subtitles/{file.movie_id}/{row.pk}.vtt").read_text()
    assert [(row.start_ms, row.title) for row in Chapter.objects.filter(file=file)] == [(0, "Dawn"), (900, "Dusk")]


def test_a_film_that_was_cut_says_so_and_plays_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = make_film(tmp_path / "whole.mkv", picture="testsrc2=s=640x360:r=24", seconds=40)
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    encode = made(keep(cut))
    file = MediaFile.objects.get(pk=encode.file_id)
    assert encode.state == State.DONE
    assert "cut" in file.reason
    assert 10_000 < file.duration_ms < 30_000


def test_the_av1_rung_is_there_by_setting(tmp_path: Path, settings: Any) -> None:
    settings.HOUSE_ENCODE_AV1 = True
    encode = made(keep(film(tmp_path / "new.mkv", "-c:v", "libx264", seconds=4)))
    codecs = dict(Rendition.objects.filter(encode=encode, kind="video").values_list("name", "codecs"))
    assert codecs["180pav1"].startswith("av01.0.")
    assert codecs["180p"].startswith("avc1.64")
    assert len(frames(encode, "180pav1")) == len(frames(encode, "180p"))


def test_an_encode_waits_while_the_disk_is_full(tmp_path: Path, settings: Any) -> None:
    file = keep(film(tmp_path / "big.mkv", "-c:v", "libx264", seconds=1))
    from enchanted.media.actions import encodes

    encodes.queue_encode(file=file)
    settings.HOUSE_DISK_RESERVE = storage.free_bytes() + 10**12
    assert running.run_all("ladder") == 0
    job = Encode.objects.get(kind="ladder")
    assert (job.state, job.attempts) == (State.QUEUED, 0)
    assert "disk is full" in job.reason
    settings.HOUSE_DISK_RESERVE = 0
    assert running.run_all("ladder") == 1
    assert Encode.objects.get(kind="ladder").state == State.DONE


def test_a_still_picture_before_the_film_is_not_the_film(tmp_path: Path) -> None:
    """Some files carry a poster as their first picture and don't say that it is one."""
    plain = film(tmp_path / "plain.mkv", "-c:v", "libx264", "-preset", "ultrafast", seconds=4)
    poster = tmp_path / "poster.png"
    subprocess.run([ffmpeg(), "-v", "error", "-i", str(plain), "-frames:v", "1", str(poster)], check=True)
    path = tmp_path / "posted.mkv"
    subprocess.run([ffmpeg(), "-v", "error", "-i", str(poster), "-i", str(plain), "-map", "0", "-map", "1", "-c",
                    "copy", str(path)], check=True)  # fmt: skip
    file = keep(path)
    assert (file.video_codec, file.video_position) == ("h264", 1)
    encode = made(file)
    assert len(frames(encode, "180p")) == 96
    assert running.run_all("remux") == 1
    assert Encode.objects.get(kind="remux").state == State.DONE


def test_a_film_whose_sound_outlasts_its_picture_is_not_called_cut(tmp_path: Path) -> None:
    path = tmp_path / "long.mkv"
    subprocess.run([ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=160x90:r=24:d=2", "-f", "lavfi", "-i",
                    "sine=d=20", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", str(path)],
                   check=True)  # fmt: skip
    encode = made(keep(path))
    file = MediaFile.objects.get(pk=encode.file_id)
    assert (file.reason, round(file.duration_ms, -3)) == ("", 20_000)


def test_combs_in_the_middle_of_a_film_are_seen(tmp_path: Path) -> None:
    first = film(tmp_path / "a.ts", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
                 picture="testsrc2=s=720x576:r=25", seconds=1)  # fmt: skip
    rest = film(tmp_path / "b.ts", "-vf", "interlace", "-c:v", "libx264", "-flags", "+ildct+ilme",
                "-x264-params", "tff=1", picture="testsrc2=s=720x576:r=50", seconds=6)  # fmt: skip
    both = tmp_path / "both.ts"
    both.write_bytes(first.read_bytes() + rest.read_bytes())
    assert keep(both).interlaced


def test_lossless_pictures_have_no_quick_start(tmp_path: Path) -> None:
    file = keep(film(tmp_path / "lossless.mkv", "-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p", seconds=1))
    assert file.video_profile == "High 4:4:4 Predictive"
    from enchanted.media.actions import encodes

    encodes.queue_encode(file=file)
    assert not Encode.objects.filter(kind="remux").exists()


def test_the_still_is_taken_where_there_is_something_to_see(tmp_path: Path) -> None:
    """The first half of the film is black."""
    path = tmp_path / "dark.mkv"
    parts = "color=black:s=320x180:r=24:d=5[a];testsrc2=s=320x180:r=24:d=5[b];[a][b]concat=2:1:0"
    subprocess.run([ffmpeg(), "-v", "error", "-filter_complex", parts, "-c:v", "libx264", "-preset", "ultrafast",
                    "-pix_fmt", "yuv420p", str(path)], check=True)  # fmt: skip
    movie = made(keep(path)).file.movie
    (picture, *_rest) = storage.place("pictures").rglob(f"{movie.still}/*.webp")
    from PIL import Image

    from enchanted.core.pictures import contrast

    out = tmp_path / "still.png"
    Image.open(picture).save(out)
    assert contrast(out.read_bytes()) > 20


@pytest.mark.parametrize(
    ("title", "label"),
    [("Surround 5.1", "English"), ("DTS-HD MA 7.1", "English"), ("Stereo", "English"), ("", "English"),
     ("Director", "English (Director)"), ("By Ada (stereo)", "English (By Ada (stereo))")],
)  # fmt: skip
def test_a_sounds_label_leaves_out_what_kind_it_is(title: str, label: str) -> None:
    from enchanted.media.actions.making import _label
    from enchanted.media.models import Track

    assert _label(Track(language="en", title=title)) == label
