"""Subtitle files of every kind and encoding become valid WebVTT, or are refused in words."""

from __future__ import annotations

import io
import time
from contextlib import suppress

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from enchanted.catalogue.models import Movie
from enchanted.core import storage
from enchanted.core.errors import Invalid
from enchanted.media.actions.subtitles import keep_subtitle
from enchanted.media.logic.subtitles import MOST_BYTES, to_webvtt
from enchanted.media.models import MediaFile, Subtitle
from tests.media.webvtt_check import check

SRT = "1\n00:00:01,000 --> 00:00:02,500\n{}\n"
ASS = r"""[Script Info]
PlayResX: 640
PlayResY: 480

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,20,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,2,2,10,10,10,1
Style: Top,Arial,20,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,-1,0,0,100,100,0,0,1,2,2,8,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""  # noqa: E501
SPOKEN = {
    "zh-Hans": ("你好。", "我爱你", "说的是人不是鬼，都想当角儿。", "不疯魔，不成活"),
    "zh-Hant": ("你好。", "我愛你", "說的是人不是鬼，都想當角兒。"),
    "ja": ("ありがとう", "こんにちは、世界。", "千と千尋の神隠し、東京駅"),
    "ko": ("안녕하세요 여러분 반갑습니다 오늘도 좋은",),
    "ru": ("Привет, как дела? Это фильм.",),
    "fr": ("C'était un été à la plage, où êtes-vous ?",),
    "de": ("Schöne Grüße, über Straßen",),
    "es": ("¿Cómo estás, señor? Mañana",),
    "pl": ("Zażółć gęślą jaźń",),
}
ENCODINGS = {
    "zh-Hans": ("gb18030", "gbk"), "zh-Hant": ("big5", "cp950"), "ja": ("cp932", "euc_jp"), "ko": ("cp949",),
    "ru": ("cp1251", "koi8-r"), "fr": ("cp1252",), "de": ("cp1252",), "es": ("cp1252",), "pl": ("cp1250",),
}  # fmt: skip
EVERYWHERE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")
CASES = [
    (language, text, encoding)
    for language, texts in SPOKEN.items()
    for text in texts
    for encoding in (*ENCODINGS[language], *EVERYWHERE)
]


def shown(data: bytes, language: str = "und", frame_rate: float = 0) -> list[tuple[float, float, str, str]]:
    """The cues of a file's WebVTT, read by two readers that agree."""
    text = to_webvtt(data, language, frame_rate)
    cues = check(text)
    other = webvtt.from_buffer(io.StringIO(text))
    assert [(cue.start_in_seconds, cue.end_in_seconds) for cue in other.captions] == [
        (int(cue[0]), int(cue[1])) for cue in cues
    ]
    return cues


@pytest.mark.parametrize(("language", "text", "encoding"), CASES)
def test_an_encoding_is_told_by_the_text_and_its_language(language: str, text: str, encoding: str) -> None:
    assert shown(SRT.format(text).encode(encoding), language) == [(1.0, 2.5, "", text)]


@pytest.mark.parametrize("language", SPOKEN)
def test_a_text_of_some_length_is_told_without_its_language(language: str) -> None:
    text = max(SPOKEN[language], key=len)
    for encoding in ENCODINGS[language]:
        assert shown(SRT.format(text).encode(encoding))[0][3] == text, encoding


def test_what_is_met_in_srt() -> None:
    text = """1
00:00:01,000 --> 00:00:02,500
<i>Hello <b>you</i></b> & <script>alert(1)</script> 5 < 6
{\\an8}top <font color="#ff0000">red</font> &amp; <br/>x
2
01:02.5 --> 01:03.50
no hours
42
3
-00:00:01,000 --> 00:00:00,500
early

4
00:00:05.000 --> 00:00:04.000
swapped
5
0:0:6,0 --> 0:0:9,0  X1:100 X2:200
a --> b

6
00:00:07,000 --> 00:00:08,000
overlaps
"""
    expected = [
        (0.0, 0.5, "", "early"),
        (1.0, 2.5, "line:5%", "<i>Hello <b>you</b></i><b></b> &amp; alert(1) 5 &lt; 6\ntop <c.red>red</c> &amp;\nx"),
        (6.0, 9.0, "", "a --&gt; b"),
        (7.0, 8.0, "", "overlaps"),
        (62.5, 63.5, "", "no hours\n42"),
    ]
    for ends in ("\n", "\r\n", "\r"):
        assert shown(text.replace("\n", ends).encode()) == expected


