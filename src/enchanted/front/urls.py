"""Addresses of the pages that join features."""

from django.urls import path

from enchanted.front import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("movies/", pages.movies, name="movies"),
    path("movies/<int:movie_id>/", pages.movie, name="movie_short"),
    path("movies/<int:movie_id>/watch/", pages.watch, name="watch"),
    path("movies/<int:movie_id>/<str:slug>/", pages.movie, name="movie"),
    path("me/", pages.me, name="me"),
]
