"""Names, numbers, codes, and how long a wrong password waits."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from enchanted.accounts import logic


@pytest.mark.parametrize("name", ["A", "Ada Lovelace", "小明", "José", "a1", "x" * 32, "O'Hara", "名" * 32])
def test_names_that_may_be(name: str) -> None:
    logic.check_name(name)


@pytest.mark.parametrize(
    "name",
    ["", " ", "x" * 33, " Ada", "Ada ", "12345", "１２３", "a@b", "a＠b", "A\x00da", "A\nda", "A\u202eda", "A\u200bda"],
)
def test_names_that_may_not_be(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        logic.check_name(name)
    assert refused.value.messages[0].endswith((".", "it."))


@pytest.mark.parametrize(
    ("given", "kept"),
    [("", None), (None, None), ("  ", None), ("+49 (170) 123-45.67", "+491701234567"), ("０１２３４５", "012345"),
     ("12345", "12345")],
)  # fmt: skip
def test_telephones_are_kept_as_digits(given: str | None, kept: str | None) -> None:
    assert logic.clean_telephone(given) == kept


@pytest.mark.parametrize("given", ["1234", "1" * 16, "++12345", "12a45", "123+45", "call me"])
def test_other_words_are_no_telephone(given: str) -> None:
    with pytest.raises(ValidationError):
        logic.clean_telephone(given)


def test_a_code_is_readable_and_known_again_however_it_is_typed() -> None:
    code = logic.new_code()
    assert len(code) == 14
    assert set(code) - {"-"} <= set(logic.CODE_LETTERS)
    assert len(logic.CODE_LETTERS) == 32
    assert not set("IO01") & set(logic.CODE_LETTERS)
    kept = logic.hash_code(code)
    assert code.replace("-", "") not in kept
    assert logic.same_code(code.lower().replace("-", " "), kept)
    assert not logic.same_code(logic.new_code(), kept)
    assert not logic.same_code("", "")


def test_delays_double_to_two_seconds_then_answers_are_refused() -> None:
    assert [logic.answer_delay(n) for n in (0, 1, 5, 6, 7, 8, 9, 10, 500)] == [0, 0, 0, 0.25, 0.5, 1, 2, 2, 2]
    assert [logic.retry_after(n) for n in (0, 30, 31, 40, 60, 61, 999)] == [0, 0, 1, 10, 30, 30, 30]
