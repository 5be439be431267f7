"""Addresses of media."""

from django.urls import path

from enchanted.media import api, consumers

urlpatterns = [
    path("api/movies/<int:movie_id>/playback/", api.PlaybackResource.as_view(), name="api_playback"),
    path("api/uploads/known/", api.KnownContentResource.as_view(), name="api_known_content"),
    path("api/viewings/<int:viewing_id>/", api.ViewingResource.as_view(), name="api_viewing"),
]
sockets = [
    path("ws/encodes/<int:movie_id>/", consumers.EncodeNews.as_asgi()),
    path("ws/viewings/<int:viewing_id>/", consumers.ViewingNews.as_asgi()),
]
