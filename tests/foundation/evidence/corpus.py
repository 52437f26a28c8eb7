"""Files that people send and files that attackers send, made here byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

CONTENT_TYPES = '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
SCRIPT = b"<script>alert(document.domain)</script>"


class Sent(io.BytesIO):
    """An upload: bytes under a claimed name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def image(kind: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    drawn = Image.linear_gradient("L").resize(size).convert(mode)
    if mode == "RGBA":
        drawn.putalpha(120)
    drawn.save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def photo_taken(moment: str, offset: str = "") -> bytes:
    exif = Image.Exif()
    details = exif.get_ifd(0x8769)
    details[0x9003] = moment
    if offset:
        details[0x9011] = offset
    exif[0x010F] = "PhoneMaker-secret-serial"
    exif.get_ifd(0x8825)[1] = "N"
    return image(exif=exif)


def packed(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def docx(extra: dict[str, str | bytes] | None = None) -> bytes:
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:document>安全</w:document>", **(extra or {}),
    }  # fmt: skip
    return packed(**members)


def xlsx(extra: dict[str, str | bytes] | None = None) -> bytes:
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": "<workbook/>", **(extra or {}),
    }  # fmt: skip
    return packed(**members)


def pdf(objects: bytes = b"1 0 obj <</Type /Catalog>> endobj") -> bytes:
    return b"%PDF-1.7\n" + objects + b"\nxref\n0 1\ntrailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def object_stream(hidden: bytes) -> bytes:
    return (
        b"7 0 obj <</Type /ObjStm /N 1 /Filter /FlateDecode>> stream\n" + zlib.compress(hidden) + b"\nendstream endobj"
    )


def external(kind: str) -> str:
    target = "http://example.invalid/x.dotm"
    link = f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="External"/>'
    return f"<Relationships>{link}</Relationships>"


