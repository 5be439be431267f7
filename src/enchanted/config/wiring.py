"""Who hears which fact, one line a row: now in the same transaction, later by the worker, or as a fleeting push."""

from __future__ import annotations

from enchanted.core.facts import Fact, Listener, Way, switchboard


def connect() -> None:
    from enchanted.accounts import consumers as accounts_consumers
    from enchanted.accounts.events import AccountErased, SessionsEnded, SignInCodeAnswered
    from enchanted.catalogue import consumers as catalogue_consumers
    from enchanted.catalogue.events import MovieChanged, MoviesImported
    from enchanted.core import mail, own_data
    from enchanted.library import actions as library_actions
    from enchanted.library import queries as library_queries
    from enchanted.media import consumers as media_consumers
    from enchanted.media import tasks as media_tasks
    from enchanted.media.actions import viewings
    from enchanted.media.events import EncodeAdvanced, EncodeQueued, ViewingYielded
    from enchanted.notices import actions as notices_actions
    from enchanted.notices import consumers as notices_consumers
    from enchanted.notices import queries as notices_queries
    from enchanted.notices import tasks as notices_tasks
    from enchanted.notices.events import InboxChanged, NoticesChanged, PeopleNotified

    rows: list[tuple[type[Fact], Way, Listener]] = [
        (mail.MailWritten, Way.LATER, mail.carry),
        (AccountErased, Way.NOW, library_actions.forget_positions),
        (AccountErased, Way.NOW, notices_actions.forget_inbox),
        (SessionsEnded, Way.NOW, viewings.end_viewings_of),
        (SessionsEnded, Way.PUSH, accounts_consumers.tell_sessions_ended),
        (SignInCodeAnswered, Way.PUSH, accounts_consumers.tell_code_answered),
        (MovieChanged, Way.PUSH, catalogue_consumers.tell_movie_changed),
        (MoviesImported, Way.PUSH, catalogue_consumers.tell_movies_imported),
        (EncodeQueued, Way.LATER, media_tasks.wake_encoder),
        (EncodeAdvanced, Way.PUSH, media_consumers.tell_encode_advanced),
        (ViewingYielded, Way.PUSH, media_consumers.tell_viewing_yielded),
        (NoticesChanged, Way.PUSH, notices_consumers.tell_notices_changed),
        (InboxChanged, Way.PUSH, notices_consumers.tell_inbox_changed),
        (PeopleNotified, Way.LATER, notices_tasks.mail_notifications),
    ]
    for fact, way, listener in rows:
        switchboard.connect(fact, way, listener)
    own_data.register("positions", library_queries.own_positions)
    own_data.register("notifications", notices_queries.own_notifications)
