"""The craft of media, without files or tables."""

from __future__ import annotations

import re
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enchanted.core.errors import Invalid
from enchanted.media.logic import grants, ladder, playlists, subtitles
from enchanted.media.logic.naming import FilmName, SubtitleName, film_name, subtitle_name
from enchanted.media.logic.nfo import read_nfo

ROOT = PurePath("/films")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("The Kid (1921)/The Kid (1921).mkv", FilmName("The Kid", 1921)),
        ("The Kid (1921)/kid-final.mkv", FilmName("The Kid", 1921)),
        ("The.Kid.[1921].mkv", FilmName("The Kid", 1921)),
        ("home_video.mp4", FilmName("home video", None)),
        ("2001 A Space Odyssey (1968).mkv", FilmName("2001 A Space Odyssey", 1968)),
        ("山海录 (2020)/山海录 (2020).mkv", FilmName("山海录", 2020)),
        ("(500) Days of Summer (2009).mkv", FilmName("(500) Days of Summer", 2009)),
        ("(1984).mkv", FilmName("(1984)", None)),
    ],
)
def test_film_name(path: str, expected: FilmName) -> None:
    assert film_name(ROOT / path, ROOT) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Film.en.srt", SubtitleName("en", False, False)),
        ("Film.zh-hans.forced.srt", SubtitleName("zh-Hans", True, False)),
        ("Film.pt-br.sdh.vtt", SubtitleName("pt-BR", False, True)),
        ("Film.srt", SubtitleName("und", False, False)),
        ("Film 2.en.srt", None),
        ("Other.en.srt", None),
        ("Film.en.txt", None),
    ],
)
def test_subtitle_name(name: str, expected: SubtitleName | None) -> None:
    assert subtitle_name(ROOT / name, ROOT / "Film.mkv") == expected


def test_nfo_reads_what_libraries_write() -> None:
    nfo = read_nfo(
        b"<movie><title>A &amp; B</title><originaltitle>O</originaltitle><premiered>1999-03-31</premiered>"
        b"<runtime>136 min</runtime><genre>Drama</genre><genre>Drama</genre><genre>Noir</genre>"
        b"<director>D</director><credits>W</credits><actor><name>N</name><role>R</role></actor>"
        b'<uniqueid type="imdb">tt0133093</uniqueid><mpaa>R</mpaa></movie>'
    )
    assert (nfo.title, nfo.year, nfo.runtime, nfo.genres) == ("A & B", 1999, 136, ("Drama", "Noir"))
    assert nfo.credits == (("D", "director", ""), ("W", "writer", ""), ("N", "actor", "R"))
    assert nfo.ids == {"imdb": "tt0133093"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"not xml", "XML"),
        (b"", "XML"),
        (b"<tvshow/>", "movie"),
        (b'<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><movie><title>&x;</title></movie>', "DTD"),
    ],
)
def test_nfo_refuses_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_nfo(data)


@pytest.mark.parametrize(
    ("size", "names"),
    [
        ((1920, 1080), ["1080p", "720p", "480p", "240p"]),
        ((3840, 2160), ["1080p", "720p", "480p", "240p"]),
        ((1920, 800), ["1080p", "720p", "480p", "240p"]),
        ((1280, 720), ["720p", "480p", "240p"]),
        ((640, 360), ["360p", "240p"]),
        ((426, 240), ["240p"]),
        ((160, 90), ["90p"]),
        ((720, 1280), ["720p", "480p", "240p"]),
    ],
)
def test_ladder_rungs(size: tuple[int, int], names: list[str]) -> None:
    assert [rung.name for rung in ladder.plan(ladder.Source(*size, 24))] == names


@given(st.integers(1, 8000), st.integers(1, 8000))
def test_a_ladder_is_never_upscaled_and_its_names_differ(width: int, height: int) -> None:
    rungs = ladder.plan(ladder.Source(width, height, 24))
    assert 1 <= len(rungs) <= 4
    assert len({rung.name for rung in rungs}) == len(rungs)
    for rung in rungs:
        assert rung.width % 2 == rung.height % 2 == 0
        assert rung.width <= max(2, width + 1)
        assert rung.height <= max(2, height + 1)
        assert max(rung.width, rung.height) <= 1920
        assert min(rung.width, rung.height) <= 1080


