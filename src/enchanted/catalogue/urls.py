"""Addresses of the catalogue."""

from django.urls import path

from enchanted.catalogue import api, consumers, pages

urlpatterns = [
    path("movies/<int:movie_id>/poster.svg", pages.drawn_poster, name="drawn_poster"),
    path("api/movies/", api.MovieCollection.as_view(), name="api_movies"),
    path("api/movies/<int:movie_id>/", api.MovieResource.as_view(), name="api_movie"),
]
sockets = [path("ws/movies/", consumers.MovieNews.as_asgi())]
