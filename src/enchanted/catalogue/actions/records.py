"""Takes records of films into the catalogue, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from enchanted.catalogue.events import MoviesImported
from enchanted.catalogue.logic.records import RATED_BY, Record
from enchanted.catalogue.models import Credit, ExternalId, ExternalRating, Genre, Movie, Person
from enchanted.catalogue.rules import may_edit_catalogue
from enchanted.core.actor import Actor
from enchanted.core.errors import NotAllowed
from enchanted.core.facts import announce
from enchanted.core.fields import fold

COLUMNS = ("title", "original_title", "sort_title", "year", "premiered", "plot", "plot_source", "tagline", "runtime",
           "certificate", "country", "language", "studio", "poster_source")  # fmt: skip


@dataclass(frozen=True)
class Imported:
    """How many records of a batch are new, how many were here before, and how many this import has brought already."""

    new: int
    known: int
    repeated: int = 0


def import_records(*, actor: Actor, records: Sequence[Record], since: datetime) -> Imported:
    """Take a batch of records in, in one transaction and a constant number of queries.

    A record the house knows by its key or an id is left as it is, edits included; so a second run changes nothing. One
    that came after `since`, when this import began, counts as repeated.
    Errors: NotAllowed.
    """
    if not may_edit_catalogue(actor):
        raise NotAllowed
    with transaction.atomic():
        fresh, known = _sift(records, since)
        if fresh:
            _create(fresh)
            announce(MoviesImported(len(fresh)))
    return Imported(len(fresh), known, len(records) - len(fresh) - known)


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
    known = people_of(wanted)
    missing = [Person(name=name) for key, name in wanted.items() if key not in known]
    return known | {person.name_key: person for person in Person.objects.bulk_create(missing)}


def people_of(keys: Iterable[str]) -> dict[str, Person]:
    """The first person of each of these folded names, where there is one."""
    rows = Person.objects.filter(name_key__in=list(keys)).order_by("-id")
    return {person.name_key: person for person in rows}


def _sift(records: Sequence[Record], since: datetime) -> tuple[list[Record], int]:
    """The records that are new, and how many were known before `since`."""
    values = {value for record in records for _scheme, value in record.names}
    held = {
        (scheme, value): added
        for scheme, value, added in ExternalId.objects.filter(value__in=values).values_list(
            "scheme", "value", "movie__added_at"
        )
    }
    fresh, known = [], 0
    for record in records:
        times = [held[name] for name in record.names if name in held]
        if times:
            known += min(times) < since
        else:
            fresh.append(record)
            held |= dict.fromkeys(record.names, since)
    return fresh, known


def _create(records: Sequence[Record]) -> None:
    movies = Movie.objects.bulk_create(
        Movie(**{column: getattr(record, column) for column in COLUMNS}) for record in records
    )
    pairs = list(zip(movies, records, strict=True))
    ExternalId.objects.bulk_create(
        ExternalId(movie=movie, scheme=scheme, value=value) for movie, r in pairs for scheme, value in r.names
    )
    ExternalRating.objects.bulk_create(
        ExternalRating(movie=movie, source=RATED_BY, value=r.rating[0], votes=r.rating[1])
        for movie, r in pairs
        if r.rating
    )
    _link_genres(pairs, genres_named(name for record in records for name in record.genres))
    _link_people(pairs, people_named(name for record in records for name, _job in _parts(record)))


def _link_genres(pairs: Sequence[tuple[Movie, Record]], genres: Mapping[str, Genre]) -> None:
    through = Movie.genres.through
    links = {(movie.pk, genres[fold(name)[:80]].pk) for movie, record in pairs for name in record.genres}
    through.objects.bulk_create(through(movie_id=movie, genre_id=genre) for movie, genre in sorted(links))


def _link_people(pairs: Sequence[tuple[Movie, Record]], people: Mapping[str, Person]) -> None:
    links: dict[tuple[int, int, str], Credit] = {}
    for movie, record in pairs:
        for position, (name, job) in enumerate(_parts(record)):
            person = people[fold(name)[:160]]
            links.setdefault((movie.pk, person.pk, job), Credit(movie=movie, person=person, job=job, position=position))
    Credit.objects.bulk_create(links.values())


def _parts(record: Record) -> Iterator[tuple[str, str]]:
    """Everyone in a record with their job."""
    for names, job in (
        (record.directors, Credit.Job.DIRECTOR),
        (record.writers, Credit.Job.WRITER),
        (record.cast, Credit.Job.ACTOR),
    ):
        for name in names:
            yield name, job
