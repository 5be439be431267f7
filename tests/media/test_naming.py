"""What names of files and folders say."""

from __future__ import annotations

from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enchanted.media.logic import naming
from enchanted.media.logic.languages import name_of, tag_of_name
from enchanted.media.logic.naming import FilmName, SubtitleName, film_name, subtitle_name

ROOT = PurePath("/films")
NAMES = [
    ("The Kid (1921)/The Kid (1921).mkv", FilmName("The Kid", 1921)),
    ("The Kid (1921)/kid-final.mkv", FilmName("The Kid", 1921)),
    ("The.Kid.[1921].mkv", FilmName("The Kid", 1921)),
    ("home_video.mp4", FilmName("home video")),
    ("2001 A Space Odyssey (1968).mkv", FilmName("2001 A Space Odyssey", 1968)),
    ("山海录 (2020)/山海录 (2020).mkv", FilmName("山海录", 2020)),
    ("(500) Days of Summer (2009).mkv", FilmName("(500) Days of Summer", 2009)),
    ("(1984).mkv", FilmName("(1984)")),
    ("The Matrix (1999) [tmdbid-603]/The Matrix (1999).mkv", FilmName("The Matrix", 1999, ids={"tmdb": "603"})),
    (
        "The Matrix (1999)/The Matrix (1999) [tmdbid=603] - 1080p.mkv",
        FilmName("The Matrix", 1999, ids={"tmdb": "603"}, version="1080p"),
    ),
    (
        "The Matrix (1999) {tmdb-603}/The Matrix (1999) {edition-Extended}.mkv",
        FilmName("The Matrix", 1999, ids={"tmdb": "603"}, edition="Extended"),
    ),
    ("The Matrix (1999) {imdb-tt0133093}.mkv", FilmName("The Matrix", 1999, ids={"imdb": "tt0133093"})),
    ("The Matrix (1999) [imdbid-tt0133093].mkv", FilmName("The Matrix", 1999, ids={"imdb": "tt0133093"})),
    ("The Matrix (1999) [tt0133093].mkv", FilmName("The Matrix", 1999, ids={"imdb": "tt0133093"})),
    ("The Matrix [tvdbid-169] (1999).mkv", FilmName("The Matrix", 1999, ids={"tvdb": "169"})),
    ("霸王别姬 (1993) [doubanid-1291546].mkv", FilmName("霸王别姬", 1993, ids={"douban": "1291546"})),
    (
        "The Matrix (1999)/The Matrix (1999) - [Director's Cut].mkv",
        FilmName("The Matrix", 1999, edition="Director's Cut"),
    ),
    ("The Matrix (1999)/The Matrix (1999) - Extended.mkv", FilmName("The Matrix", 1999, edition="Extended")),
    (
        "The Matrix (1999)/The Matrix (1999) - 2160p Remastered.mkv",
        FilmName("The Matrix", 1999, edition="Remastered", version="2160p"),
    ),
    ("The Matrix (1999)/The Matrix (1999) [1080p].mkv", FilmName("The Matrix", 1999, version="1080p")),
    ("The Matrix (1999)/The Matrix (1999) [2160p] [x265 10bit].mkv", FilmName("The Matrix", 1999, version="2160p")),
    ("The.Matrix.1999.1080p.BluRay.x264-GRP.mkv", FilmName("The Matrix", 1999, version="1080p")),
    ("The.Matrix.(1999).1080p.BluRay.mkv", FilmName("The Matrix", 1999, version="1080p")),
    ("[Group] Film (2001) [1080p].mkv", FilmName("Film", 2001, version="1080p")),
    ("[REC] (2007).mkv", FilmName("[REC]", 2007)),
    ("[REC] 2 (2009).mkv", FilmName("[REC] 2", 2009)),
    ("[电影天堂www.example.com]霸王别姬.1993.BD1080P.国语中字.mkv", FilmName("霸王别姬", 1993, version="1080p")),
    (
        "霸王别姬.Farewell.My.Concubine.1993.1080p.BluRay.mkv",
        FilmName("霸王别姬", 1993, original_title="Farewell My Concubine", version="1080p"),
    ),
    ("[QQ-Sub][www.example.com]Spirited.Away.2001.1080p.mkv", FilmName("Spirited Away", 2001, version="1080p")),
    ("【电影天堂】霸王别姬.1993.1080p.mkv", FilmName("霸王别姬", 1993, version="1080p")),
    ("霸王别姬 Farewell My Concubine (1993).mkv", FilmName("霸王别姬", 1993, original_title="Farewell My Concubine")),
    ("唐人街探案3.2021.1080p.mkv", FilmName("唐人街探案3", 2021, version="1080p")),
    ("唐人街探案.3.2021.1080p.mkv", FilmName("唐人街探案 3", 2021, version="1080p")),
    ("霸王别姬.BD1080P.国语中字.mkv", FilmName("霸王别姬", version="1080p")),
    ("2012 (2009).mkv", FilmName("2012", 2009)),
    ("2012.2009.1080p.mkv", FilmName("2012", 2009, version="1080p")),
    ("1917.2019.1080p.mkv", FilmName("1917", 2019, version="1080p")),
    ("1917 (2019).mkv", FilmName("1917", 2019)),
    ("Blade Runner 2049 (2017).mkv", FilmName("Blade Runner 2049", 2017)),
    ("Blade.Runner.2049.2017.2160p.UHD.BluRay.x265.mkv", FilmName("Blade Runner 2049", 2017, version="2160p")),
    ("Blade Runner 2049.mkv", FilmName("Blade Runner 2049")),
    ("300.mkv", FilmName("300")),
    ("300 (2006).mkv", FilmName("300", 2006)),
    ("300.2006.1080p.BluRay.mkv", FilmName("300", 2006, version="1080p")),
    ("10 Things I Hate About You (1999).mkv", FilmName("10 Things I Hate About You", 1999)),
    ("Se7en.mkv", FilmName("Se7en")),
    ("Se7en (1995).mkv", FilmName("Se7en", 1995)),
    ("Se7en.1995.REMASTERED.1080p.BluRay.x264-FGT.mkv", FilmName("Se7en", 1995, edition="Remastered", version="1080p")),
    ("E.T. the Extra-Terrestrial (1982).mkv", FilmName("E.T. the Extra-Terrestrial", 1982)),
    ("E.T.the.Extra-Terrestrial.1982.1080p.BluRay.mkv", FilmName("E.T. the Extra-Terrestrial", 1982, version="1080p")),
    ("S.W.A.T. (2003).mkv", FilmName("S.W.A.T.", 2003)),
    ("S.W.A.T.2003.DVDRip.mkv", FilmName("S.W.A.T.", 2003)),
    ("The Hangover Part II (2011).mkv", FilmName("The Hangover Part II", 2011)),
    ("The.Hangover.Part.II.2011.1080p.BluRay.mkv", FilmName("The Hangover Part II", 2011, version="1080p")),
    ("Kill.Bill.Vol.1.2003.1080p.mkv", FilmName("Kill Bill Vol. 1", 2003, version="1080p")),
    ("WALL-E.2008.720p.mkv", FilmName("WALL-E", 2008, version="720p")),
    ("WALL·E (2008).mkv", FilmName("WALL·E", 2008)),
    ("Dr.Strangelove.1964.1080p.mkv", FilmName("Dr. Strangelove", 1964, version="1080p")),
    ("Mr.and.Mrs.Smith.2005.UNRATED.720p.mkv", FilmName("Mr. and Mrs. Smith", 2005, edition="Unrated", version="720p")),
    (
        "Blade.Runner.1982.The.Final.Cut.2160p.mkv",
        FilmName("Blade Runner", 1982, edition="The Final Cut", version="2160p"),
    ),
    ("Apocalypse.Now.1979.Redux.1080p.mkv", FilmName("Apocalypse Now", 1979, edition="Redux", version="1080p")),
    (
        "The.Lord.of.the.Rings.The.Fellowship.of.the.Ring.2001.EXTENDED.1080p.BluRay.x265-GRP.mkv",
        FilmName("The Lord of the Rings The Fellowship of the Ring", 2001, edition="Extended", version="1080p"),
    ),
    ("L.A.Confidential.1997.1080p.mkv", FilmName("L.A. Confidential", 1997, version="1080p")),
    ("A.I.Artificial.Intelligence.2001.1080p.mkv", FilmName("A.I. Artificial Intelligence", 2001, version="1080p")),
    ("I.Am.Legend.2007.1080p.mkv", FilmName("I Am Legend", 2007, version="1080p")),
    ("V.for.Vendetta.2005.1080p.mkv", FilmName("V for Vendetta", 2005, version="1080p")),
    ("Class of 1984.mkv", FilmName("Class of 1984")),
    ("The Matrix 1999.mkv", FilmName("The Matrix", 1999)),
    ("Matrix 1080p.mkv", FilmName("Matrix", version="1080p")),
    (
        "Spider-Man.No.Way.Home.2021.1080p.WEB-DL.DDP5.1.Atmos.H.264-CMRG.mkv",
        FilmName("Spider-Man No Way Home", 2021, version="1080p"),
    ),
    ("Amelie.2001.FRENCH.1080p.BluRay.mkv", FilmName("Amelie", 2001, version="1080p")),
    ("www.example.com - The Matrix (1999).mkv", FilmName("The Matrix", 1999)),
    ("Charlottes.Web.1973.720p.mkv", FilmName("Charlottes Web", 1973, version="720p")),
    ("The.Hangover.Part.II.2011.1080p/x.mkv", FilmName("The Hangover Part II", 2011, version="1080p")),
    ("The Hangover Part II (2011)/hangover2.1080p.mkv", FilmName("The Hangover Part II", 2011, version="1080p")),
    (
        "The Hangover Part II (2011)/The.Hangover.Part.II.2011.1080p.mkv",
        FilmName("The Hangover Part II", 2011, version="1080p"),
    ),
    ("Film/Film - 1080p.mkv", FilmName("Film", version="1080p")),
    ("Film/Film - Director's Cut.mkv", FilmName("Film", edition="Director's Cut")),
    ("Action/300.mkv", FilmName("300")),
    ("Mission Impossible - Fallout (2018).mkv", FilmName("Mission Impossible - Fallout", 2018)),
    ("Mission.Impossible.Fallout.2018.2160p.mkv", FilmName("Mission Impossible Fallout", 2018, version="2160p")),
    (
        "千与千寻.Spirited.Away.2001.1080p.BluRay.国日双语.mkv",
        FilmName("千与千寻", 2001, original_title="Spirited Away", version="1080p"),
    ),
    ("Wonder.Woman.1984.2020.1080p.mkv", FilmName("Wonder Woman 1984", 2020, version="1080p")),
    ("The_General_(1926).mp4", FilmName("The General", 1926)),
    ("Le.Voyage.dans.la.Lune.(1902).avi", FilmName("Le Voyage dans la Lune", 1902)),
    ("Léon (1994).mkv", FilmName("Léon", 1994)),
    ("8½ (1963).mkv", FilmName("8½", 1963)),
    ("M (1931).mkv", FilmName("M", 1931)),
    ("X (2022).mkv", FilmName("X", 2022)),
    ("9 (2009).mkv", FilmName("9", 2009)),
    ("Se7en [1995] [1080p] [YTS].mp4", FilmName("Se7en", 1995, version="1080p")),
    ("The Matrix (1999) 1080p BluRay x264.mkv", FilmName("The Matrix", 1999, version="1080p")),
    ("007：大破天幕杀机 (2012).mkv", FilmName("007：大破天幕杀机", 2012)),
    (
        "让子弹飞.Let.the.Bullets.Fly.2010.BluRay.1080p.mkv",
        FilmName("让子弹飞", 2010, original_title="Let the Bullets Fly", version="1080p"),
    ),
    ("阿凡达：水之道 (2022) - 3D.mkv", FilmName("阿凡达：水之道", 2022, version="3D")),
    ("Dune.Part.Two.2024.2160p.WEB-DL.mkv", FilmName("Dune Part Two", 2024, version="2160p")),
    ("12 Angry Men.mkv", FilmName("12 Angry Men")),
    ("The.Thing.About.Harry.WEBRip.x264.mkv", FilmName("The Thing About Harry")),
    ("Some.Odd.Film.Name.Without.Tags.mkv", FilmName("Some Odd Film Name Without Tags")),
    ("Fahrenheit.9.11.2004.1080p.mkv", FilmName("Fahrenheit 9 11", 2004, version="1080p")),
    ("Ocean's Eleven (2001) (1080p BluRay x265).mkv", FilmName("Ocean's Eleven", 2001, version="1080p")),
    (
        "The Matrix (1999) [imdb-tt0133093][tmdb-603].mkv",
        FilmName("The Matrix", 1999, ids={"imdb": "tt0133093", "tmdb": "603"}),
    ),
    ("Amélie (2001)/Amélie (2001) - 720p.mkv", FilmName("Amélie", 2001, version="720p")),
    ("Le Fabuleux Destin d'Amélie Poulain (2001).mkv", FilmName("Le Fabuleux Destin d'Amélie Poulain", 2001)),
    ("Crouching Tiger, Hidden Dragon (2000).mkv", FilmName("Crouching Tiger, Hidden Dragon", 2000)),
    (
        "Dr. Strangelove or How I Learned to Stop Worrying and Love the Bomb (1964).mkv",
        FilmName("Dr. Strangelove or How I Learned to Stop Worrying and Love the Bomb", 1964),
    ),
    ("[REC]³ Génesis (2012).mkv", FilmName("[REC]³ Génesis", 2012)),
    ("Moulin Rouge! (2001).mkv", FilmName("Moulin Rouge!", 2001)),
    ("Star Wars Episode IV - A New Hope (1977).mkv", FilmName("Star Wars Episode IV - A New Hope", 1977)),
    (
        "The.Good.the.Bad.and.the.Ugly.1966.EXTENDED.REMASTERED.1080p.BluRay.x265.mkv",
        FilmName("The Good the Bad and the Ugly", 1966, edition="Extended Remastered", version="1080p"),
    ),
    ("Se7en.1995.2160p.UHD.BluRay.REMUX.HDR.HEVC.DTS-HD.MA.7.1-FGT.mkv", FilmName("Se7en", 1995, version="2160p")),
    ("Parasite.2019.KOREAN.1080p.BluRay.H264.AAC-VXT.mp4", FilmName("Parasite", 2019, version="1080p")),
    (
        "卧虎藏龙.Crouching.Tiger.Hidden.Dragon.2000.1080p.BluRay.mkv",
        FilmName("卧虎藏龙", 2000, original_title="Crouching Tiger Hidden Dragon", version="1080p"),
    ),
    ("[阳光电影www.example.com].流浪地球.2019.HD.1080p.国语中英双字.mp4", FilmName("流浪地球", 2019, version="1080p")),
    ("流浪地球2 (2023)/流浪地球2 (2023) - 2160p.mkv", FilmName("流浪地球2", 2023, version="2160p")),
    (
        "大话西游之月光宝盒 A Chinese Odyssey Part One (1995).mkv",
        FilmName("大话西游之月光宝盒", 1995, original_title="A Chinese Odyssey Part One"),
    ),
    ("もののけ姫 (1997).mkv", FilmName("もののけ姫", 1997)),
    ("기생충 (2019).mkv", FilmName("기생충", 2019)),
    ("Солярис (1972).mkv", FilmName("Солярис", 1972)),
    (
        "The Lion King (1994) {edition-Special Edition} {tmdb-8587}.mkv",
        FilmName("The Lion King", 1994, ids={"tmdb": "8587"}, edition="Special Edition"),
    ),
    (
        "Star Trek II - The Wrath of Khan (1982) - Director's Edition.mkv",
        FilmName("Star Trek II - The Wrath of Khan", 1982, edition="Director's Edition"),
    ),
    ("Film (2000)/Film (2000) - 4K HDR.mkv", FilmName("Film", 2000, version="4K HDR")),
    (
        "Aliens (1986)/Aliens.1986.Special.Edition.1080p.mkv",
        FilmName("Aliens", 1986, edition="Special", version="1080p"),
    ),
    ("Gladiator (2000) Extended (1080p).mkv", FilmName("Gladiator", 2000, edition="Extended", version="1080p")),
    ("1984 (1984).mkv", FilmName("1984", 1984)),
    ("1941 (1979).mkv", FilmName("1941", 1979)),
    ("2046.2004.1080p.mkv", FilmName("2046", 2004, version="1080p")),
    ("Ocean's.Eleven.2001.1080p.mkv", FilmName("Ocean's Eleven", 2001, version="1080p")),
    ("U-571.2000.1080p.mkv", FilmName("U-571", 2000, version="1080p")),
    ("K-19.The.Widowmaker.2002.DVDRip.XviD.avi", FilmName("K-19 The Widowmaker", 2002)),
    ("9.2009.1080p.mkv", FilmName("9", 2009, version="1080p")),
    ("Up.2009.1080p.mkv", FilmName("Up", 2009, version="1080p")),
    ("Deathly Hallows Part 1 (2010).mkv", FilmName("Deathly Hallows Part 1", 2010)),
    (
        "Harry.Potter.and.the.Deathly.Hallows.Part.1.2010.1080p.mkv",
        FilmName("Harry Potter and the Deathly Hallows Part 1", 2010, version="1080p"),
    ),
    ("R.I.P.D.2013.720p.mkv", FilmName("R.I.P.D.", 2013, version="720p")),
    ("Mr. Nobody (2009).mkv", FilmName("Mr. Nobody", 2009)),
    ("The_Third_Man_1949.avi", FilmName("The Third Man", 1949)),
    ("Holiday [2019].mp4", FilmName("Holiday", 2019)),
    ("3-10 to Yuma (2007).mkv", FilmName("3-10 to Yuma", 2007)),
    ("(2009).mkv", FilmName("(2009)")),
    ("tt0133093.mkv", FilmName("tt0133093")),
    ("🎬 Emoji Film (2020).mkv", FilmName("🎬 Emoji Film", 2020)),
]
SUBTITLES = [
    ("Film.srt", SubtitleName("und")),
    ("Film.en.srt", SubtitleName("en")),
    ("film.EN.SRT", SubtitleName("en")),
    ("Film.eng.srt", SubtitleName("en")),
    ("Film.English.srt", SubtitleName("en")),
    ("Film.fre.srt", SubtitleName("fr")),
    ("Film.ger.ass", SubtitleName("de")),
    ("Film.chi.srt", SubtitleName("zh")),
    ("Film.zho.srt", SubtitleName("zh")),
    ("Film.zh-hans.forced.srt", SubtitleName("zh-Hans", forced=True)),
    ("Film.chs.srt", SubtitleName("zh-Hans")),
    ("Film.cht.ass", SubtitleName("zh-Hant")),
    ("Film.简体.srt", SubtitleName("zh-Hans")),
    ("Film.繁體.srt", SubtitleName("zh-Hant")),
    ("Film.简体&英文.srt", SubtitleName("zh-Hans")),
    ("Film.zh-TW.srt", SubtitleName("zh-TW")),
    ("Film.pt-br.sdh.vtt", SubtitleName("pt-BR", hearing_impaired=True)),
    ("Film.pt_BR.srt", SubtitleName("pt-BR")),
    ("Film.日本語.srt", SubtitleName("ja")),
    ("Film.fil.srt", SubtitleName("fil")),
    ("Film.hi.srt", SubtitleName("hi")),
    ("Film.en.hi.srt", SubtitleName("en", hearing_impaired=True)),
    ("Film.en.cc.srt", SubtitleName("en", hearing_impaired=True)),
    ("Film.en.foreign.srt", SubtitleName("en", forced=True)),
    ("Film.ja.sdh.forced.srt", SubtitleName("ja", forced=True, hearing_impaired=True)),
    ("Film.en.default.srt", SubtitleName("en")),
    ("Film.en.Director.srt", SubtitleName("en", title="Director")),
    ("Film.Director.en.srt", SubtitleName("en", title="Director")),
    ("Subs/2_English.srt", SubtitleName("en")),
    ("Subs/3_pt_BR.srt", SubtitleName("pt-BR")),
    ("Subtitles/eng.srt", SubtitleName("en")),
    ("Subs/Film/2_French.srt", SubtitleName("fr")),
    ("Subs/Film.de.srt", SubtitleName("de")),
    ("Film 2.en.srt", None),
    ("Film2.en.srt", None),
    ("Other.en.srt", None),
    ("movie.en.srt", None),
    ("Film.en.txt", None),
    ("Subs/Other/2_English.srt", None),
]
SHELF = PurePath("/films/Film (2000)")


