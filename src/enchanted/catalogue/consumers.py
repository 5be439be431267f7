"""News of the catalogue over /ws/movies/: which movie changed, to every open page."""

from __future__ import annotations

from enchanted.catalogue.events import MovieChanged, MoviesImported
from enchanted.core import relay
from enchanted.core.sockets import TopicConsumer


def tell_movie_changed(fact: MovieChanged) -> None:
    relay.publish("movies", type="changed", id=fact.movie_id)


def tell_movies_imported(fact: MoviesImported) -> None:
    relay.publish("movies", type="imported", count=fact.count)


class MovieNews(TopicConsumer):
    """Ids only; a page asks for what it may see."""

    async def topics(self) -> list[str]:
        return ["movies"]
