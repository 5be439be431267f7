"""What staff change of films, people and genres."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.events import MovieChanged
from enchanted.catalogue.models import Collection as FilmCollection
from enchanted.catalogue.models import Credit, Genre, Movie, Person, Shelved
from enchanted.catalogue.rules import may_edit_catalogue
from enchanted.core.actor import Actor
from enchanted.core.errors import Invalid, NotAllowed
from enchanted.core.facts import announce
from enchanted.core.fields import fold
from enchanted.core.pictures import AVATAR_WIDTHS, LOGO_WIDTHS, POSTER_WIDTHS, WIDE_WIDTHS, keep_picture

EDITABLE = frozenset({
    "title", "original_title", "sort_title", "year", "plot", "plot_source", "tagline", "runtime", "certificate",
    "country", "language", "studio", "premiered", "collection", "poster_source", "hidden",
})  # fmt: skip


@dataclass(frozen=True)
class CreditLine:
    """One person's part in a film; their order is the order of the lines."""

    person_id: int
    job: str
    character: str = ""


def edit_movie(
    *,
    actor: Actor,
    movie: Movie | None,
    fields: Mapping[str, Any],
    genres: Iterable[Genre] | None = None,
    credits: Sequence[CreditLine] | None = None,
    poster: bytes | None = None,
    backdrop: bytes | None = None,
    logo: bytes | None = None,
    at: datetime,
) -> Movie:
    """Change a film, or add one where `movie` is None. What is None stays; an empty picture takes the kept one away.

    Errors: NotAllowed, Invalid with `fields`.
    """
    _require_editor(actor)
    pictures = {
        name: keep_picture(data, widths) if data else ""
        for name, data, widths in (
            ("poster", poster, POSTER_WIDTHS), ("backdrop", backdrop, WIDE_WIDTHS), ("logo", logo, LOGO_WIDTHS),
        )
        if data is not None
    }  # fmt: skip
    with transaction.atomic():
        edited = Movie() if movie is None else Movie.objects.select_for_update().get(pk=movie.pk)
        _set_fields(edited, fields)
        for name, key in pictures.items():
            setattr(edited, name, key)
        edited.changed_at = at
        edited.save()
        if genres is not None:
            edited.genres.set(genres)
        if credits is not None:
            _set_credits(edited, credits)
        announce(MovieChanged(edited.pk))
    return edited


def hide(*, actor: Actor, kind: type[Shelved], ids: Collection[int], at: datetime) -> int:
    """Viewers no longer see these films, people or genres. Returns how many changed.

    Errors: NotAllowed.
    """
    return _change(actor, kind, ids, {"hidden": False}, {"hidden": True}, at)


def show(*, actor: Actor, kind: type[Shelved], ids: Collection[int], at: datetime) -> int:
    """Viewers see them again. Returns how many changed.

    Errors: NotAllowed.
    """
    return _change(actor, kind, ids, {"hidden": True}, {"hidden": False}, at)


def delete(*, actor: Actor, kind: type[Shelved], ids: Collection[int], at: datetime) -> int:
    """Take them out of the house; they can be restored. Returns how many changed.

    Errors: NotAllowed.
    """
    return _change(actor, kind, ids, {"deleted_at__isnull": True}, {"deleted_at": at}, at)


def restore(*, actor: Actor, kind: type[Shelved], ids: Collection[int], at: datetime) -> int:
    """Bring deleted ones back. Returns how many changed.

    Errors: NotAllowed.
    """
    return _change(actor, kind, ids, {"deleted_at__isnull": False}, {"deleted_at": None}, at)


def edit_person(*, actor: Actor, person: Person | None, name: str, photo: bytes | None = None, at: datetime) -> Person:
    """Rename a person or change their photo, or add one. Two people may share a name; an empty photo takes it away.

    Errors: NotAllowed, Invalid.
    """
    _require_editor(actor)
    edited = person or Person()
    edited.name = _clean_name(name, Person)
    if photo is not None:
        edited.photo = keep_picture(photo, AVATAR_WIDTHS) if photo else ""
    edited.save(update_fields=["name", "name_key", "photo"] if person else None)
    return edited


