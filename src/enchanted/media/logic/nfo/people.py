"""The people of an NFO."""

from __future__ import annotations

from itertools import islice
from xml.etree.ElementTree import Element

from enchanted.core import told

MOST_PEOPLE = 600
MOST_LETTERS = 40_000
CREW = (("director", "director"), ("credits", "writer"), ("writer", "writer"), ("composer", "composer"))
JOBS = {"director": "director", "writer": "writer", "composer": "composer", "producer": ""}

Part = tuple[str, str, str]


def in_nfo(root: Element) -> tuple[tuple[Part, ...], dict[str, str]]:
    """Credits as (name, job, character), crew first, actors by their `order`; and people's picture files by name."""
    crew = [(name, job, "") for tag, job in CREW for element in islice(root.iterfind(tag), MOST_PEOPLE)
            for name in told.names(inside(element).replace(" / ", "|").split("|"), 160)]  # fmt: skip
    actors = list(islice(root.iterfind("actor"), MOST_PEOPLE))
    ordered = sorted(enumerate(actors), key=lambda pair: (_order(pair[1]), pair[0]))
    cast = [part for _place, actor in ordered if (part := _part(actor))[0] and part[1]]
    credits = tuple(dict.fromkeys(crew + cast))[:MOST_PEOPLE]
    return credits, {name: file for actor in actors if (name := _part(actor)[0]) and (file := _file(actor))}


def inside(element: Element) -> str:
    """All text in an element, its children's too."""
    return "".join(islice(element.itertext(), MOST_LETTERS))[:MOST_LETTERS]


def _part(actor: Element) -> Part:
    name = told.line(actor.findtext("name") or ("" if len(actor) else actor.text or ""), 160)
    job = JOBS.get(told.line(actor.findtext("type") or "", 20).lower(), "actor")
    return name, job, told.line(actor.findtext("role") or "", 160) if job == "actor" else ""


def _order(actor: Element) -> int:
    given = told.count(actor.findtext("order") or actor.findtext("sortorder") or "")
    return MOST_PEOPLE if given is None else given


def _file(actor: Element) -> str:
    """The actor's picture, when it is a file; nothing elsewhere is ever fetched."""
    given = told.line(actor.findtext("thumb") or "", 300)
    return "" if "://" in given or given.startswith("//") else given
