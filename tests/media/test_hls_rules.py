"""The playlists a player is given keep the rules of RFC 8216 and of Apple's authoring specification."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.utils import timezone

from enchanted.core.actor import Actor
from enchanted.media import streams
from enchanted.media.actions.subtitles import keep_subtitle
from enchanted.media.queries import playback_of
from tests import hls
from tests.asgi import call
from tests.films import ffmpeg
from tests.media.kept import keep, made

pytestmark = pytest.mark.django_db(transaction=True)
LINE = b"1\n00:00:01,000 --> 00:00:02,000\nHello\n"


@pytest.fixture
def fetch(tmp_path: Path) -> Callable[[str], bytes]:
    """Gives the bytes below a playback of a film with two languages, one in 5.1, and two subtitles, as a player."""
    path = tmp_path / "rich.mkv"
    tones = [part for pitch in (300, 500) for part in ("-f", "lavfi", "-i", f"sine={pitch}:sample_rate=48000")]
    subprocess.run(
        [ffmpeg(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=854x480:r=24", *tones, "-map", "0", "-map", "1",
         "-map", "2", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "ac3", "-ac:a:1", "6",
         "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=chi", "-t", "10", str(path)], check=True,
    )  # fmt: skip
    encode = made(keep(path))
    for language, forced in (("en", False), ("zh", True)):
        keep_subtitle(movie=encode.file.movie, file=encode.file, source=language, language=language, label="",
                      forced=forced, hearing_impaired=False, data=LINE)  # fmt: skip
    base = playback_of(Actor(key="session"), encode.file.movie_id, timezone.now()).base
    cookie = {"cookie": f"{settings.SESSION_COOKIE_NAME}=session"}

    def get(name: str) -> bytes:
        answer = async_to_sync(call)(streams.stream, f"{base}/{name}", headers=cookie)
        assert answer.status == 200, name
        return answer.body

    return get


def test_playlists_keep_the_rules(fetch: Callable[[str], bytes]) -> None:
    assert hls.faults_of(fetch) == []
    text = fetch("master.m3u8").decode()
    tags = hls.tags_of(text)
    sounds = [(tag["GROUP-ID"], tag["LANGUAGE"], tag["CHANNELS"]) for tag in tags if tag["TYPE"] == "AUDIO"]
    assert sounds == [("stereo", "en", "2"), ("stereo", "zh", "2"), ("surround", "en", "2"), ("surround", "zh", "6")]
    assert [(tag["LANGUAGE"], tag["FORCED"]) for tag in tags if tag["TYPE"] == "SUBTITLES"] == [
        ("en", "NO"),
        ("zh", "YES"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("CODECS=", "CODEX=", "no CODECS"),
        (",CLOSED-CAPTIONS=NONE", "", "closed captions"),
        ("AVERAGE-BANDWIDTH=", "AVERAGE-BANDWIDTH=9", "AVERAGE-BANDWIDTH says"),
        ('LANGUAGE="zh"', 'LANGUAGE=""', "no language"),
        ("DEFAULT=NO", "DEFAULT=YES", "default"),
        ("#EXT-X-INDEPENDENT-SEGMENTS\n", "", "independent"),
        ("#EXT-X-I-FRAME-STREAM-INF", "#EXT-X-OTHER", "no playlist of key frames"),
    ],
)
def test_the_rules_are_seen_to_be_broken(fetch: Callable[[str], bytes], old: str, new: str, fault: str) -> None:
    def altered(name: str) -> bytes:
        data = fetch(name)
        return data.replace(old.encode(), new.encode()) if name == "master.m3u8" else data

    assert any(fault in one for one in hls.faults_of(altered)), hls.faults_of(altered)
