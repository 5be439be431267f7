"""The ways a job ends before its work is done."""

from __future__ import annotations

from enchanted.media.models import MediaFile


class Stopped(Exception):
    """This process is about to end."""


class DiskFull(Exception):
    """What is left on the disk is the reserve."""


class Failed(Exception):
    """Nothing was made; `again` when another try may succeed, `file_state` what that says of the film."""

    def __init__(self, reason: str, again: bool, file_state: str = MediaFile.State.READY) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.file_state = file_state
