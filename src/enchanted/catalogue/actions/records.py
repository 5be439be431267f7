"""Takes records of films into the catalogue, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from enchanted.catalogue.events import MoviesImported
from enchanted.catalogue.logic.records import Record
from enchanted.catalogue.models import Credit, ExternalId, Genre, Movie, Person
from enchanted.catalogue.rules import may_edit_catalogue
from enchanted.core.actor import Actor
from enchanted.core.errors import NotAllowed
from enchanted.core.facts import announce
from enchanted.core.fields import fold


@dataclass(frozen=True)
class Imported:
    """How many records of a batch are new, and how many were here before."""

    new: int
    known: int


def import_records(*, actor: Actor, records: Sequence[Record]) -> Imported:
    """Take a batch of records in, in one transaction and a constant number of queries.

    A record the house knows by its key is left as it is, edits included; so a second run changes nothing.
    Errors: NotAllowed.
    """
    if not may_edit_catalogue(actor):
        raise NotAllowed
    with transaction.atomic():
        fresh = _unknown(records)
        if fresh:
            _create(fresh)
            announce(MoviesImported(len(fresh)))
    return Imported(len(fresh), len(records) - len(fresh))


def genres_named(names: Iterable[str]) -> dict[str, Genre]:
    """The genres with these names by folded name; missing ones are made."""
    wanted = {fold(name)[:80]: name for name in names}
    known = Genre.objects.in_bulk(list(wanted), field_name="name_key")
    missing = [Genre(name=name) for key, name in wanted.items() if key not in known]
    if missing:
        Genre.objects.bulk_create(missing, ignore_conflicts=True)  # another import may make the same one now
        known = Genre.objects.in_bulk(list(wanted), field_name="name_key")
    return known


def people_named(names: Iterable[str]) -> dict[str, Person]:
    """The people with these names by folded name, the first of each; missing ones are made."""
    wanted = {fold(name)[:160]: name for name in names}
    known: dict[str, Person] = {}
    for person in Person.objects.filter(name_key__in=list(wanted)).order_by("-id"):
        known[person.name_key] = person
    missing = [Person(name=name) for key, name in wanted.items() if key not in known]
    return known | {person.name_key: person for person in Person.objects.bulk_create(missing)}


def _unknown(records: Sequence[Record]) -> list[Record]:
    keys = {(record.scheme, record.key): record for record in reversed(records)}
    held = ExternalId.objects.filter(value__in=[key for _scheme, key in keys]).values_list("scheme", "value")
    for known in held:
        keys.pop(known, None)
    return [record for record in records if keys.get((record.scheme, record.key)) is record]


def _create(records: Sequence[Record]) -> None:
    movies = Movie.objects.bulk_create(
        Movie(title=record.title, year=record.year, plot=record.plot, plot_source=record.plot_source,
              poster_source=record.poster_source)
        for record in records
    )  # fmt: skip
    pairs = list(zip(movies, records, strict=True))
    ExternalId.objects.bulk_create(ExternalId(movie=movie, scheme=r.scheme, value=r.key) for movie, r in pairs)
    _link_genres(pairs, genres_named(name for record in records for name in record.genres))
    _link_cast(pairs, people_named(name for record in records for name in record.cast))


def _link_genres(pairs: Sequence[tuple[Movie, Record]], genres: Mapping[str, Genre]) -> None:
    through = Movie.genres.through
    links = {(movie.pk, genres[fold(name)[:80]].pk) for movie, record in pairs for name in record.genres}
    through.objects.bulk_create(through(movie_id=movie, genre_id=genre) for movie, genre in sorted(links))


def _link_cast(pairs: Sequence[tuple[Movie, Record]], people: Mapping[str, Person]) -> None:
    links: dict[tuple[int, int], Credit] = {}
    for movie, record in pairs:
        for position, name in enumerate(record.cast):
            person = people[fold(name)[:160]]
            links.setdefault(
                (movie.pk, person.pk),
                Credit(movie=movie, person=person, job=Credit.Job.ACTOR, position=position),
            )
    Credit.objects.bulk_create(links.values())
