"""Addresses of the library."""

from django.urls import path

from enchanted.library import api

urlpatterns = [
    path("api/movies/<int:movie_id>/position/", api.PositionResource.as_view(), name="api_position"),
]