@pytest.mark.parametrize(("path", "expected"), NAMES, ids=[path for path, _expected in NAMES])
def test_a_film_is_known_by_its_name(path: str, expected: FilmName) -> None:
    assert film_name(ROOT / path, ROOT) == expected


@given(st.text(min_size=1, max_size=60), st.text(max_size=30))
def test_no_name_is_without_a_title(stem: str, folder: str) -> None:
    path = ROOT / (folder.replace("/", "").replace("\0", "") or "x") / (stem.replace("/", "") + ".mkv")
    name = film_name(path, ROOT)
    assert name.title or not path.stem.strip()
    assert name.year is None or 1870 <= name.year <= 2099


@pytest.mark.parametrize(("name", "expected"), SUBTITLES, ids=[name for name, _expected in SUBTITLES])
def test_a_subtitle_is_known_by_its_name(name: str, expected: SubtitleName | None) -> None:
    assert subtitle_name(ROOT / name, ROOT / "Film.mkv") == expected


def test_what_lies_in_subs_is_no_film_s_own_where_there_are_several() -> None:
    assert subtitle_name(ROOT / "Subs" / "2_English.srt", ROOT / "Film.mkv", alone=False) is None
    own = subtitle_name(ROOT / "Subs" / "Film" / "2_English.srt", ROOT / "Film.mkv", alone=False)
    assert own == SubtitleName("en")


