"""Reads the boxes of fragmented MP4 segments (ISO/IEC 14496-12) as far as scrubbing needs them."""

from __future__ import annotations

from collections.abc import Iterator

_DATA_OFFSET, _FIRST_FLAGS, _DURATION, _SIZE = 0x1, 0x4, 0x100, 0x200


def first_frame_end(segment: bytes) -> int:
    """Where the first frame of a segment ends, in bytes from the segment's start.

    Errors: ValueError when the segment tells no size of it.
    """
    for kind, start, end in _boxes(segment, 0, len(segment)):
        if kind == b"moof":
            default, run = 0, None
            for name, begin, finish in _inside(segment, start, end):
                if name == b"tfhd":
                    default = _default_size(segment[begin:finish])
                elif name == b"trun" and run is None:
                    run = segment[begin:finish]
            if run is None:
                break
            offset, size = _first_sample(run, default)
            return start - 8 + offset + size
    raise ValueError("no frame is described")


def _boxes(data: bytes, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, start of its content, end) of the boxes in a stretch of bytes; what is cut off is left out."""
    while at + 8 <= end:
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8 or at + size > end:
            return
        yield data[at + 4 : at + 8], at + 8, at + size
        at += size


def _inside(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of the first track fragment."""
    for kind, begin, finish in _boxes(data, start, end):
        if kind == b"traf":
            yield from _boxes(data, begin, finish)
            return


def _default_size(tfhd: bytes) -> int:
    flags = int.from_bytes(tfhd[1:4], "big")
    at = 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0) + (4 if flags & 0x8 else 0)
    return int.from_bytes(tfhd[at : at + 4], "big") if flags & 0x10 else 0


def _first_sample(trun: bytes, default: int) -> tuple[int, int]:
    """(offset from the fragment's start, size) of a run's first sample."""
    flags = int.from_bytes(trun[1:4], "big")
    if not flags & _DATA_OFFSET:
        raise ValueError("no offset is told")
    offset, at = int.from_bytes(trun[8:12], "big", signed=True), 12 + (4 if flags & _FIRST_FLAGS else 0)
    if flags & _SIZE:
        at += 4 if flags & _DURATION else 0
        return offset, int.from_bytes(trun[at : at + 4], "big")
    if not default:
        raise ValueError("no size is told")
    return offset, default