def test_srt_without_numbers_keeps_numbers_that_are_said() -> None:
    assert shown(b"00:00:01,000 --> 00:00:02,000\nThe answer is\n42\n\n00:00:03,000 --> 00:00:04,000\nWhat?\n") == [
        (1.0, 2.0, "", "The answer is\n42"),
        (3.0, 4.0, "", "What?"),
    ]


def test_places_of_the_number_pad() -> None:
    places = {
        1: "align:start", 2: "", 3: "align:end", 5: "line:50%,center", 7: "line:5% align:start", 9: "line:5% align:end"
    }  # fmt: skip
    for number, settings in places.items():
        assert shown(SRT.format(f"{{\\an{number}}}x").encode())[0][2] == settings


def test_webvtt_keeps_what_does_no_harm() -> None:
    text = """WEBVTT - made elsewhere
X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

STYLE
::cue(b) { color: red; }

STYLE
::cue { background: url(http://example.org/x) }

STYLE
::cue { background: u\\72l(http://example.org/x) }

REGION
id:fred
width:40%
script:yes

NOTE a remark

1
00:01.000 --> 00:02.000 align:start line:0 position:10%,line-left foo:bar region:fred
<v Bob>Hi <c.red.x>there</c> <00:00:01.500>& <img src=x onerror=1></v>

00:03.000 --> 00:04.000 region:nobody
- ok &lt;script&gt; --> arrow
"""
    made = to_webvtt(text.encode())
    assert "::cue(b) { color: red; }" in made
    assert "REGION\nid:fred\nwidth:40%\n" in made
    assert not any(word in made for word in ("example.org", "script:yes", "onerror", "remark", "X-TIMESTAMP"))
    assert shown(text.encode()) == [
        (1.0, 2.0, "align:start line:0 position:10%,line-left region:fred", "<v Bob>Hi <c.red.x>there</c> &amp; </v>"),
        (3.0, 4.0, "", "- ok &lt;script&gt; --&gt; arrow"),
    ]


def test_ass_without_drawings_and_karaoke() -> None:
    lines = [
        r"Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\pos(320,120)\c&H0000FF&}Red{\r} plain\N{\k20}ka{\k30}ra",
        r"Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\p1}m 0 0 l 100 0 100 100{\p0}",
        r"Dialogue: 0,0:00:03.00,0:00:04.00,Top,,0,0,0,,slanted {\i0}not",
        r"Dialogue: 1,0:00:03.00,0:00:04.00,Top,,0,0,0,,slanted {\i0}not",
        r"Comment: 0,0:00:03.00,0:00:04.00,Top,,0,0,0,,hidden",
    ]
    assert shown((ASS + "\n".join(lines)).encode()) == [
        (1.0, 2.0, "line:25.0%,end position:50.0% align:center", "<c.red>Red</c> plain\nkara"),
        (3.0, 4.0, "line:5%", "<i>slanted </i>not"),
    ]


def test_microdvd_counts_the_film_s_frames_or_its_own() -> None:
    assert shown(b"{25}{50}One|two\n{75}{100}{y:i}three\n", frame_rate=25) == [
        (1.0, 2.0, "", "One\ntwo"),
        (3.0, 4.0, "", "<i>three</i>"),
    ]
    assert shown(b"{1}{1}50.000\n{50}{100}One\n", frame_rate=25) == [(1.0, 2.0, "", "One")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\0", "empty"),
        (b"hello", "format"),
        (b"\x00\x01\x02\xff" * 50, "format"),
        (b"<tt xmlns='http://www.w3.org/ns/ttml'/>", "format"),
        (b'{"info": 1}', "format"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n\n", "no text"),
        (b"1\n00:00:01,000 --> 00:00:02,000\n<i></i>\n", "no text"),
        (b"WEBVTT\n\n", "no text"),
        (ASS.encode(), "no text"),
        (b"{25}{50}One", "frames"),
        (b"\x00\x00\x01\xba\x44", "pictures"),
        (b"x" * (MOST_BYTES + 1), "10 MB"),
    ],
)
def test_what_shows_nothing_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        to_webvtt(data)