def test_languages_call_themselves_by_their_own_names() -> None:
    assert [name_of(tag) for tag in ("en", "fr", "ja", "und")] == ["English", "français", "日本語", ""]
    assert [tag_of_name(word) for word in ("Director", "the", "Part", "Deutsch")] == ["und", "und", "und", "de"]


@pytest.mark.parametrize(
    ("path", "extra"),
    [
        ("Film (2000)/Film (2000)-trailer.mp4", True),
        ("Film (2000)/Film (2000).trailer.mp4", True),
        ("Film (2000)/Film (2000)-trailer2.mp4", True),
        ("Film (2000)/Film (2000)-sample.mkv", True),
        ("Film (2000)/sample.mkv", True),
        ("Film (2000)/Sample.mkv", True),
        ("Film (2000)/making of-behindthescenes.mkv", True),
        ("Film (2000)/x-deleted.mkv", True),
        ("Film (2000)/x-deletedscene.mkv", True),
        ("Film (2000)/x-featurette.mkv", True),
        ("Film (2000)/x-interview.mkv", True),
        ("Film (2000)/x-scene.mkv", True),
        ("Film (2000)/x-short.mkv", True),
        ("Film (2000)/x-clip.mkv", True),
        ("Film (2000)/x-other.mkv", True),
        ("Film (2000)/x-extra.mkv", True),
        ("Film-trailer.mp4", True),
        ("sample.mkv", False),
        ("Trailer.mkv", False),
        ("Trailer Park (2003).mkv", False),
        ("The Interview (2014).mkv", False),
        ("The Other (1972).mkv", False),
        ("Short Cuts (1993).mkv", False),
        ("The Big Short (2015)/The Big Short.mkv", False),
        ("Scene of the Crime (1986)/Scene of the Crime (1986).mkv", False),
    ],
)
def test_extras_by_their_names(path: str, extra: bool) -> None:
    assert naming.is_extra(ROOT / path, ROOT) is extra


