"""The house's log file."""

from __future__ import annotations

from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any


class HouseFileHandler(RotatingFileHandler):
    """Rotates at 5 MB, keeps three; opened at the first line, so that small commands touch no file."""

    def __init__(self, filename: str, **kwargs: Any) -> None:
        super().__init__(filename, maxBytes=5 << 20, backupCount=3, delay=True, encoding="utf-8", **kwargs)

    def _open(self) -> Any:
        Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        return super()._open()