def huge_png(width: int, height: int) -> bytes:
    """A PNG whose head claims a size that its few bytes do not have."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\x00" * 64))
        + _chunk(b"IEND", b"")
    )


def lying_zip() -> bytes:
    """A docx whose directory says that a part of 1 MB holds 10 bytes."""
    data = bytearray(docx({"word/media/a.bin": b"\x00" * 2**20}))
    entry = data.rfind(b"word/media/a.bin") - 46
    struct.pack_into("<I", data, entry + 24, 10)
    return bytes(data)


def overlapping_zip() -> bytes:
    """Two directory entries over the same packed bytes."""
    data = bytearray(docx({"word/a.xml": b"<a>" + bytes(range(256)) * 400}))
    plain = bytes(data)
    end = plain.rfind(b"PK\x05\x06")
    start = struct.unpack_from("<I", plain, end + 16)[0]
    last = plain.rfind(b"PK\x01\x02")
    again = plain[last:end].replace(b"word/a.xml", b"word/b.xml")
    directory = plain[start:end] + again
    count = struct.unpack_from("<H", plain, end + 10)[0] + 1
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), start, 0)
    return plain[:start] + directory + tail


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# name → (claimed name, bytes). None of them may be kept.
HOSTILE: dict[str, tuple[str, bytes]] = {
    "nothing": ("a.jpg", b""),
    "svg": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "svg called jpg": ("a.jpg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
    "html called txt": ("a.txt", b"<!DOCTYPE html><html><body>" + SCRIPT),
    "html far inside a text": ("a.txt", "安全\n".encode() * 3000 + SCRIPT),
    "html in gb18030": ("a.txt", "通知".encode("gb18030") + SCRIPT),
    "html in utf-16": ("a.txt", "通知<script>".encode("utf-16")),
    "php": ("a.txt", b"<?php system($_GET['c']);"),
    "batch file": ("a.txt", b"@echo off\r\ndel /s *"),
    "shell script": ("a.txt", b"#!/bin/sh\nrm -rf ~\n"),
    "program called jpg": ("a.jpg", b"MZ\x90\x00" + b"\x00" * 200),
    "program called pdf": ("a.pdf", b"\x7fELF" + b"\x00" * 200),
    "random bytes called png": ("a.png", bytes(range(256)) * 8),
    "jpeg cut off": ("a.jpg", image()[:900]),
    "png cut off": ("a.png", image("PNG")[:200]),
    "jpeg of three bytes": ("a.jpg", b"\xff\xd8\xff"),
    "png of huge claimed size": ("a.png", huge_png(60_000, 60_000)),
    "png of impossible size": ("a.png", huge_png(2**31 - 1, 2**31 - 1)),
    "png thin as a thread": ("a.png", huge_png(60_000, 10)),
    "gif": ("a.gif", image("GIF", mode="L")),
    "bmp called jpg": ("a.jpg", image("BMP")),
    "tiff": ("a.tif", image("TIFF")),
    "heic": ("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 40),
    "video": ("a.mp4", b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00" * 40),
    "old word": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
    "rtf": ("a.rtf", b"{\\rtf1\\ansi}"),
    "plain zip": ("a.zip", packed(a="x")),
    "plain zip called docx": ("a.docx", packed(a="x")),
    "rar": ("a.rar", b"Rar!\x1a\x07\x01\x00"),
    "zip bomb as docx": ("a.docx", docx({"word/media/b.bin": b"\x00" * (30 * 2**20)})),
    "many members": ("a.docx", docx({f"word/{n}.xml": "x" for n in range(2_100)})),
    "zip that lies of its size": ("a.docx", lying_zip()),
    "zip with overlapping members": ("a.docx", overlapping_zip()),
    "docx cut off": ("a.docx", docx()[:-30]),
    "docx with a macro": ("a.docx", docx({"word/vbaProject.bin": b"x"})),
    "docx with a program inside": ("a.docx", docx({"word/embeddings/oleObject1.bin": b"x"})),
    "docx that fetches a template": ("a.docx", docx({"word/_rels/settings.xml.rels": external("attachedTemplate")})),
    "docx with a doctype": ("a.docx", docx({"word/x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'})),
    "xlsx with dde": ("a.xlsx", xlsx({"xl/externalLinks/externalLink1.xml": '<ddeLink ddeService="cmd"/>'})),
    "zip that climbs out": ("a.docx", docx({"../../evil.xml": "x"})),
    "page before a docx": ("a.docx", b"<html>" + SCRIPT + docx()),
    "page after a docx": ("a.docx", docx() + SCRIPT),
    "docx with a page as comment": ("a.docx", docx()[:-2] + struct.pack("<H", len(SCRIPT)) + SCRIPT),
    "pdf cut off": ("a.pdf", pdf()[:40]),
    "pdf with a script": ("a.pdf", pdf(b"1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert(1))>>>> endobj")),
    "pdf with an escaped script": ("a.pdf", pdf(b"1 0 obj <</S /J#61vaScript>> endobj")),
    "pdf with a packed script": ("a.pdf", pdf(object_stream(b"8 0 <</S /JavaScript /JS (x)>>"))),
    "pdf that starts programs": ("a.pdf", pdf(b"1 0 obj <</S /Launch /F (cmd.exe)>> endobj")),
    "pdf that carries a file": ("a.pdf", pdf(b"1 0 obj <</Names <</EmbeddedFiles 2 0 R>>>> endobj")),
    "pdf with a password": ("a.pdf", pdf(b"1 0 obj <</Encrypt 2 0 R>> endobj")),
    "pdf that unpacks without end": ("a.pdf", pdf(object_stream(b"\x00" * (40 * 2**20)))),
    "zip after a pdf": ("a.pdf", pdf() + packed(a="x")),
    "page after a pdf": ("a.pdf", pdf() + b"<html>" + SCRIPT),
    "page before a pdf": ("a.pdf", b"<html>" + SCRIPT + pdf()),
}

# name → (claimed name, bytes, true ending). All of them are kept.
HONEST: dict[str, tuple[str, bytes, str]] = {
    "jpeg": ("现场.JPG", image(), ".jpg"),
    "grey jpeg": ("a.jpg", image(mode="L"), ".jpg"),
    "printer's jpeg": ("a.jpg", image(mode="CMYK"), ".jpg"),
    "png": ("a.png", image("PNG"), ".png"),
    "png with a palette": ("a.png", image("PNG", mode="P"), ".png"),
    "webp": ("a.webp", image("WEBP"), ".jpg"),
    "webp with glass": ("a.webp", image("WEBP", mode="RGBA"), ".png"),
    "png called jpg": ("a.jpg", image("PNG"), ".png"),
    "pdf": ("a.pdf", pdf(), ".pdf"),
    "pdf with packed objects": ("a.pdf", pdf(object_stream(b"8 0 <</Type /Page>>")), ".pdf"),
    "docx": ("a.docx", docx(), ".docx"),
    "docx with a hyperlink": ("a.docx", docx({"word/_rels/document.xml.rels": external("hyperlink")}), ".docx"),
    "xlsx": ("a.xlsx", xlsx(), ".xlsx"),
    "ofd": ("a.ofd", packed(**{"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<x/>"}), ".ofd"),
    "text": ("a.txt", "会议记录\r\n一、讨论 <隐患> 整改\t3<5".encode(), ".txt"),
    "old text": ("a.txt", "会议记录".encode("gb18030"), ".txt"),
}
