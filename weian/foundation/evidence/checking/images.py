"""Images are drawn anew: only pixels survive, so nothing can hide behind or inside them."""

from __future__ import annotations

import io
import warnings
from datetime import datetime, timedelta, timezone, tzinfo

from PIL import Image, ImageOps

from weian.foundation.evidence.checking.checked import Checked
from weian.foundation.evidence.rejected import Rejected
from weian.kernel import clock

MAX_PIXELS = 64_000_000
MAX_RATIO = 50  # longer side to shorter side: more is no photo, and thumbnails of it vanish
LONG_SIDE = 4_096
THUMB_SIDE = 480
_BROKEN = "这张图片打不开或没有传完整。请重新拍摄，或检查原文件后重新上传。"
_EXIF_IFD, _TAKEN_AT, _TAKEN_OFFSET = 0x8769, 0x9003, 0x9011


def redraw(data: bytes) -> Checked:
    """Decode, turn upright, limit to 4,096 px on the long side and encode again without metadata. Raises Rejected."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata, which is dropped anyway
            return _redraw(data)
    except Rejected:
        raise
    # Pillow's decoders raise a dozen kinds of exceptions on hostile bytes; each means the same to the person.
    except Exception as error:
        raise Rejected(_BROKEN) from error


def _redraw(data: bytes) -> Checked:
    image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP"))
    _check_size(*image.size)
    claimed = _claimed_at(image)
    image.draft("RGB", (LONG_SIDE, LONG_SIDE))  # JPEG only: decodes a huge photo at a fraction of the memory
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    see_through = _see_through(upright)
    pixels = upright.convert("RGBA" if see_through else "RGB")
    as_png = image.format == "PNG" or see_through
    return Checked(
        data=_encoded(pixels, "PNG" if as_png else "JPEG"),
        mime="image/png" if as_png else "image/jpeg",
        ending=".png" if as_png else ".jpg",
        width=pixels.width,
        height=pixels.height,
        thumb=_thumb(pixels),
        claimed_at=claimed,
        dhash=difference_hash(pixels),
    )


def difference_hash(image: Image.Image) -> int:
    """64 bits, signed as PostgreSQL's bigint: for each of 8×8 cells whether it is darker than the one right of it."""
    cells = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            at = row * 9 + column
            bits = bits << 1 | (cells[at] < cells[at + 1])
    return bits - 2**64 if bits >= 2**63 else bits


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise Rejected(f"图片太大（{width}×{height} 像素）。请缩小到 6400 万像素以内再上传。")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise Rejected(f"图片太窄长（{width}×{height} 像素），不像照片。请检查后重新上传。")


def _see_through(image: Image.Image) -> bool:
    return "A" in image.getbands() or "transparency" in image.info


def _encoded(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    clean = Image.frombytes(image.mode, image.size, image.tobytes())  # a new image carries no info of the old one
    clean.save(out, kind, **({"optimize": False} if kind == "PNG" else {"quality": 88}))
    return out.getvalue()


def _thumb(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    if small.mode == "RGBA":
        paper = Image.new("RGB", small.size, "white")
        paper.paste(small, mask=small.getchannel("A"))
        small = paper
    return _encoded(small, "JPEG")


def _claimed_at(image: Image.Image) -> datetime | None:
    """When the camera says that the photo was taken; None where it says nothing sensible."""
    try:
        told = image.getexif().get_ifd(_EXIF_IFD)
        moment = datetime.strptime(str(told.get(_TAKEN_AT, "")).strip("\x00 "), "%Y:%m:%d %H:%M:%S")
        return moment.replace(tzinfo=_offset(str(told.get(_TAKEN_OFFSET, ""))))
    except Exception:  # hostile metadata may raise anything; without it the photo is still a photo
        return None


def _offset(text: str) -> tzinfo:
    if len(text) >= 6 and text[0] in "+-":
        span = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
        return timezone(span if text[0] == "+" else -span)
    return clock.SHANGHAI
