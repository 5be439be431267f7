"""Pictures people give us: checked by content, turned upright, stripped, resized, stored by content.

A picture's key is the hash of the bytes it came with. Its widths lie at `pictures/<key>/<width>.webp`; nobody can
guess one, and a key never changes its picture, so addresses may be cached for good.
"""

from __future__ import annotations

import hashlib
import io
import warnings

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, ImageStat

from enchanted.core import storage
from enchanted.core.errors import Invalid

POSTER_WIDTHS = (240, 480, 960)
WIDE_WIDTHS = (640, 1280, 1920)
AVATAR_WIDTHS = (96, 384)
LOGO_WIDTHS = (320, 640)
FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 60_000_000
MOST_BYTES = 30 << 20


def keep_picture(data: bytes, widths: tuple[int, ...]) -> str:
    """Store `data` in the given widths (never enlarged, always at least one). Returns the picture's key.

    Errors: Invalid when it is no JPEG, PNG or WebP, is broken, or is too large.
    """
    key = hashlib.sha256(data).hexdigest()[:32]
    if all(storage.place(picture_key(key, width)).exists() for width in widths):
        return key
    picture = _open(data)
    for width in widths:
        size = (width, max(1, round(picture.height * width / picture.width)))
        made = picture.resize(size, Image.Resampling.LANCZOS) if width < picture.width else picture
        out = io.BytesIO()
        made.save(out, "WEBP", quality=82, method=4)
        storage.store_bytes(picture_key(key, width), out.getvalue())
    return key


def contrast(data: bytes) -> float:
    """How much there is to see: the spread of brightness, 0 for one colour all over, about 70 for a lively picture.

    Errors: as keep_picture.
    """
    return float(ImageStat.Stat(_open(data).convert("L").resize((64, 36))).stddev[0])


def picture_key(key: str, width: int) -> str:
    """The storage key of one width of a picture."""
    return f"pictures/{key[:2]}/{key}/{width}.webp"


def converted(key: str, kind: str) -> bytes | None:
    """A kept picture in its largest width as `JPEG` or `PNG`; None when it isn't there."""
    folder = storage.place(picture_key(key, 0)).parent
    widths = sorted((path for path in folder.glob("*.webp") if path.stem.isdigit()), key=lambda path: int(path.stem))
    if not widths:
        return None
    out = io.BytesIO()
    with Image.open(widths[-1], formats=("WEBP",)) as picture:
        picture.convert("RGB" if kind == "JPEG" else picture.mode).save(out, kind, quality=92)
    return out.getvalue()


def _open(data: bytes) -> Image.Image:
    if len(data) > MOST_BYTES:
        raise Invalid(_("The picture is larger than 30 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise Invalid(_("The picture has too many pixels."))
            upright = ImageOps.exif_transpose(picture)
            return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except Invalid:
        raise
    except Exception:
        raise Invalid(_("This is not a JPEG, PNG or WebP picture that can be read.")) from None
