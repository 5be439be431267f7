"""NFO files as other media libraries, and careless tools, write them."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enchanted.core.errors import Invalid
from enchanted.media.logic.nfo import MOST_BYTES, Nfo, read_nfo, write_nfo

KODI = """<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>
<movie>
  <title>The Matrix</title><originaltitle>The Matrix</originaltitle><sorttitle>Matrix 1</sorttitle>
  <ratings>
    <rating name="imdb" max="10" default="true"><value>8.7</value><votes>1,234,567</votes></rating>
    <rating name="themoviedb" max="100"><value>82</value><votes>1.234</votes></rating>
    <rating name="broken" max="5"><value>7</value></rating>
  </ratings>
  <userrating>10</userrating>
  <outline>Short.</outline><plot>A hacker.

  And the   truth.</plot><tagline>Free your mind</tagline>
  <runtime>136</runtime><mpaa>Rated R for violence</mpaa>
  <uniqueid type="tmdb">603</uniqueid><uniqueid type="imdb" default="true">tt0133093</uniqueid>
  <genre>Action / Science Fiction</genre><genre>Drama</genre><genre>drama, Noir</genre>
  <country>United States</country><country>Australia</country><studio>Warner</studio><studio>Village</studio>
  <language>English</language><tag>cyberpunk</tag>
  <credits>Lilly</credits><credits>Lana</credits><director>Lana / Lilly</director><composer>Don Davis</composer>
  <premiered>1999-03-31</premiered>
  <set><name>The Matrix Collection</name><overview>Four films.</overview></set>
  <actor><name>Carrie</name><role>Trinity</role><order>1</order><thumb>https://example.org/c.jpg</thumb></actor>
  <actor><name>Keanu</name><role>Neo</role><order>0</order><thumb>.actors/Keanu.jpg</thumb></actor>
  <fileinfo><streamdetails><video><codec>h264</codec></video></streamdetails></fileinfo>
