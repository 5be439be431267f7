"""Addresses of media."""

from django.urls import path

from enchanted.media import api, consumers

urlpatterns = [
    path("api/movies/<int:movie_id>/playback/", api.PlaybackResource.as_view(), name="api_playback"),
]
sockets = [path("ws/encodes/<int:movie_id>/", consumers.EncodeNews.as_asgi())]
