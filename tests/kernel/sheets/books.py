"""Workbooks for the tests, made by hand where no library would make them so."""

import io
import struct
import zipfile

import xlsxwriter


def workbook(rows, *, name="名单", more=None, first_row=0, first_column=0, merge_title=None):
    """Return an .xlsx with the rows written as their Python kinds, formulas allowed."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd", "strings_to_urls": False})
    sheet = book.add_worksheet(name)
    if merge_title:
        sheet.merge_range(0, 0, 0, max(len(rows[0]) - 1, 1), merge_title)
    for number, row in enumerate(rows, start=first_row):
        for column, value in enumerate(row, start=first_column):
            sheet.write(number, column, value)
    for other, cells in (more or {}).items():
        extra = book.add_worksheet(other)
        for number, row in enumerate(cells):
            extra.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def repacked(data, change):
    """Return the archive again with ``change(name, content)`` applied to each member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, change(member.filename, old.read(member)))
    return stream.getvalue()


def with_declared_size(data, name, size):
    """Return the archive with the unpacked size of one member misstated in both its headers."""
    found = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        member = archive.getinfo(name)
    struct.pack_into("<I", found, member.header_offset + 22, size)
    place = found.find(b"PK\x01\x02")
    while place >= 0:
        length = struct.unpack_from("<H", found, place + 28)[0]
        if found[place + 46 : place + 46 + length] == name.encode():
            struct.pack_into("<I", found, place + 24, size)
        place = found.find(b"PK\x01\x02", place + 4)
    return bytes(found)
