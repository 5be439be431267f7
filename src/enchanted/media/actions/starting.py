"""Makes a quick start: a film browsers know already is repacked, and shown while that grows."""

from __future__ import annotations

from enchanted.core import clock, storage
from enchanted.core.jobs import stopping
from enchanted.media.actions import child, encodes, making, measuring, taking
from enchanted.media.actions.encodes import LeaseLost
from enchanted.media.actions.endings import Failed, Stopped
from enchanted.media.actions.tools import ffmpeg
from enchanted.media.logic import ladder
from enchanted.media.models import Encode

SHOWN_SECONDS = 8.0


def start(encode: Encode) -> None:
    """Carry out one claimed quick start.

    Errors: Failed, Stopped, DiskFull, LeaseLost, ToolFailed, Stalled; nothing is left then.
    """
    making.clear_parts(encode)
    folder = storage.place(f"hls/{encode.pk}")
    source = making.source_of(encode.file, copying=True)
    for name in ["source", *(sound.stereo for sound in source.sounds)]:
        (folder / name).mkdir(parents=True)
    try:
        _repack(encode, source)
    except LeaseLost:
        if not Encode.objects.filter(pk=encode.pk, state__in=[Encode.State.RUNNING, Encode.State.DONE]).exists():
            storage.remove(folder)
        raise
    except BaseException:
        storage.remove(folder)
        raise
    taking.take_beside(encode.file, source, _go_on)


def _go_on(_done_ms: int) -> None:
    if stopping.is_set():
        raise Stopped


def _repack(encode: Encode, source: ladder.Source) -> None:
    folder = storage.place(f"hls/{encode.pk}")
    shown = False

    def show() -> None:
        """Open the film once there is enough of it to begin with."""
        nonlocal shown
        if shown:
            return
        made = measuring.measure_remux(encode, source, folder)
        if made and made.seconds >= SHOWN_SECONDS:
            shown = True
            encodes.show_encode(encode=encode, folder=f"hls/{encode.pk}", renditions=made.renditions, at=clock.now())

    command = ladder.remux_command(ffmpeg(), source, encode.file.path)
    child.run(command, folder=folder, cpu_seconds=making.cpu_seconds(encode.file), watch=making.watch(encode, show))
    made = measuring.measure_remux(encode, source, folder)
    if made is None:
        raise Failed(measuring.NOT_WHOLE, again=True)
    storage.sync(folder, making.keeping(encode))
    encodes.finish_encode(encode=encode, folder=f"hls/{encode.pk}", renditions=made.renditions, at=clock.now())
