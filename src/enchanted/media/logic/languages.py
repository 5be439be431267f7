"""Languages as files name them, and what they call themselves."""

from __future__ import annotations

from functools import lru_cache

UNKNOWN = "und"
_SHORT = {
    "chs": "zh-Hans", "sc": "zh-Hans", "gb": "zh-Hans", "简": "zh-Hans", "简体": "zh-Hans", "简中": "zh-Hans",
    "中字": "zh-Hans", "cht": "zh-Hant", "tc": "zh-Hant", "big5": "zh-Hant", "繁": "zh-Hant", "繁体": "zh-Hant",
    "繁體": "zh-Hant", "繁中": "zh-Hant", "双语": "zh-Hans", "中英": "zh-Hans", "简英": "zh-Hans", "繁英": "zh-Hant",
    "jp": "ja", "cn": "zh-Hans", "英": "en", "英文": "en", "日": "ja",
}  # fmt: skip


@lru_cache(512)
def tag_of(text: str) -> str:
    """The BCP 47 tag for a language code of any common kind; `und` when it names none.

    >>> tag_of("chi"), tag_of("pt_BR"), tag_of("")
    ('zh', 'pt-BR', 'und')
    """
    import langcodes

    try:
        language = langcodes.Language.get(text.strip().replace("_", "-"))
    except ValueError:
        return UNKNOWN
    return str(language.to_tag())[:20] if language.is_valid() and language.language else UNKNOWN


@lru_cache(512)
def tag_of_name(text: str) -> str:
    """The BCP 47 tag for a word in a file's name: a code, a language's name in any language, a short form of a group.

    >>> tag_of_name("English"), tag_of_name("chs"), tag_of_name("Director")
    ('en', 'zh-Hans', 'und')
    """
    import babel.localedata
    import langcodes

    word = text.strip().lower().replace("_", "-")
    if word in _SHORT:
        return _SHORT[word]
    if word.isascii() and len(word.split("-")[0]) <= 3:
        tag = tag_of(word)
        language = tag.split("-")[0]
        return tag if len(language) == 2 or babel.localedata.exists(language) else UNKNOWN
    try:
        return str(langcodes.find(word).to_tag())[:20]
    except LookupError:
        return UNKNOWN


@lru_cache(512)
def name_of(tag: str) -> str:
    """The language's own name, such as `français`; the tag where none is known."""
    import langcodes

    if tag == UNKNOWN:
        return ""
    try:
        name = str(langcodes.Language.get(tag).autonym())
    except (ValueError, LookupError):
        return tag
    return tag if name.startswith("Unknown language") else name
