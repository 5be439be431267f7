"""What a reader asks of the list, typed. A part that makes no sense counts as not asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from enchanted.catalogue.queries import ORDERS, Order

MOST_BLOCKS = 10
LONGEST_SEARCH = 200


@dataclass(frozen=True)
class ListQuestion:
    """`upto` is the last of several pages shown at once, so that coming back finds the place again."""

    words: str
    genre: int | None
    order: Order
    page: int
    upto: int

    @property
    def pages(self) -> range:
        return range(max(self.page, self.upto - MOST_BLOCKS + 1), max(self.page, self.upto) + 1)


def list_question(given: QueryDict) -> ListQuestion:
    asked = given.get("order")
    order: Order = next((known for known in ORDERS if known == asked), "new")
    return ListQuestion(
        words=given.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        genre=_whole(given.get("genre")),
        order=order,
        page=_whole(given.get("page")) or 1,
        upto=_whole(given.get("upto")) or 1,
    )


def _whole(text: str | None) -> int | None:
    """A number from 1 to 999 999 999; anything else is none."""
    if text and text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text) or None
    return None
