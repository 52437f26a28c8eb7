"""What the camera of the browser sees: pictures of codes, as raw video, that we draw ourselves."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from random import Random

import segno
from PIL import Image, ImageFilter

SIZE = WIDTH, HEIGHT = 1280, 720
WALL = 150


def switches(film: Path) -> list[str]:
    """Chromium takes the film for its camera, and does not ask whether a page may open it (headless it cannot)."""
    return [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]  # fmt: skip


def seen(text: str, *, side: int = 360, turned: float = 0, blurred: float = 0, noise: int = 0) -> Image.Image:
    """A code of so many dots on a wall, turned by degrees, out of focus, in bad light."""
    data = io.BytesIO()
    segno.make(text, error="m").save(data, kind="png", scale=8)
    code = Image.open(data).convert("L").resize((side, side), Image.Resampling.LANCZOS)
    code = code.rotate(turned, expand=True, fillcolor=WALL, resample=Image.Resampling.BICUBIC)
    picture = Image.new("L", SIZE, WALL)
    picture.paste(code, ((WIDTH - code.width) // 2, (HEIGHT - code.height) // 2))
    picture = picture.filter(ImageFilter.GaussianBlur(blurred))
    if noise:
        dust = Image.frombytes("L", SIZE, Random(1).randbytes(WIDTH * HEIGHT))
        picture = Image.blend(picture, dust, noise / 100)
    return picture


def film(path: Path, pictures: Sequence[Image.Image]) -> None:
    """Write them as a loop, five a second, grey: YUV4MPEG2, 4:2:0."""
    with path.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F5:1 Ip A1:1 C420jpeg\n".encode())
        for one in pictures:
            out.write(b"FRAME\n" + one.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2))