def edit_collection(*, actor: Actor, collection: FilmCollection | None, name: str, overview: str) -> FilmCollection:
    """Rename a collection of films, tell what it is about, or add one.

    Errors: NotAllowed, Invalid when another collection has this name.
    """
    _require_editor(actor)
    edited = collection or FilmCollection()
    edited.name, edited.overview = _clean_name(name, FilmCollection), overview.strip()
    try:
        with transaction.atomic():
            edited.save(update_fields=["name", "name_key", "overview"] if collection else None)
    except IntegrityError:
        taken = _("There is a collection of this name.")
        raise Invalid(taken, {"name": taken}) from None
    return edited


def edit_genre(*, actor: Actor, genre: Genre | None, name: str, at: datetime) -> Genre:
    """Rename a genre, or add one. The films that have it are drawn anew.

    Errors: NotAllowed, Invalid when another genre has this name.
    """
    _require_editor(actor)
    edited = genre or Genre()
    edited.name = _clean_name(name, Genre)
    try:
        with transaction.atomic():
            edited.save(update_fields=["name", "name_key"] if genre else None)
            Movie.objects.filter(genres=edited).update(changed_at=at)
    except IntegrityError:
        taken = _("There is a genre of this name.")
        raise Invalid(taken, {"name": taken}) from None
    return edited


def _require_editor(actor: Actor) -> None:
    if not may_edit_catalogue(actor):
        raise NotAllowed(_("Only editors may change the catalogue."))


def _set_fields(movie: Movie, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"not for editing: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(movie, name, value.strip() if isinstance(value, str) else value)
    try:
        movie.clean_fields(exclude={"poster", "backdrop", "logo"})
    except ValidationError as fault:
        words = {name: " ".join(said) for name, said in fault.message_dict.items()}
        raise Invalid(next(iter(words.values())), words) from None


def _set_credits(movie: Movie, lines: Sequence[CreditLine]) -> None:
    wanted = [(line.person_id, line.job, line.character.strip()) for line in dict.fromkeys(lines)]
    if len(set(wanted)) < len(wanted) or not {job for _person, job, _name in wanted} <= set(Credit.Job.values):
        raise Invalid(_("A credit is there twice, or names no job."))
    held = list(movie.credits.order_by("position", "id").values_list("person_id", "job", "character"))
    if held == wanted:
        return
    movie.credits.all().delete()
    Credit.objects.bulk_create(
        Credit(movie=movie, person_id=person_id, job=job, character=character, position=position)
        for position, (person_id, job, character) in enumerate(wanted)
    )


def _change(
    actor: Actor,
    kind: type[Shelved],
    ids: Collection[int],
    where: Mapping[str, Any],
    to: Mapping[str, Any],
    at: datetime,
) -> int:
    _require_editor(actor)
    rows = kind._default_manager
    with transaction.atomic():
        changed = list(rows.filter(pk__in=ids, **where).order_by("pk").values_list("pk", flat=True))
        rows.filter(pk__in=changed).update(**to)
        if kind is Genre:
            Movie.objects.filter(genres__in=changed).update(changed_at=at)
        if kind is Movie:
            Movie.objects.filter(pk__in=changed).update(changed_at=at)
            for movie_id in changed:
                announce(MovieChanged(movie_id))
    return len(changed)


def _clean_name(name: str, model: type[Person] | type[Genre] | type[FilmCollection]) -> str:
    longest = model._meta.get_field("name").max_length or 0
    if not fold(name) or len(name.strip()) > longest:
        fault = _("A name has 1 to %(longest)s characters.") % {"longest": longest}
        raise Invalid(fault, {"name": fault})
    return name.strip()
