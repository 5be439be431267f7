"""Movies as JSON resources."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from enchanted.catalogue import queries
from enchanted.catalogue.models import Credit, ExternalRating, Movie
from enchanted.core.http import requester

LARGEST = 2**31 - 1
OF_A_WHOLE_MOVIE = ("plot", "plot_source", "tagline", "runtime", "certificate", "country", "language", "studio",
                    "premiered")  # fmt: skip


class ListQuestion(serializers.Serializer):  # type: ignore[type-arg]
    q = serializers.CharField(required=False, default="", max_length=200, allow_blank=True)
    genre = serializers.IntegerField(required=False, default=None, allow_null=True, min_value=1, max_value=LARGEST)
    order = serializers.ChoiceField(list(queries.ORDERS), required=False, default="new")
    playable = serializers.BooleanField(required=False, default=False)
    page = serializers.IntegerField(required=False, default=1, min_value=1, max_value=LARGEST)


class CreditShape(serializers.Serializer):  # type: ignore[type-arg]
    name = serializers.CharField()
    job = serializers.CharField()
    character = serializers.CharField()


class MovieShape(serializers.Serializer):  # type: ignore[type-arg]
    """A movie in a list. `poster` is an address of a picture, always given; `duration` is in seconds."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    original_title = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    genres = serializers.ListField(child=serializers.CharField())
    poster = serializers.CharField()
    playable = serializers.BooleanField()
    duration = serializers.FloatField(allow_null=True)


class RatingShape(serializers.Serializer):  # type: ignore[type-arg]
    """What another place's people think of a movie; `value` is from 0 to 10."""

    source = serializers.CharField()  # type: ignore[assignment]
    value = serializers.FloatField()
    votes = serializers.IntegerField(allow_null=True)


class WholeMovieShape(MovieShape):
    plot = serializers.CharField()
    plot_source = serializers.CharField()
    tagline = serializers.CharField()
    runtime = serializers.IntegerField(allow_null=True)
    certificate = serializers.CharField()
    country = serializers.CharField()
    language = serializers.CharField()
    studio = serializers.CharField()
    premiered = serializers.DateField(allow_null=True)
    collection = serializers.CharField(help_text="The name of the collection it belongs to; empty when to none.")
    ratings = RatingShape(many=True)
    credits = CreditShape(many=True)


class MoviePageShape(serializers.Serializer):  # type: ignore[type-arg]
    items = MovieShape(many=True)
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    total = serializers.IntegerField()


class MovieCollection(APIView):
    @extend_schema(
        operation_id="movies_list", parameters=[ListQuestion, OpenApiParameter("q", str)], responses=MoviePageShape
    )
    def get(self, request: Request) -> Response:
        question = ListQuestion(data=request.query_params)
        question.is_valid(raise_exception=True)
        asked = question.validated_data
        found = queries.list_movies(
            requester(request), words=asked["q"], genre=asked["genre"], order=asked["order"],
            playable=asked["playable"], page=asked["page"],
        )  # fmt: skip
        items = [movie_record(movie) for movie in found.movies]
        return Response({"items": items, "page": found.number, "pages": found.pages, "total": found.total})


class MovieResource(APIView):
    @extend_schema(responses=WholeMovieShape)
    def get(self, request: Request, movie_id: int) -> Response:
        movie = queries.movie_of(requester(request), movie_id)
        whole = {name: getattr(movie, name) for name in OF_A_WHOLE_MOVIE}
        whole["collection"] = movie.collection.name if movie.collection else ""
        whole["ratings"] = [rating_record(rating) for rating in queries.ratings_of(movie)]
        whole["credits"] = [credit_record(credit) for credit in queries.credits_of(movie)]
        return Response(movie_record(movie) | whole)


def movie_record(movie: Movie) -> dict[str, Any]:
    return {
        "id": movie.pk,
        "title": movie.title,
        "original_title": movie.original_title,
        "year": movie.year,
        "genres": movie.genre_names,
        "poster": movie.poster_url,
        "playable": movie.playable,
        "duration": movie.duration_ms / 1000 if movie.duration_ms else None,
    }


def rating_record(rating: ExternalRating) -> dict[str, Any]:
    return {"source": rating.source, "value": rating.value, "votes": rating.votes}


def credit_record(credit: Credit) -> dict[str, Any]:
    return {"name": credit.person.name, "job": credit.job, "character": credit.character}