def test_a_root_that_is_one_film_s_folder_has_its_extras() -> None:
    assert naming.is_extras_folder(SHELF / "Extras", ROOT)
    assert naming.is_extras_folder(SHELF / "Extras", SHELF)
    assert naming.is_extra(SHELF / "sample.mkv", SHELF)
    assert not naming.is_extras_folder(ROOT / "Shorts", ROOT)
    assert not naming.is_extras_folder(SHELF / "Director's Cut", ROOT)


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (["Film-cd1.avi", "Film-cd2.avi"], ["Film-cd1.avi", "Film-cd2.avi"]),
        (["Film (2000) part1.mkv", "Film (2000) part2.mkv"], ["Film (2000) part1.mkv", "Film (2000) part2.mkv"]),
        (["Film.CD1.avi", "Film.cd2.avi", "Other.avi"], ["Film.CD1.avi", "Film.cd2.avi"]),
        (["Film.disc.1.mkv", "Film.disc.2.mkv"], ["Film.disc.1.mkv", "Film.disc.2.mkv"]),
        (["Film-cd1.avi"], []),
        (["The Hangover Part II (2011).mkv", "The Hangover Part III (2013).mkv"], []),
        (["Deathly Hallows Part 1 (2010).mkv", "Deathly Hallows Part 2 (2010).mkv"], []),
        (["Kill.Bill.Part.1.2003.mkv", "Kill.Bill.Part.2.2004.mkv"], []),
        (["A-cd1.avi", "B-cd2.avi"], []),
    ],
)
def test_one_film_in_several_files(names: list[str], parts: list[str]) -> None:
    assert naming.stacked(names) == frozenset(parts)


def test_discs_and_what_is_left_out() -> None:
    assert naming.is_disc(["BDMV", "CERTIFICATE"])
    assert naming.is_disc(["VIDEO_TS"])
    assert naming.is_disc(["VIDEO_TS.IFO", "VTS_01_1.VOB"])
    assert not naming.is_disc(["index.html"])
    assert all(map(naming.is_left_out, (".x", "@eaDir", "$RECYCLE.BIN", "lost+found", "#recycle")))
    assert all(map(naming.is_unfinished, ("a.mkv.part", "a.mkv.crdownload", "a.mkv.!qB", "a.tmp")))
    assert not naming.is_unfinished("a.mkv")
