"""Takes one film into the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.actions.records import genres_named, people_named, people_of
from enchanted.catalogue.events import MovieChanged
from enchanted.catalogue.models import Collection, Credit, ExternalId, ExternalRating, Movie, Person
from enchanted.catalogue.rules import may_edit_catalogue
from enchanted.core import clock
from enchanted.core.actor import Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.facts import announce
from enchanted.core.fields import fold


@dataclass(frozen=True)
class NewMovie:
    """A film to add. `credits` are (name, job, character) in order; pictures are keys of core/pictures.

    `collection` is (name, overview), `ratings` are (source, value from 0 to 10, votes or None), `photos` pictures of
    people by name.
    """

    title: str
    year: int | None = None
    original_title: str = ""
    sort_title: str = ""
    plot: str = ""
    tagline: str = ""
    runtime: int | None = None
    certificate: str = ""
    country: str = ""
    language: str = ""
    studio: str = ""
    premiered: date | None = None
    collection: tuple[str, str] = ("", "")
    poster: str = ""
    backdrop: str = ""
    logo: str = ""
    genres: tuple[str, ...] = ()
    credits: tuple[tuple[str, str, str], ...] = ()
    ids: dict[str, str] = field(default_factory=dict)
    ratings: tuple[tuple[str, float, int | None], ...] = ()
    photos: dict[str, str] = field(default_factory=dict)


COLUMNS = ("title", "year", "original_title", "sort_title", "plot", "tagline", "runtime", "certificate", "country",
           "language", "studio", "premiered", "poster", "backdrop", "logo")  # fmt: skip


def add_movie(*, actor: Actor, new: NewMovie) -> Movie:
    """Add a film with its genres, people and ids.

    Errors: NotAllowed, Invalid without a title. Ids another film holds are left to it.
    """
    if not may_edit_catalogue(actor):
        raise NotAllowed(_("Only staff add films."))
    if not new.title.strip():
        raise Invalid(_("A film needs a title."), {"title": _("A film needs a title.")})
    with transaction.atomic():
        columns = {column: getattr(new, column) for column in COLUMNS}
        movie = Movie.objects.create(**columns, collection=_collection(new))
        movie.genres.set(genres_named(new.genres).values())
        _credit(movie, new)
        _keep_ids(movie, new)
        _keep_ratings(movie, new)
        _keep_photos(new)
        announce(MovieChanged(movie.pk))
    return movie


def complete_movie(*, actor: Actor, movie: Movie, new: NewMovie) -> None:
    """Fill what a film of the catalogue lacks; what it has stays, edits included.

    Errors: NotAllowed.
    """
    if not may_edit_catalogue(actor):
        raise NotAllowed(_("Only staff edit films."))
    with transaction.atomic():
        lacking = [column for column in COLUMNS if not getattr(movie, column) and getattr(new, column)]
        for column in lacking:
            setattr(movie, column, getattr(new, column))
        if (collection := _collection(new)) and movie.collection_id is None:
            movie.collection = collection
            lacking.append("collection")
        if lacking:
            movie.changed_at = clock.now()
            movie.save(update_fields=[*lacking, "title_key", "changed_at"])
        if new.genres and not movie.genres.exists():
            movie.genres.set(genres_named(new.genres).values())
        if new.credits and not movie.credits.exists():
            _credit(movie, new)
        _keep_ids(movie, new)
        _keep_ratings(movie, new)
        _keep_photos(new)
        announce(MovieChanged(movie.pk))


def _collection(new: NewMovie) -> Collection | None:
    """The collection of this folded name, made where there is none; an overview it lacks is filled in."""
    name, overview = new.collection
    if not fold(name):
        return None
    found, _made = Collection.objects.get_or_create(
        name_key=fold(name)[:160], defaults={"name": name[:160], "overview": overview}
    )
    if overview and not found.overview:
        found.overview = overview
        found.save(update_fields=["overview"])
    return found


def _keep_ratings(movie: Movie, new: NewMovie) -> None:
    """The ratings of sources the movie has none of."""
    held = set(ExternalRating.objects.filter(movie=movie).values_list("source", flat=True)) if new.ratings else set()
    fresh = {source[:40]: (value, votes) for source, value, votes in new.ratings if source[:40] not in held}
    ExternalRating.objects.bulk_create(
        ExternalRating(movie=movie, source=source, value=value, votes=votes) for source, (value, votes) in fresh.items()
    )


def _keep_photos(new: NewMovie) -> None:
    """Pictures of people who have none."""
    photos = {fold(name)[:160]: photo for name, photo in new.photos.items() if photo}
    credited = {fold(name)[:160] for name, _job, _character in new.credits}
    bare = [(key, person) for key, person in people_of(photos.keys() & credited).items() if not person.photo]
    for key, person in bare:
        person.photo = photos[key]
    Person.objects.bulk_update((person for _key, person in bare), ["photo"])


def _keep_ids(movie: Movie, new: NewMovie) -> None:
    taken = set(ExternalId.objects.filter(value__in=new.ids.values()).values_list("scheme", "value"))
    fresh = [item for item in new.ids.items() if item not in taken]
    ExternalId.objects.bulk_create(ExternalId(movie=movie, scheme=scheme, value=value) for scheme, value in fresh)


def _credit(movie: Movie, new: NewMovie) -> None:
    people = people_named(name for name, _job, _character in new.credits)
    jobs = set(Credit.Job.values)
    rows = {
        (fold(name), job, character): Credit(
            movie=movie, person=people[fold(name)[:160]], job=job, character=character, position=position
        )
        for position, (name, job, character) in enumerate(new.credits)
        if job in jobs
    }
    Credit.objects.bulk_create(rows.values())