@given(st.sampled_from(["", "WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n", ASS, "{1}{9}"]), st.text(max_size=200))
def test_no_text_makes_webvtt_that_is_not_valid(head: str, text: str) -> None:
    try:
        made = to_webvtt(f"{head}{text}".encode(errors="replace"), frame_rate=24)
    except Invalid:
        return
    check(made)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    try:
        check(to_webvtt(b"1\n00:00:01,000 --> 00:00:02,000\nx" + data))
    except Invalid:
        return


HEAD = "1\n00:00:01,000 --> 00:00:02,000\n"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "<" + "a" * 2_000_000,
        HEAD + "{\\" * 500_000,
        HEAD + "{" + "\\a1" * 300_000,
        HEAD + "<b>" + "<i>" * 1000 + "</b><b>" * 100_000 + "x",
        HEAD + "1\n" * 500_000,
        HEAD * 20_000,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 300_000,
        "WEBVTT\n\nSTYLE\n" + "::cue {" * 200_000,
        ASS + "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,," + "{\\pos(" * 200_000,
        "{1}{9}" + "{y:" * 200_000,
        " " * 3_000_000 + HEAD,
        HEAD + "&" * 1_000_000,
        "\n" * 3_000_000 + HEAD + "x",
    ],
    ids=range(13),
)
def test_no_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    with suppress(Invalid):
        assert len(to_webvtt(text.encode())) < 20 * len(text)
    assert time.perf_counter() - began < 5


@pytest.mark.django_db
@pytest.mark.database
def test_subtitles_found_inside_a_file_are_kept_and_replaced() -> None:
    movie = Movie.objects.create(title="A")
    file = MediaFile.objects.create(movie=movie, path="/a.mkv", path_hash="a", size=1, mtime_ns=1)
    for number, (text, title) in enumerate((("One.", "English (SDH)"), ("Two.", "Commentary"), ("Three.", ""))):
        keep_subtitle(
            movie=movie, file=file, source=f"file {file.pk} track {number}", language="en", label=title,
            forced=number == 2, hearing_impaired=number == 0, data=SRT.format(text).encode(),
        )  # fmt: skip
    labels = list(Subtitle.objects.order_by("id").values_list("label", flat=True))
    assert labels == ["English", "English · Commentary", "English"]
    again = keep_subtitle(
        movie=movie, file=file, source=f"file {file.pk} track 1", language="fr", label="", forced=False,
        hearing_impaired=False, data=SRT.format("Deux.").encode(),
    )  # fmt: skip
    assert Subtitle.objects.count() == 3
    assert (again.label, again.language, again.file_id) == ("Français", "fr", file.pk)
    assert "Deux." in storage.place(f"subtitles/{movie.pk}/{again.pk}.vtt").read_text()
    twin = keep_subtitle(
        movie=movie, file=file, source="another", language="fr", label="", forced=False, hearing_impaired=False,
        data=SRT.format("Trois.").encode(),
    )  # fmt: skip
    assert twin.label == "Français 2"
    named = keep_subtitle(
        movie=movie, file=file, source="named", language="pt-BR", label="português (Brasil)", forced=False,
        hearing_impaired=False, data=SRT.format("Quatro.").encode(),
    )  # fmt: skip
    assert named.label == "Português (Brasil)"
    with pytest.raises(Invalid):
        keep_subtitle(
            movie=movie, file=None, source="x", language="und", label="", forced=False, hearing_impaired=False, data=b""
        )
