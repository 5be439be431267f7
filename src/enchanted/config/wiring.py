"""Who hears which fact, one line a row: now in the same transaction, later by the worker, or as a fleeting push."""

from __future__ import annotations

from enchanted.core.facts import Fact, Listener, Way, switchboard


def connect() -> None:
    from enchanted.catalogue import consumers as catalogue_consumers
    from enchanted.catalogue.events import MovieChanged, MoviesImported
    from enchanted.core import mail
    from enchanted.media import consumers as media_consumers
    from enchanted.media import tasks as media_tasks
    from enchanted.media.events import EncodeAdvanced, EncodeQueued, ViewingYielded

    rows: list[tuple[type[Fact], Way, Listener]] = [
        (mail.MailWritten, Way.LATER, mail.carry),
        (MovieChanged, Way.PUSH, catalogue_consumers.tell_movie_changed),
        (MoviesImported, Way.PUSH, catalogue_consumers.tell_movies_imported),
        (EncodeQueued, Way.LATER, media_tasks.wake_encoder),
        (EncodeAdvanced, Way.PUSH, media_consumers.tell_encode_advanced),
        (ViewingYielded, Way.PUSH, media_consumers.tell_viewing_yielded),
    ]
    for fact, way, listener in rows:
        switchboard.connect(fact, way, listener)
