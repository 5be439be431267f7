"""Questions about movies, always through an actor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from enchanted.catalogue.models import Collection as FilmCollection
from enchanted.catalogue.models import Credit, ExternalId, ExternalRating, Genre, Movie, Person, ShelfQuerySet
from enchanted.catalogue.rules import may_edit_catalogue
from enchanted.core.actor import Actor
from enchanted.core.errors import NotFound
from enchanted.core.fields import fold

Order = Literal["new", "title", "year"]
ORDERS: dict[Order, tuple[str, ...]] = {
    "new": ("-added_at", "-id"),
    "title": ("title_key", "id"),
    "year": ("-year", "title_key"),
}
PAGE_SIZE = 48
MOST_WORDS = 6
MOST_IN_A_COLLECTION = 60
CARD_FIELDS = ("id", "title", "original_title", "year", "poster", "backdrop", "still", "tagline", "playable",
               "duration_ms", "runtime", "hidden", "added_at", "changed_at")  # fmt: skip


@dataclass(frozen=True)
class MoviePage:
    """One page of a list: the movies, with their genres; page numbers count from 1."""

    movies: Sequence[Movie]
    number: int
    pages: int
    total: int

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.pages else None

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None


@dataclass(frozen=True)
class NextMovie:
    """A film to be offered after another one; `follows` when it is the next of the same collection."""

    movie: Movie
    follows: bool


def movies_of(actor: Actor) -> ShelfQuerySet:
    """Every movie the actor may see."""
    return Movie.objects.kept() if actor.is_staff else Movie.objects.shown()


def movie_of(actor: Actor, movie_id: int) -> Movie:
    """One movie with its genres and collection.

    Errors: NotFound when it isn't there for this actor.
    """
    seen = movies_of(actor).select_related("collection").prefetch_related("genres")
    movie: Movie | None = seen.filter(pk=movie_id).first()
    if movie is None:
        raise NotFound(_("There is no such film here."))
    return movie


def movie_to_draw(actor: Actor, movie_id: int) -> Movie:
    """One movie with its genres, deleted ones too for those who may restore them.

    Errors: NotFound.
    """
    seen = Movie.objects.all() if may_edit_catalogue(actor) else movies_of(actor)
    movie: Movie | None = seen.prefetch_related("genres").filter(pk=movie_id).first()
    if movie is None:
        raise NotFound(_("There is no such film here."))
    return movie


def list_movies(
    actor: Actor,
    *,
    words: str = "",
    genre: int | None = None,
    order: Order = "new",
    playable: bool = False,
    page: int = 1,
) -> MoviePage:
    """One page of the movies that match; a page beyond the end is the last one."""
    found = _matching(movies_of(actor), words, genre, playable)
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, page), pages)
    start = (number - 1) * PAGE_SIZE
    rows = found.order_by(*ORDERS[order]).only(*CARD_FIELDS).prefetch_related("genres")[start : start + PAGE_SIZE]
    return MoviePage(list(rows), number, pages, total)


def newest(actor: Actor, limit: int, *, genre: int | None = None, playable: bool = False) -> list[Movie]:
    """The movies added last, with their genres."""
    found = _matching(movies_of(actor), "", genre, playable).order_by(*ORDERS["new"])
    return list(found.only(*CARD_FIELDS).prefetch_related("genres")[:limit])


def largest_genres(actor: Actor, limit: int, *, playable: bool = False) -> list[Genre]:
    """Genres by how many movies of theirs the actor may see, the largest first; each carries `movie_count`."""
    links: QuerySet[Any] = Movie.genres.through._default_manager.all()
    if playable:
        counts = _by_genre(links.filter(movie__in=movies_of(actor).filter(playable__in=[True])))
    else:  # to count the links alone and take off the few unseen is many times quicker than to ask each for its movie
        counts = _by_genre(links)
        counts.subtract(_by_genre(links.filter(movie__in=_unseen_by(actor))))
    found = [genre for genre in Genre.objects.shown() if counts[genre.pk] > 0]
    for genre in found:
        genre.movie_count = counts[genre.pk]
    return sorted(found, key=lambda genre: (-counts[genre.pk], genre.name_key))[:limit]


def credits_of(movie: Movie) -> list[Credit]:
    """The movie's credits with the people viewers may see, in order."""
    shown = Person.objects.shown()
    return list(Credit.objects.filter(movie=movie, person__in=shown).select_related("person"))


