"""The names of codecs that playlists and browsers are told."""

from __future__ import annotations

import pytest

from enchanted.media.logic import boxes, codecs
from enchanted.media.logic.webvtt import part_of

AVC = bytes.fromhex("0164001fffe1")
# Main 10, level 4: profile 2, compatibility 0x20000000, constraints 90
HEVC = bytes.fromhex("01022000000090000000000078")


def test_each_record_gives_its_name() -> None:
    assert codecs.avc(AVC) == "avc1.64001f"
    assert codecs.hevc(HEVC) == "hvc1.2.4.L120.90"
    assert codecs.av1(bytes.fromhex("81080c00")) == "av01.0.08M.08"
    assert codecs.av1(bytes.fromhex("81284c00")) == "av01.1.08M.10"


@pytest.mark.parametrize("name", ["avc", "hevc", "av1"])
@pytest.mark.parametrize("record", [b"", b"\0", b"\0" * 40])
def test_what_is_no_record_is_refused(name: str, record: bytes) -> None:
    with pytest.raises(ValueError, match="record"):
        getattr(codecs, name)(record)


@pytest.mark.parametrize(
    ("container", "video", "record", "audio", "mime"),
    [
        ("mov,mp4,m4a,3gp,3g2,mj2", "h264", AVC, ["aac"], 'video/mp4; codecs="avc1.64001f, mp4a.40.2"'),
        ("mov,mp4,m4a,3gp,3g2,mj2", "h264", AVC, [], 'video/mp4; codecs="avc1.64001f"'),
        ("mov,mp4,m4a,3gp,3g2,mj2", "hevc", HEVC, ["ac3"], 'video/mp4; codecs="hvc1.2.4.L120.90, ac-3"'),
        ("matroska,webm", "vp9", b"", ["opus"], 'video/webm; codecs="vp09.00.10.08, opus"'),
        ("matroska,webm", "h264", AVC, ["aac"], ""),
        ("matroska,webm", "vp9", b"", ["aac"], ""),
        ("mov,mp4,m4a,3gp,3g2,mj2", "h264", AVC, ["dts"], ""),
        ("avi", "mpeg4", b"", [], ""),
    ],
)
def test_only_what_a_browser_may_know_has_a_type(
    container: str, video: str, record: bytes, audio: list[str], mime: str
) -> None:
    assert codecs.mime_of(container, video, record, audio) == mime


@pytest.mark.parametrize("data", [b"", b"\0" * 8, b"\0\0\0\x10moof" + b"\0" * 8, b"\xff" * 64])
def test_a_segment_that_tells_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        boxes.first_frame_end(data)


def test_a_part_of_a_subtitle_holds_what_is_shown_in_it_and_the_styles() -> None:
    text = (
        "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n1\n00:58.000 --> 01:03.000 line:10%\nacross\n\n"
        "00:10:00.000 --> 00:10:01.000\nlate\n"
    )
    first, second, last = (part_of(text, begin, begin + 60) for begin in (0, 60, 600))
    assert ("across" in first, "across" in second, "across" in last) == (True, True, False)
    assert "late" in last
    assert all("STYLE" in part and part.startswith("WEBVTT\nX-TIMESTAMP-MAP") for part in (first, second, last))
