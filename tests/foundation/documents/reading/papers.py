"""Files in each format, made from words, for the tests of the reader."""

import io
import zipfile
from pathlib import Path

import docx
import yaml
from docx.oxml.ns import qn

NOTICES = Path(__file__).parent / "notices"
OWN = sorted(NOTICES.glob("*.txt"))


def gold_of(path: Path) -> dict:
    """The annotations beside a notice."""
    return yaml.safe_load(path.with_suffix(".yaml").read_text(encoding="utf-8"))


def word_file(lines: list[str], rows: list[list[str]] | None = None) -> bytes:
    """A .docx of plain paragraphs and, at the end, a table."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, words in zip(table.rows, rows, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
    return _saved(document)


def numbered_word_file(title: str, headings: list[str]) -> bytes:
    """A .docx whose headings are numbered 一、二、 by Word itself."""
    document = docx.Document()
    document.add_paragraph(title)
    for heading in headings:
        document.add_paragraph(heading, style="List Number")
    for level in document.part.numbering_part.element.iter(qn("w:lvl")):
        level.find(qn("w:numFmt")).set(qn("w:val"), "chineseCountingThousand")
        level.find(qn("w:lvlText")).set(qn("w:val"), "%1、")
    return _saved(document)


def _saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf_file(lines: list[str], *, locked: bool = False) -> bytes:
    """A one-page PDF with an unembedded font and a ToUnicode map; no lines make it a scan, a lock asks a password."""
    shows = "".join(
        f"BT /F 12 Tf 1 0 0 1 50 {780 - 20 * at} Tm <{line.encode('utf-16-be').hex()}> Tj ET\n"
        for at, line in enumerate(lines)
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        "1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"
    )
    font = "<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"  # noqa: E501
    system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(shows)} >>\nstream\n{shows}\nendstream",
        font,
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song {system} /DW 1000 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    if locked:
        key = "ab" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>")
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    lock = f" /Encrypt {len(objects)} 0 R /ID [<00> <00>]" if locked else ""
    return (
        out + end + f"trailer << /Size {len(objects) + 1} /Root 1 0 R{lock} >>\nstartxref\n{len(out)}\n%%EOF"
    ).encode("latin-1")


def ofd_file(lines: list[str], prolog: str = "") -> bytes:
    """An OFD of one page; the text objects are stored bottom line first."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    texts = "".join(
        f'<ofd:TextObject Boundary="20 {20 + 10 * at} 170 5"><ofd:TextCode X="0" Y="4">{line}</ofd:TextCode></ofd:TextObject>'  # noqa: E501
        for at, line in reversed(list(enumerate(lines)))
    )
    page = f"{prolog}<ofd:Page {space}><ofd:Content><ofd:Layer>{texts}</ofd:Layer></ofd:Content></ofd:Page>"
    document = f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'  # noqa: E501
    root = f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    return zip_file({"OFD.xml": root, "Doc_0/Document.xml": document, "Doc_0/Pages/Page_0/Content.xml": page})


def zip_file(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, words in members.items():
            archive.writestr(name, words)
    return stream.getvalue()
