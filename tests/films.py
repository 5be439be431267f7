"""Small real films for tests, made by ffmpeg's generators."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

SRT = "1\n00:00:00,500 --> 00:00:05,500\n{}\n"
PICTURES = {
    "First Light": "gradients=s=640x360:r=24:c0=0x0b1026:c1=0xf6a64b:n=2:speed=0.05:t=radial",
    "Second Snow": "life=s=320x180:r=24:mold=25:ratio=0.12:life_color=0xfff2c4:seed=7,scale=480:270:flags=neighbor",
}


@cache
def ffmpeg() -> str:
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def make_film(path: Path, *, picture: str = "testsrc2=s=320x180:r=24", seconds: float = 2, sound: bool = True) -> Path:
    """A real film at `path`: H.264 and, with `sound`, AAC; the suffix chooses the container."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = [ffmpeg(), "-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", picture]
    if sound:
        command += ["-f", "lavfi", "-i", "sine=frequency=220:sample_rate=48000", "-c:a", "aac", "-b:a", "64k"]
    command += ["-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path)]
    subprocess.run(command, check=True)
    return path


def film_folder(root: Path) -> Path:
    """A folder of two films of six seconds, laid out as people lay theirs out."""
    for (title, picture), year in zip(PICTURES.items(), (2021, 2023), strict=True):
        name = f"{title} ({year})"
        film = make_film(root / name / f"{name}.mkv", picture=picture, seconds=6)
        film.with_name("movie.nfo").write_text(
            f"<movie><title>{title}</title><year>{year}</year><plot>A short film about light.</plot>"
            "<genre>Drama</genre><director>Ada Director</director>"
            "<actor><name>Bea Actor</name><role>Light</role></actor></movie>"
        )
        film.with_name(f"{name}.en.srt").write_text(SRT.format("It begins."))
        film.with_name(f"{name}.zh-Hans.srt").write_text(SRT.format("开始了。"), encoding="utf-8")
    return root