def shelf_of(actor: Actor, movie: Movie) -> list[Movie]:
    """The other films of the movie's collection that the actor may see, in the order they came out."""
    if movie.collection_id is None:
        return []
    found = movies_of(actor).filter(collection=movie.collection_id).exclude(pk=movie.pk)
    cards = found.only(*CARD_FIELDS, "premiered").prefetch_related("genres").order_by("year", "id")
    return sorted(cards[:MOST_IN_A_COLLECTION], key=_came_out)


def next_movie(actor: Actor, movie: Movie) -> NextMovie | None:
    """The film to be offered after this one, playable: the next of its collection, else the one most like it.

    Asks three questions at most.
    """
    here = _came_out(movie)
    later = [film for film in shelf_of(actor, movie) if film.playable and _came_out(film) > here]
    if later:
        return NextMovie(later[0], follows=True)
    genres = [genre.pk for genre in movie.shown_genres]
    alike = movies_of(actor).filter(playable__in=[True], genres__in=genres).exclude(pk=movie.pk)
    shared = alike.only(*CARD_FIELDS).annotate(shared=Count("genres")).order_by("-shared", "-added_at", "-id")
    found: Movie | None = shared.first() if genres else None
    return NextMovie(found, follows=False) if found else None


def ratings_of(movie: Movie) -> list[ExternalRating]:
    """What other places' people think of the movie."""
    return list(ExternalRating.objects.filter(movie=movie))


def movie_ids_of(actor: Actor) -> list[int]:
    """Every movie the actor may see, the oldest first."""
    return list(movies_of(actor).order_by("id").values_list("pk", flat=True))


def whole_movies(actor: Actor, ids: Collection[int]) -> list[Movie]:
    """These movies with all that is told of them, as far as the actor may see them; in a constant number of queries."""
    credits = Prefetch("credits", Credit.objects.select_related("person").order_by("position", "id"))
    found = movies_of(actor).filter(pk__in=ids).select_related("collection").order_by("id")
    return list(found.prefetch_related("genres", credits, "external_ids", "external_ratings"))


def movie_by_external_id(scheme: str, value: str) -> Movie | None:
    """The movie another catalogue calls `value`, deleted ones included; for imports."""
    known = ExternalId.objects.select_related("movie").filter(scheme=scheme, value=value).first()
    return known.movie if known else None


def movie_by_title(title: str, year: int | None) -> Movie | None:
    """The oldest kept movie with this title and year; for imports."""
    return Movie.objects.kept().filter(title_key=fold(title)[:300], year=year).order_by("id").first()


def _came_out(movie: Movie) -> tuple[int, date, int]:
    """The order of a collection: by year and day; what came out nobody knows when stands last."""
    year = movie.year or (movie.premiered.year if movie.premiered else date.max.year)
    return year, movie.premiered or date(year, 12, 31), movie.pk


def _by_genre(links: QuerySet[Any]) -> Counter[int]:
    return Counter(dict(links.values_list("genre_id").annotate(Count("pk")).order_by()))


def _unseen_by(actor: Actor) -> QuerySet[Movie]:
    deleted = Q(deleted_at__isnull=False)
    return Movie.objects.filter(deleted if actor.is_staff else deleted | Q(hidden=True))


def _matching(movies: ShelfQuerySet, words: str, genre: int | None, playable: bool) -> ShelfQuerySet:
    if playable:
        movies = movies.filter(playable__in=[True])  # as in ShelfQuerySet.shown
    if genre is not None:
        movies = movies.filter(genres=genre)
    for word in list(dict.fromkeys(fold(words).split()))[:MOST_WORDS]:
        named = Q(title_key__contains=word) | Q(original_title__icontains=word)
        people = Person.objects.filter(name_key__contains=word)
        movies = movies.filter(named | Q(pk__in=Credit.objects.filter(person__in=people).values("movie")))
    return movies


def collection_name_is_taken(name: str, but: int | None = None) -> bool:
    """Whether a collection other than `but` has this name."""
    return FilmCollection.objects.filter(name_key=fold(name)[:160]).exclude(pk=but or 0).exists()


def genre_name_is_taken(name: str, but: int | None = None) -> bool:
    """Whether a genre other than `but` has this name."""
    return Genre.objects.filter(name_key=fold(name)[:80]).exclude(pk=but).exists()
