"""Drawings that stand for photographs in the demo, each saying 演示 by its stripes; and a plan file."""

from __future__ import annotations

import random
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

PAPER, INK, SHADE = (234, 239, 239), (68, 83, 86), (184, 200, 202)


def photo(seed: str, *, tidy: bool) -> SimpleUploadedFile:
    """A corridor with a door; things stand in the way unless `tidy`. Diagonal stripes mark it as a demo drawing."""
    dice = random.Random(seed)
    image = Image.new("RGB", (960, 720), PAPER)
    draw = ImageDraw.Draw(image)
    for x in range(-720, 960, 96):
        draw.line([(x, 720), (x + 720, 0)], fill=(224, 231, 231), width=18)
    draw.polygon([(0, 720), (330, 420), (630, 420), (960, 720)], fill=(212, 222, 222))
    draw.rectangle([360, 170, 600, 430], outline=INK, width=6, fill=(245, 248, 248))
    draw.line([(480, 170), (480, 430)], fill=INK, width=4)
    draw.rectangle([420, 110, 540, 150], outline=INK, width=4, fill=SHADE)
    if not tidy:
        for _ in range(dice.randint(3, 6)):
            left, top = dice.randint(180, 640), dice.randint(380, 560)
            draw.rectangle([left, top, left + dice.randint(70, 160), top + dice.randint(60, 130)],
                           fill=SHADE, outline=INK, width=5)  # fmt: skip
    buffer = BytesIO()
    image.resize((640, 480)).save(buffer, "JPEG", quality=72)
    return SimpleUploadedFile("演示图片.jpg", buffer.getvalue(), "image/jpeg")


def plan_file(title: str) -> SimpleUploadedFile:
    """A short text file as the plan; the demo says that it is one."""
    text = f"{title}\n\n（演示文件，内容为虚构。）\n\n一、组织领导\n二、检查内容\n三、时间安排\n"
    return SimpleUploadedFile("工作方案（演示）.txt", text.encode(), "text/plain")
