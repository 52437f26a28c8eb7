"""Drawings that stand for photographs in the demo, each saying 演示 by its stripes; and a plan file."""

from __future__ import annotations

import random
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PAPER, INK, SHADE = (234, 239, 239), (68, 83, 86), (184, 200, 202)


def photo(seed: str, *, tidy: bool, light: float = 1.0) -> SimpleUploadedFile:
    """A corridor with a door; things stand in the way unless `tidy`. Diagonal stripes mark it as a demo drawing.

    The seed says where: the same corridor tidy and not, another one otherwise. With other `light` it is the same photo
    again, a little brighter or darker.
    """
    dice = random.Random(seed)
    image = Image.new("RGB", (640, 480), PAPER)
    draw = ImageDraw.Draw(image)
    for x in range(-480, 640, 64):
        draw.line([(x, 480), (x + 480, 0)], fill=(224, 231, 231), width=12)
    left, top, wide, floor = (
        dice.randint(60, 400),
        dice.randint(60, 150),
        dice.randint(120, 200),
        dice.randint(270, 330),
    )
    draw.polygon([(0, 480), (left - 30, floor), (left + wide + 30, floor), (640, 480)], fill=(212, 222, 222))
    draw.rectangle([0, 0, dice.randint(10, max(11, left - 50)), dice.randint(120, 420)], fill=(200, 212, 214))
    draw.rectangle([left + wide + dice.randint(20, 40), dice.randint(0, 120), 640, dice.randint(160, 320)], fill=SHADE)
    draw.rectangle([left, top, left + wide, floor + 8], outline=INK, width=4, fill=(245, 248, 248))
    draw.line([(left + wide // 2, top), (left + wide // 2, floor + 8)], fill=INK, width=3)
    draw.rectangle([left + wide // 4, top - 40, left + wide * 3 // 4, top - 14], outline=INK, width=3, fill=SHADE)
    for _ in range(0 if tidy else dice.randint(3, 6)):
        x, y = dice.randint(left - 60, left + wide), dice.randint(floor - 20, floor + 90)
        draw.rectangle([x, y, x + dice.randint(46, 106), y + dice.randint(40, 86)], fill=SHADE, outline=INK, width=3)
    buffer = BytesIO()
    image.point(lambda tone: min(255, round(tone * light))).save(buffer, "JPEG", quality=72)
    return SimpleUploadedFile("演示图片.jpg", buffer.getvalue(), "image/jpeg")


def plan_file(title: str) -> SimpleUploadedFile:
    """A short text file as the plan; the demo says that it is one."""
    text = f"{title}\n\n（演示文件，内容为虚构。）\n\n一、组织领导\n二、检查内容\n三、时间安排\n"
    return SimpleUploadedFile("工作方案（演示）.txt", text.encode(), "text/plain")
