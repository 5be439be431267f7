"""Names of codecs as browsers and playlists know them (RFC 6381), out of the records files carry."""

from __future__ import annotations

from collections.abc import Sequence

_AUDIO = {"aac": "mp4a.40.2", "mp3": "mp4a.6B", "mp3float": "mp4a.6B", "opus": "opus", "flac": "flac",
          "vorbis": "vorbis", "ac3": "ac-3", "eac3": "ec-3"}  # fmt: skip
_WEBM_VIDEO = {"vp8": "vp8", "vp9": "vp09.00.10.08", "libvpx": "vp8", "libvpx-vp9": "vp09.00.10.08"}
_MP4_AUDIO = frozenset(("aac", "mp3", "mp3float", "opus", "flac", "ac3", "eac3"))
_WEBM_AUDIO = frozenset(("opus", "vorbis"))


def avc(record: bytes) -> str:
    """`avc1.640028` out of an AVCDecoderConfigurationRecord.

    Errors: ValueError when it is none.
    """
    if len(record) < 4 or record[0] != 1:
        raise ValueError("no avcC record")
    return f"avc1.{record[1]:02x}{record[2]:02x}{record[3]:02x}"


def hevc(record: bytes) -> str:
    """`hvc1.1.6.L93.B0` out of an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, E.3).

    Errors: ValueError when it is none.
    """
    if len(record) < 13 or record[0] != 1:
        raise ValueError("no hvcC record")
    space = ("", "A", "B", "C")[record[1] >> 6]
    tier = "H" if record[1] & 0x20 else "L"
    flags = int(f"{int.from_bytes(record[2:6], 'big'):032b}"[::-1], 2)
    constraints = ".".join(f"{byte:X}" for byte in record[6:12].rstrip(b"\0"))
    name = f"hvc1.{space}{record[1] & 0x1F}.{flags:X}.{tier}{record[12]}"
    return f"{name}.{constraints}" if constraints else name


def av1(record: bytes) -> str:
    """`av01.0.08M.08` out of an AV1CodecConfigurationRecord.

    Errors: ValueError when it is none.
    """
    if len(record) < 4 or record[0] != 0x81:
        raise ValueError("no av1C record")
    tier = "H" if record[2] & 0x80 else "M"
    depth = (12 if record[2] & 0x20 else 10) if record[2] & 0x40 else 8
    return f"av01.{record[1] >> 5}.{record[1] & 0x1F:02}{tier}.{depth:02}"


def of_init(init: bytes) -> str:
    """The name of the picture's codec that an initialisation segment describes.

    Errors: ValueError when it describes none that is known.
    """
    for box, name in ((b"avcC", avc), (b"av1C", av1), (b"hvcC", hevc)):
        at = init.find(box)
        if at >= 0:
            return name(init[at + 4 :])
    raise ValueError("no picture is described")


def mime_of(container: str, video: str, record: bytes, audio: Sequence[str]) -> str:
    """The type of a whole file for a browser's `canPlayType`; empty when none would know it.

    `container` is libav's list of names, `record` the picture's extradata, `audio` the first sound's codec or none.
    """
    names = set(container.split(","))
    kind = "mp4" if names & {"mp4", "mov"} else "webm" if "webm" in names else ""
    try:
        picture = _picture(kind, video, record)
    except ValueError:
        return ""
    sounds = _MP4_AUDIO if kind == "mp4" else _WEBM_AUDIO
    if not picture or not set(audio) <= sounds:
        return ""
    return f'video/{kind}; codecs="{", ".join([picture, *(_AUDIO[name] for name in audio)])}"'


def _picture(kind: str, video: str, record: bytes) -> str:
    if kind == "mp4" and video == "h264":
        return avc(record)
    if kind == "mp4" and video == "hevc":
        return hevc(record)
    if kind and video in ("av1", "libdav1d"):
        return av1(record)
    return _WEBM_VIDEO.get(video, "") if kind == "webm" else ""
