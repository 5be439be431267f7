"""The encode queue: rows held by leases. Who moved a row's lease owns the job until the lease ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from enchanted.catalogue.actions.facets import set_facets
from enchanted.core import storage
from enchanted.core.actor import Actor
from enchanted.core.errors import Conflict, NotAllowed, NotFound
from enchanted.core.facts import announce
from enchanted.media.actions.describing import tell_length
from enchanted.media.events import EncodeAdvanced, EncodeQueued
from enchanted.media.logic.ladder import is_web_safe
from enchanted.media.models import Encode, MediaFile, Rendition
from enchanted.media.rules import may_run_queue

LEASE = timedelta(seconds=20)
MOST_ATTEMPTS = 3
LADDER_STAYS = timedelta(hours=1)
State, Kind = Encode.State, Encode.Kind
DISK_FULL = gettext_noop("The disk is full; this goes on when there is room.")


class AlreadyQueued(Conflict):
    """The file has an encode that waits or runs."""


class LeaseLost(Conflict):
    """The job was cancelled, or another worker took it."""


def queue_encode(*, file: MediaFile) -> Encode:
    """Put a file's ladder into the queue, and its quick start where browsers know its picture already.

    Returns the ladder's job. Errors: AlreadyQueued.
    """
    safe = is_web_safe(
        file.video_codec, file.video_profile, file.pixel_format, interlaced=file.interlaced, rotated=file.rotated
    )
    return _queue(file, [Kind.REMUX, Kind.LADDER] if safe else [Kind.LADDER])


def _queue(file: MediaFile, kinds: Sequence[Encode.Kind]) -> Encode:
    try:
        with transaction.atomic():
            for kind in kinds:
                encode = Encode.objects.create(file=file, kind=kind)
                announce(EncodeQueued(encode.pk))
                announce(EncodeAdvanced(encode.pk, file.movie_id))
            return encode
    except IntegrityError:
        raise AlreadyQueued(_("This film is being encoded already.")) from None


def claim_encode(
    *, owner: str, kind: str, at: datetime, fits: Callable[[Encode], bool] = lambda _encode: True
) -> Encode | None:
    """Take the next job of a kind: one that waits, or one whose worker's lease has ended. None when there is none.

    A job that took its workers down MOST_ATTEMPTS times is not given to another one: it fails. One that doesn't `fit`
    on the disk waits with words.
    """
    free = Q(kind=kind) & (Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=at))
    waiting = Encode.objects.filter(free).select_related("file").order_by("-priority", "id")
    for encode in waiting[:20]:
        if not fits(encode):
            _wait_for_room(encode)
            continue
        spent = encode.state == State.RUNNING and encode.attempts >= MOST_ATTEMPTS
        changes = (
            _ended(gettext_noop("Its worker was lost each time it was tried."), at) if spent else _taken(owner, at)
        )
        with transaction.atomic():
            same = Encode.objects.filter(free, pk=encode.pk, attempts=encode.attempts)
            if same.update(**changes):
                _unshow(encode)
                taken = _told(encode.pk)
                if not spent:
                    return taken
    return None


def advance_encode(*, encode: Encode, progress: int, speed: float, eta_seconds: int | None, at: datetime) -> None:
    """Say how far a job is, and keep its lease.

    Errors: LeaseLost when the job is no longer this worker's.
    """
    with transaction.atomic():
        _hold(encode, lease_until=at + LEASE, progress=progress, speed=speed, eta_seconds=eta_seconds)


def show_encode(*, encode: Encode, folder: str, renditions: Sequence[Rendition], at: datetime) -> None:
    """The first seconds of a quick start are at `folder`: open the film, while the rest grows.

    Errors: LeaseLost.
    """
    with transaction.atomic():
        _hold(encode, folder=folder, lease_until=at + LEASE)
        Rendition.objects.bulk_create(renditions)
        set_facets(movie_id=encode.file.movie_id, playable=True)


def finish_encode(
    *, encode: Encode, folder: str, renditions: Sequence[Rendition], storyboard: bool = False, at: datetime
) -> None:
    """What the job made is whole at `folder`: keep its renditions and open the film. A ladder is proof that the file
    can be decoded, whatever a try before it said.

    Errors: LeaseLost.
    """
    with transaction.atomic():
        _hold(encode, state=State.DONE, live=None, progress=1000, eta_seconds=0, folder=folder, finished_at=at,
              lease_owner="", lease_until=None, storyboard=storyboard, reason="")  # fmt: skip
        Rendition.objects.filter(encode=encode).delete()
        Rendition.objects.bulk_create(renditions)
        if encode.kind == Kind.LADDER:
            broken = MediaFile.objects.filter(pk=encode.file_id, state=MediaFile.State.BROKEN)
            broken.update(state=MediaFile.State.READY, reason="")
        set_facets(movie_id=encode.file.movie_id, playable=True)
        tell_length(encode.file)


def fail_encode(
    *, encode: Encode, reason: str, again: bool, file_state: str = MediaFile.State.READY, at: datetime
) -> None:
    """The job went wrong: it waits again when that may help and it was not tried too often, else it ends, with words.

    `file_state` is what the failure says of the file: missing, broken, or nothing (ready).

    Errors: LeaseLost.
    """
    with transaction.atomic():
        if again and encode.attempts < MOST_ATTEMPTS:
            _hold(encode, state=State.QUEUED, lease_owner="", lease_until=None, reason=reason)
            announce(EncodeQueued(encode.pk))
        else:
            _hold(encode, **_ended(reason, at))
            if file_state != MediaFile.State.READY:
                gone = at if file_state == MediaFile.State.MISSING else None
                MediaFile.objects.filter(pk=encode.file_id).update(state=file_state, reason=reason, missing_since=gone)
        _unshow(encode)


def put_back_encode(*, encode: Encode, reason: str = "") -> None:
    """The worker stops before the job is done: another one begins it anew, without a mark against it.

    Errors: LeaseLost.
    """
    with transaction.atomic():
        _hold(encode, state=State.QUEUED, lease_owner="", lease_until=None, progress=0, attempts=encode.attempts - 1,
              reason=reason)  # fmt: skip
        _unshow(encode)


def put_first(*, actor: Actor, encode_id: int) -> None:
    """Make a waiting job the next one.

    Errors: NotAllowed, NotFound, Conflict when it doesn't wait.
    """
    encode = _queued_job(actor, encode_id)
    with transaction.atomic():
        first = Encode.objects.filter(live=True).aggregate(most=Max("priority"))["most"] or 0
        if not Encode.objects.filter(pk=encode.pk, state=State.QUEUED).update(priority=min(first + 1, 30_000)):
            raise Conflict(_("Only an encode that waits can be put first."))
        announce(EncodeAdvanced(encode.pk, encode.file.movie_id))


def retry_encode(*, actor: Actor, encode_id: int, at: datetime) -> Encode:
    """Queue a failed job's file again.

    Errors: NotAllowed, NotFound, Conflict when it did not fail, AlreadyQueued.
    """
    encode = _queued_job(actor, encode_id)
    if encode.state != State.FAILED:
        raise Conflict(_("Only an encode that failed can be tried again."))
    return _queue(encode.file, [Kind(encode.kind)])


def cancel_encode(*, actor: Actor, encode_id: int, at: datetime) -> None:
    """End a job that waits or runs; its worker stops within a second.

    Errors: NotAllowed, NotFound, Conflict when it has ended.
    """
    encode = _queued_job(actor, encode_id)
    with transaction.atomic():
        if not end_live_encode(file=encode.file, reason=gettext_noop("Cancelled by staff."), at=at):
            raise Conflict(_("This encode has ended already."))


def end_live_encode(*, file: MediaFile, reason: str, at: datetime) -> bool:
    """End the jobs of a file that wait or run, if there are any; their workers stop at their next report."""
    with transaction.atomic():
        ended = 0
        for live in Encode.objects.filter(file=file, live=True):
            if Encode.objects.filter(pk=live.pk, live=True).update(**_ended(reason, at)):
                ended += 1
                _unshow(live)
                announce(EncodeAdvanced(live.pk, file.movie_id))
        return ended > 0


def remove_old_ladders(*, at: datetime) -> int:
    """Delete what a newer ladder of the same file has replaced, once nobody can be watching it by a grant.

    Returns how many.
    """
    newer = Encode.objects.filter(
        file=OuterRef("file"), kind=Kind.LADDER, state=State.DONE, pk__gt=OuterRef("pk"),
        finished_at__lt=at - LADDER_STAYS,
    )  # fmt: skip
    old = list(Encode.objects.filter(Exists(newer), state=State.DONE).exclude(folder="")[:20])
    for encode in old:
        storage.remove(storage.place(encode.folder))
        Encode.objects.filter(pk=encode.pk).update(folder="")
    return len(old)


def free_leases_of(*, owners: Sequence[str]) -> int:
    """Give back the jobs of workers known to be dead. Returns how many."""
    with transaction.atomic():
        return Encode.objects.filter(state=State.RUNNING, lease_owner__in=owners).update(
            state=State.QUEUED, lease_owner="", lease_until=None
        )


def _unshow(encode: Encode) -> None:
    """A quick start that did not come to its end is no longer to be seen; the film is closed if it opened it."""
    if encode.kind != Kind.REMUX or not Rendition.objects.filter(encode=encode).exists():
        return
    Rendition.objects.filter(encode=encode).delete()
    Encode.objects.filter(pk=encode.pk).update(folder="")
    movie_id = encode.file.movie_id
    others = Encode.objects.filter(file__movie=movie_id, state__in=[State.DONE, State.RUNNING])
    if not others.exclude(folder="").exists():
        set_facets(movie_id=movie_id, playable=False)


def _wait_for_room(encode: Encode) -> None:
    with transaction.atomic():
        if Encode.objects.filter(pk=encode.pk, state=State.QUEUED).exclude(reason=DISK_FULL).update(reason=DISK_FULL):
            announce(EncodeAdvanced(encode.pk, encode.file.movie_id))


def _queued_job(actor: Actor, encode_id: int) -> Encode:
    if not may_run_queue(actor):
        raise NotAllowed(_("Only staff run the encode queue."))
    encode = Encode.objects.select_related("file").filter(pk=encode_id).first()
    if encode is None:
        raise NotFound(_("There is no such encode."))
    return encode


def _taken(owner: str, at: datetime) -> dict[str, Any]:
    return {
        "state": State.RUNNING, "lease_owner": owner, "lease_until": at + LEASE, "attempts": F("attempts") + 1,
        "progress": 0, "speed": 0, "eta_seconds": None, "started_at": at, "reason": "",
    }  # fmt: skip


def _ended(reason: str, at: datetime) -> dict[str, Any]:
    return {
        "state": State.FAILED, "live": None, "lease_owner": "", "lease_until": None, "reason": reason,
        "finished_at": at, "eta_seconds": None,
    }  # fmt: skip


def _hold(encode: Encode, **changes: object) -> None:
    held = Encode.objects.filter(
        pk=encode.pk, state=State.RUNNING, lease_owner=encode.lease_owner, attempts=encode.attempts
    )
    if not held.update(**changes):
        raise LeaseLost(_("This encode is no longer this worker's."))
    announce(EncodeAdvanced(encode.pk, encode.file.movie_id))


def _told(encode_id: int) -> Encode:
    encode = Encode.objects.select_related("file").get(pk=encode_id)
    announce(EncodeAdvanced(encode.pk, encode.file.movie_id))
    return encode
