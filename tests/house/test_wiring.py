"""Every fact is plain, frozen, and heard by someone."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from datetime import datetime

from enchanted.core.facts import Fact, switchboard
from tests.house.laws.facts import BESIDE_EVENTS, astray, fact_modules, facts_in, unfit, unheard
from tests.house.laws.sources import PACKAGE, below

FACTS = [fact for module in fact_modules() for fact in facts_in(module)]


def test_every_fact_is_heard() -> None:
    assert FACTS
    assert not unheard(FACTS, switchboard.rows)


def test_every_fact_is_plain_and_frozen() -> None:
    assert not [fault for fact in FACTS for fault in unfit(fact)]


def test_every_listener_is_found_under_its_name() -> None:
    listeners = [listener for rows in switchboard.rows.values() for _way, listener in rows]
    assert listeners
    assert not [listener for listener in listeners if astray(listener)]


def test_facts_live_in_events() -> None:
    found = [
        str(path)
        for path in below(PACKAGE, "*.py")
        if path.stem != "events" and f"enchanted.core.{path.stem}" not in BESIDE_EVENTS
        if "Fact" in defined_bases(path.read_text())
    ]
    assert not found


def defined_bases(source: str) -> set[str]:
    """Names of the classes that a module's own classes are kinds of."""
    nodes = ast.walk(ast.parse(source))
    return {ast.unparse(base).split(".")[-1] for node in nodes if isinstance(node, ast.ClassDef) for base in node.bases}


@dataclass(frozen=True)
class NobodyHears(Fact):
    movie_id: int
    names: list[str]


@dataclass
class CanChange(Fact):
    movie_id: int


@dataclass(frozen=True)
class HoldsMore(Fact):
    at: datetime


class NoDataclass(Fact):
    pass


def test_an_unheard_fact_is_caught() -> None:
    assert unheard([*FACTS, NobodyHears], switchboard.rows) == ["NobodyHears"]
    assert not unfit(NobodyHears)


def test_an_unfit_fact_is_caught() -> None:
    assert unfit(CanChange) == ["CanChange is not frozen"]
    assert unfit(HoldsMore) == ["HoldsMore.at is not plain"]
    assert unfit(NoDataclass) == ["NoDataclass is no dataclass"]


def test_a_listener_without_a_name_is_caught() -> None:
    assert astray(lambda fact: None)


def test_a_fact_elsewhere_is_caught() -> None:
    assert "Fact" in defined_bases("class Sold(facts.Fact):\n    seat_id: int")