</movie>
"""


def test_all_that_kodi_writes_is_read() -> None:
    film = read_nfo(KODI.encode())
    assert (film.title, film.sort_title, film.year, film.premiered) == (
        "The Matrix", "Matrix 1", 1999, date(1999, 3, 31),
    )  # fmt: skip
    assert (film.plot, film.tagline, film.runtime, film.certificate) == (
        "A hacker.\n\nAnd the truth.", "Free your mind", 136, "R",
    )  # fmt: skip
    assert film.genres == ("Action", "Science Fiction", "Drama", "drama", "Noir")
    assert (film.country, film.studio, film.language) == ("United States / Australia", "Warner / Village", "English")
    assert film.credits == (
        ("Lana", "director", ""), ("Lilly", "director", ""), ("Lilly", "writer", ""), ("Lana", "writer", ""),
        ("Don Davis", "composer", ""), ("Keanu", "actor", "Neo"), ("Carrie", "actor", "Trinity"),
    )  # fmt: skip
    assert film.collection == ("The Matrix Collection", "Four films.")
    assert list(film.ids.items()) == [("imdb", "tt0133093"), ("tmdb", "603")]
    assert film.ratings == (("imdb", 8.7, 1_234_567), ("tmdb", 8.2, 1234))
    assert film.thumbs == {"Keanu": ".actors/Keanu.jpg"}


def movie(inside: str) -> Nfo:
    return read_nfo(f"<movie>{inside}</movie>".encode())


@pytest.mark.parametrize(
    ("said", "certificate"),
    [
        ("Rated PG-13", "PG-13"), ("US:PG-13", "PG-13"), ("USA:R / UK:15", "R"), ("Rated", ""), ("FSK 12", "FSK 12"),
        ("Rated PG-13 for some violence", "PG-13"), ("PG", "PG"),
    ],
)  # fmt: skip
def test_certificates_lose_what_is_around_them(said: str, certificate: str) -> None:
    assert movie(f"<mpaa>{said}</mpaa>").certificate == certificate
    assert movie(f"<mpaa/><certification>{said}</certification>").certificate == certificate


def test_older_and_rarer_forms() -> None:
    film = movie("<set>Trilogy</set><rating>7,5</rating><votes>1.234</votes><outline>O</outline><id>tt0012349</id>"
                 "<tmdb_id>10098</tmdb_id><releasedate>1921-02-06</releasedate><runtime>1h 8m</runtime>"
                 "<uniqueid>12</uniqueid><actor>Jackie</actor>"
                 "<actor><name>Ed</name><type>Producer</type></actor>")  # fmt: skip
    assert film.collection == ("Trilogy", "")
    assert film.ratings == (("rating", 7.5, 1234),)
    assert (film.plot, film.year, film.premiered, film.runtime) == ("O", 1921, date(1921, 2, 6), 68)
    assert film.ids == {"imdb": "tt0012349", "tmdb": "10098"}
    assert film.credits == (("Jackie", "actor", ""),)
    assert movie("<imdbid>0133093</imdbid><tmdbid>x</tmdbid>").ids == {"imdb": "tt0133093"}
    assert movie("<id>603</id>").ids == {}
    assert movie("<year>0</year><premiered>1601-01-01</premiered>").year is None
    assert read_nfo(b"<video><title>V</title></video>").title == "V"
    assert movie("<plot>A <b>bold</b> man</plot>").plot == "A bold man"


def test_entities_and_ampersands_are_mended() -> None:
    assert movie("<title>Caf&eacute;&nbsp;&amp;&#32;Bar &lt;1&gt; &#x4e00; A & B &bogus; &#133;</title>").title == (
        "Café & Bar <1> 一 A & B &bogus; …"
    )
    assert movie("<plot><![CDATA[R & B &eacute; <x>]]></plot><!-- & -->").plot == "R & B &eacute; <x>"
    assert movie("<title>A\x0bB\x00C</title>").title == "ABC"


@pytest.mark.parametrize("declared", ["", "UTF-8", "utf-16", "gb2312", "ISO-8859-1", "klingon"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_the_encoding_is_found_whatever_is_declared(declared: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    text = f"{head}<movie><title>霸王别姬</title><plot>段小楼与程蝶衣是一对打小一起长大的师兄弟。</plot></movie>"
    assert read_nfo(text.encode(encoding)).title == "霸王别姬"


@pytest.mark.parametrize("declared", ["", "UTF-8", "ISO-8859-1", "windows-1252"])
def test_western_accents_are_not_taken_for_chinese(declared: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    data = f"{head}<movie><title>Le Fabuleux Destin d’Amélie: ça et là, tähtää</title></movie>".encode("cp1252")
    assert read_nfo(data).title == "Le Fabuleux Destin d’Amélie: ça et là, tähtää"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("https://www.imdb.com/title/tt0133093/", {"imdb": "tt0133093"}),
        ("http://www.imdb.com/title/tt0133093/\nhttps://www.themoviedb.org/movie/603-the-matrix\n",
         {"imdb": "tt0133093", "tmdb": "603"}),
        ("https://movie.douban.com/subject/1291843/", {"douban": "1291843"}),
        ("https://thetvdb.com/movies/the-matrix", {"tvdb": "the-matrix"}),
        ("\ufeffhttps://m.imdb.com/title/tt0133093?ref=x ", {"imdb": "tt0133093"}),
        ("imdb.com/title/tt0133093 imdb.com/title/tt0234215 douban.com/subject/1291843", {"douban": "1291843"}),
    ],
)  # fmt: skip
def test_addresses_alone_give_ids(text: str, ids: dict[str, str]) -> None:
    assert read_nfo(text.encode()) == Nfo(ids=ids)


def test_xml_with_addresses_after_it_gives_both_and_its_own_ids_count() -> None:
    tail = "\nhttps://www.imdb.com/title/tt0133093/\nhttps://www.themoviedb.org/movie/603-x?a=1&b=2"
    film = read_nfo(f"<movie><title>Mätrix 😀</title><tmdbid>9</tmdbid></movie>{tail}".encode())
    assert (film.title, film.ids) == ("Mätrix 😀", {"imdb": "tt0133093", "tmdb": "9"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "XML"), ("a film", "XML"), ("https://example.org/", "XML"), ("<movie><title>Cut", "XML"),
        ("<movie><title>A</movie>", "XML"), ("<movie><title>A</title></movie", "XML"), ("<movie/><movie/>", "XML"),
        ("<tvshow/>", "movie"), ("<html><body>404</body></html>", "movie"), ("x" * (MOST_BYTES + 1), "2 MB"),
        ('<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><movie><title>&x;</title></movie>', "DTD"),
        ('<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><movie><title>&b;</title></movie>', "DTD"),
        ('<!DOCTYPE movie SYSTEM "http://example.org/x.dtd"><movie/>', "DTD"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read_nfo(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"<movie>" + b"<a>" * 250_000 + b"</a>" * 250_000 + b"</movie>",
        b"<movie><plot>" + b"<a>" * 250_000 + b"</a>" * 250_000 + b"</plot></movie>",
        b"<a>" * 600_000,
        b"<movie>" + b"<actor><name>a</name></actor>" * 60_000 + b"</movie>",
        b"<movie><title>" + b"&" * 1_900_000 + b"</title></movie>",
        b"<movie><title>" + b"<![CDATA[" * 200_000,
        b"<movie>" + b"<!--" * 500_000,
        b"<movie " + b"a" * 2_000_000,
        b"\xff" * 2_000_000,
        "é".encode("cp1252") * 2_000_000,
        b"imdb.com/title/tt" * 100_000,
        b"<movie>" + b"\n" * 1_900_000 + b"</movie>\nx",
    ],
    ids=lambda data: repr(data[:20]),
)
def test_hostile_files_end_soon(data: bytes) -> None:
    began = time.process_time()
    with suppress(Invalid):
        read_nfo(data)
    assert time.process_time() - began < 3  # about half a second; the bound is for busy machines


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
TAGS = st.sampled_from(["movie", "title", "actor", "name", "set", "ratings", "rating", "value", "uniqueid", "year",
                        "id", "runtime", "plot", "genre", "premiered", "mpaa", "votes", "order", "thumb"])  # fmt: skip
TREES = st.recursive(
    TEXT, lambda inner: st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner)),
    max_leaves=12,
)  # fmt: skip


PIECES = st.sampled_from([b"<movie>", b"</movie>", b"<![CDATA[", b"]]>", b"&eacute;", b"&#", b"\xff\xfe", b"\0",
                          b"<?xml", b"<!DOCTYPE", b"<title>", b"</title>", b"imdb.com/title/tt0133093"])  # fmt: skip
DOCUMENTS = TREES.map(lambda inside: f"<movie>{inside}</movie>".encode())


@settings(deadline=1000)
@given(st.binary() | DOCUMENTS | st.lists(PIECES).map(b"".join))
def test_nothing_but_words_comes_of_any_bytes(data: bytes) -> None:
    try:
        film = read_nfo(data)
    except Invalid:
        return
    assert len(film.title) <= 300
    assert all(0 < value <= 10 for _source, value, _votes in film.ratings)


NAMES = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="/|,;、"), min_size=1, max_size=20).map(
    str.strip
).filter(bool)  # fmt: skip
FILMS = st.builds(
    Nfo,
    title=NAMES, original_title=NAMES, sort_title=NAMES, tagline=NAMES, plot=NAMES,
    year=st.integers(1870, 2200), runtime=st.none() | st.integers(1, 6000),
    premiered=st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    country=st.lists(NAMES, unique=True, max_size=3).map(" / ".join), studio=NAMES, language=NAMES,
    genres=st.lists(NAMES, unique=True, max_size=4).map(tuple),
    collection=st.tuples(NAMES, NAMES),
    credits=st.lists(st.tuples(NAMES, st.just("actor"), NAMES), unique=True, max_size=4).map(tuple),
    ids=st.sampled_from([{}, {"imdb": "tt0133093"}, {"imdb": "tt0133093", "tmdb": "603", "other": "a & b"}]),
    ratings=st.sampled_from([(), (("imdb", 8.7, 12),), (("imdb", 8.7, None), ("tmdb", 0.1, 3))]),
)  # fmt: skip


@given(FILMS)
def test_what_is_written_reads_back_the_same(film: Nfo) -> None:
    assert read_nfo(write_nfo(film)) == film


def test_whole_films_read_back_with_their_crew() -> None:
    film = read_nfo(KODI.encode())
    assert read_nfo(write_nfo(film)) == film
    assert b'<uniqueid type="imdb" default="true">tt0133093</uniqueid>' in write_nfo(film)
