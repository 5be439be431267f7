"""What the house keeps is whole or not there; pictures are checked by what they hold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from enchanted.core import storage
from enchanted.core.errors import Invalid
from enchanted.core.pictures import keep_picture, picture_key


def test_a_failed_write_leaves_nothing(own_storage: Path) -> None:
    with pytest.raises(RuntimeError), storage.part_beside(storage.place("a/b.txt")) as part:
        part.write_text("half")
        raise RuntimeError
    assert list(own_storage.rglob("*.*")) == []


def test_a_folder_is_published_in_one_step(own_storage: Path) -> None:
    target = storage.place("hls/1")
    for text in ("old", "new"):
        with storage.part_beside(target) as part:
            part.mkdir()
            (part / "a").write_text(text)
    assert (target / "a").read_text() == "new"
    assert [path.name for path in target.parent.iterdir()] == ["1"]


@pytest.mark.parametrize("key", ["../x", "a/../../x", "/etc/passwd"])
def test_keys_stay_below_the_storage(key: str) -> None:
    with pytest.raises(ValueError, match="not a storage key"):
        storage.place(key)


def jpeg(size: tuple[int, int], **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **save)
    return out.getvalue()


def kept(key: str, width: int) -> Image.Image:
    return Image.open(io.BytesIO(storage.place(picture_key(key, width)).read_bytes()))


def test_a_picture_is_resized_never_enlarged_and_found_again() -> None:
    key = keep_picture(jpeg((600, 900)), (240, 480, 960))
    assert [kept(key, width).width for width in (240, 480, 960)] == [240, 480, 600]
    assert keep_picture(jpeg((600, 900)), (240, 480, 960)) == key


def test_metadata_is_stripped_and_the_picture_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "where I live"
    key = keep_picture(jpeg((200, 100), exif=exif), (480,))
    assert kept(key, 480).size == (100, 200)
    assert b"where I live" not in storage.place(picture_key(key, 480)).read_bytes()


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a\x01\x00"]
)
def test_what_is_no_picture_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Invalid, match="picture"):
        keep_picture(data, (240,))


def test_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(Invalid):
        keep_picture(out.getvalue(), (240,))
