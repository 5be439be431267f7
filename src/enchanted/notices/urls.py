"""Addresses of notices."""

from django.urls import path

from enchanted.notices import api, consumers, pages

urlpatterns = [
    path("notices/", pages.inbox, name="notices"),
    path("notices/bar/", pages.bar, name="notice_bar"),
    path("notices/read/", pages.read_all, name="read_all_notices"),
    path("notices/<int:notice_id>/read/", pages.read_notice, name="read_notice"),
    path("notifications/<int:notification_id>/read/", pages.read_notification, name="read_notification"),
    path("notices/mail/", pages.choose_mail, name="notice_mail"),
    path("notices/unsubscribe/<str:token>/", pages.unsubscribe, name="unsubscribe"),
    path("api/notices/", api.InboxResource.as_view(), name="api_notices"),
    path("api/notices/read/", api.AllReadResource.as_view(), name="api_notices_read"),
    path("api/notices/<int:notice_id>/read/", api.NoticeReadResource.as_view(), name="api_notice_read"),
    path(
        "api/notifications/<int:notification_id>/read/",
        api.NotificationReadResource.as_view(),
        name="api_notification_read",
    ),
]
sockets = [path("ws/notices/", consumers.NoticeNews.as_asgi())]