def test_master_playlist_names_codecs_and_sums_bandwidths() -> None:
    video = playlists.Picture("720p", 1280, 720, 24.0, 1_000_000, 800_000, "avc1.64001f")
    sound = playlists.Sound("sound0", "en", 'The "English"', 2, True, 130_000, 128_000, "mp4a.40.2")
    text = playlists.master([video], [sound])
    assert 'BANDWIDTH=1130000,AVERAGE-BANDWIDTH=928000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720' in text
    assert 'AUDIO="stereo"' in text
    assert "NAME=\"The 'English'\"" in text
    assert "AUDIO" not in playlists.master([video], [])


def test_a_surround_group_holds_the_same_sounds_as_the_stereo_one() -> None:
    video = playlists.Picture("720p", 1280, 720, 24.0, 1_000_000, 800_000, "avc1.64001f")
    sounds = [playlists.Sound(name, language, language, channels, name == "sound0", 1, 1, "mp4a.40.2")
              for name, language, channels in (("sound0", "en", 2), ("sound1", "fr", 2), ("surround1", "fr", 6))
              ]  # fmt: skip
    lines = playlists.master([video], sounds).splitlines()
    surround = [line for line in lines if 'GROUP-ID="surround"' in line]
    assert [("sound0" in line, "surround1" in line) for line in surround] == [(True, False), (False, True)]
    assert sum(line.startswith("#EXT-X-STREAM-INF") for line in lines) == 2


def test_no_two_sounds_have_one_name() -> None:
    sounds = [playlists.Sound(f"sound{number}", "en", label, 2, number == 0, 1, 1, "mp4a.40.2")
              for number, label in enumerate(("Talk", "Talk", "Talk 2", ""))]  # fmt: skip
    names = re.findall('NAME="([^"]*)"', playlists.master([], sounds))
    assert names == ["Talk", "Talk 2", "Talk 2 2", "en"]


def test_bandwidths_leave_slivers_out_of_the_peak() -> None:
    assert playlists.bandwidths([(4.0, 500_000), (0.02, 50_000)]) == (1_094_527, 1_094_527)
    assert playlists.bandwidths([(4.0, 500_000), (4.0, 250_000)]) == (1_000_000, 750_000)


GRANT = grants.Grant(movie_id=7, file_id=8, encode_id=9, viewing_id=3, expires=1000, holder="abc")


def test_a_grant_reads_back_until_it_ends() -> None:
    token = grants.sign("secret", GRANT)
    assert grants.read("secret", token, now=999) == GRANT
    assert grants.read("secret", token, now=1000) is None
    assert grants.read("other", token, now=1) is None


@given(st.integers(0, 200), st.integers(0, 255))
def test_an_altered_grant_is_none(at: int, byte: int) -> None:
    token = grants.sign("secret", GRANT)
    altered = token[: at % len(token)] + chr(byte) + token[at % len(token) + 1 :]
    assert altered == token or grants.read("secret", altered, now=1) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_grant_reader(token: str) -> None:
    assert grants.read("secret", token, now=1) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_subtitles_of_any_encoding_become_webvtt(encoding: str) -> None:
    text = "1\n00:00:01,000 --> 00:00:02,500\n山海录里的故事,从这里开始。\n<i>一直讲到最后的夜晚。</i>\n"
    vtt = subtitles.to_webvtt(text.encode(encoding))
    assert vtt.startswith("WEBVTT")
    assert "00:00:01.000 --> 00:00:02.500" in vtt
    assert "山海录里的故事" in vtt


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\x00\x01\x02\xff" * 50, b"<tt xmlns=", b'{"info": 1}', b"1\n00:00:01,000 --> 00:00:02,000\n\n"],
)
def test_subtitles_that_show_nothing_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        subtitles.to_webvtt(data)
