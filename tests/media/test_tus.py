"""Headers of uploads, and the names of what is sent."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enchanted.core.errors import HouseError
from enchanted.media.actions import receiving, uploading
from enchanted.media.logic import tus
from tests.media.sending import metadata


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../../etc/passwd", "passwd"),
        ("C:\\films\\A Film.MKV", "A Film.mkv"),
        (".part-abc.mkv", "part-abc.mkv"),
        ("..", "film"),
        ("", "film"),
        ("a\x00b\n.mp4", "a-b.mp4"),
        ("CON.mp4", "CON-film.mp4"),
        ("长" * 200 + ".mkv", "长" * 66 + ".mkv"),
        ("no.suffix of a film", "no.suffix of a film"),
    ],
)
def test_names_lead_nowhere(given_name: str, kept: str) -> None:
    assert uploading.clean_name(given_name) == kept


@given(st.text(max_size=300))
def test_any_text_is_metadata_or_malformed(text: str) -> None:
    for parse in (tus.parse_metadata, tus.parse_number, tus.parse_checksum):
        with suppress(tus.Malformed):
            parse(text)


@given(st.dictionaries(st.from_regex(r"[a-z!#~_-]{1,20}", fullmatch=True), st.text(max_size=60), max_size=6))
def test_metadata_comes_back_as_it_was_said(told: dict[str, str]) -> None:
    assert tus.parse_metadata(metadata(**told)) == told


@given(st.text(max_size=400))
def test_any_name_is_one_a_file_may_have(text: str) -> None:
    name = uploading.clean_name(text)
    assert name
    assert "/" not in name
    assert len(name.encode()) <= 255
    assert not name.startswith(".")
    assert uploading.clean_name(name) == name or "-film" in name


def test_refusals_are_kinds_of_the_five() -> None:
    kinds = (receiving.Busy, receiving.Ended, receiving.NoRoom, uploading.TooLarge, uploading.HereAlready)
    assert all(issubclass(kind, HouseError) for kind in kinds)
