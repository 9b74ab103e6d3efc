"""From files to documents: kinds, numbering, limits, hostile files."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from detente.errors import DetenteError, DocumentError, LimitError
from detente.evidence.document import Document
from detente.evidence.extract import read_bytes, read_source, text_document
from detente.evidence.extract_binary import UNPACKED_LIMIT

BODY = [
    "The ministry said on Monday that the “harbour plan” would be published in spring – not before.",
    "Two of the parties do not expect it. “We have read four drafts,” said Ines Obrecht, who speaks for the fishers.",
    "A third, the port authority, declined to comment on whether the draft of March 3 still stands.",
]


def paragraphs(document: Document) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs]


def docx_bytes() -> bytes:
    package = docx.Document()
    package.add_heading("Harbour plan delayed", level=0)
    for text in BODY:
        package.add_paragraph(text)
    table = package.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Draft of March"
    table.cell(0, 1).text = "Draft of May"
    stream = io.BytesIO()
    package.save(stream)
    return stream.getvalue()


def pdf_bytes(pages: list[list[str]]) -> bytes:
    """A PDF written by hand: one text line after the other, Helvetica, WinAnsi."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for lines in pages:
        drawn = b"BT /F1 11 Tf 14 TL 50 780 Td\n" + b"".join(
            b"(" + line.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*\n" for line in lines
        )
        content = drawn + b"ET"
        number = len(objects) + 1
        kids.append(b"%d 0 R" % number)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 "
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>" % (number + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        len(objects) + 1,
        len(out),
    )


def test_text_with_a_header_line() -> None:
    document = read_bytes("\ufeffBy A. Writer,\r\n\r\nOne\r\nmore.\r\n\r\n\r\nTwo.".encode(), "a.txt")
    assert paragraphs(document) == ["By A. Writer,", "One more.", "Two."]
    assert [p.number for p in document.paragraphs] == [0, 1, 2]
    assert [repair.kind for repair in document.repairs] == ["byte order mark", "line ends"]


def test_text_without_a_header_line_starts_at_one() -> None:
    assert [p.number for p in text_document("It rained.\n\nIt stopped.").paragraphs] == [1, 2]


def test_long_lines_are_paragraphs() -> None:
    long = "word " * 60 + "end."
    assert len(text_document(f"{long}\n{long}\n{long}").paragraphs) == 3


def test_hyphens_at_line_ends() -> None:
    """The hyphen goes, unless the word is written with one elsewhere or goes on with a capital."""
    document = text_document("A re-\nnewed second-\nstrike plan by Jean-\nPaul.\n\nThe second-strike plan.")
    assert document.paragraph_text(1) == "A renewed second-strike plan by Jean-Paul."
    assert document.joins == (4,)


def test_markdown() -> None:
    head = "---\ntitle: x\n---\n# Harbour plan\n\nThe *plan* is [late](http://x.example).\n\n"
    source = head + "> “No,” she\n> said.\n\n- one\n- two\n"
    document = read_bytes(source.encode(), "a.md")
    assert paragraphs(document) == ["Harbour plan", "The plan is late.", "“No,” she said.", "one", "two"]
    assert document.paragraphs[0].number == 0
    assert document.extractor.name == "markdown-it-py"
    assert document.extractor.version


def test_html_keeps_the_article_only() -> None:
    body = "".join(f"<p>{text}</p>" for text in BODY)
    page = (
        "<html><head><title>Harbour plan delayed</title></head><body><nav><a href='/'>Home</a> <a href='/x'>Sport</a>"
        f"</nav><article><h1>Harbour plan delayed</h1>{body}</article><footer>© Example Press</footer></body></html>"
    )
    document = read_bytes(page.encode(), "a.html")
    assert paragraphs(document) == ["Harbour plan delayed", *BODY]
    assert [p.number for p in document.paragraphs] == [0, 1, 2, 3]


def test_docx() -> None:
    document = read_bytes(docx_bytes(), "a.docx")
    assert paragraphs(document) == ["Harbour plan delayed", *BODY, "Draft of March", "Draft of May"]
    assert document.paragraphs[0].number == 0


def test_pdf() -> None:
    """Paragraphs are guessed, hyphens at line ends go, a paragraph runs on over the page."""
    first = [
        "The plan of the ministry was published in the spring and is re-",
        "newed “each year” with",
        "small changes.",
    ]
    second = ["The fishers do not like it at all and they said so on Monday in the", "town hall, where they met with"]
    document = read_bytes(pdf_bytes([first + second, ["the mayor."]]), "a.pdf")
    assert paragraphs(document) == [
        "The plan of the ministry was published in the spring and is renewed “each year” with small changes.",
        "The fishers do not like it at all and they said so on Monday in the town hall, where they met with the mayor.",
    ]
    assert [p.page for p in document.paragraphs] == ["1", "1"]
    assert len(document.joins) == 1


def test_windows_1252_is_recorded() -> None:
    document = read_bytes("It is a “café”.".encode("cp1252"), "a.txt")
    assert document.text == "It is a “café”."
    assert [repair.kind for repair in document.repairs] == ["decoded as Windows-1252, not valid UTF-8"]


@pytest.mark.parametrize(
    ("raw", "clean", "kind"),
    [
        (
            "They \u202etpecca lliw\u202c refuse.",
            "They tpecca lliw refuse.",
            "characters that turn the direction of writing",
        ),
        ("They will not\u200b accept.", "They will not accept.", "zero-width characters"),
        ("They will\U000e0041 sign.", "They will sign.", "control characters"),
        ("They will \x1b[31msign.", "They will [31msign.", "control characters"),
        ("They \u0430ccept.", "They \u0430ccept.", "Latin and Greek or Cyrillic letters in one word (kept)"),
    ],
)
def test_hidden_characters_are_taken_out_and_named(raw: str, clean: str, kind: str) -> None:
    document = text_document(raw)
    assert document.text == clean
    assert [repair.kind for repair in document.suspicious] == [kind]


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a.txt", "a PNG picture"),
        (b"abc\x00\x01\x02def", "a.txt", "zero bytes"),
        (b"\x01\x02\x03\x81\x90" * 20, "a.txt", "control characters"),
        (b"PK\x03\x04xxxx", "a.txt", "ZIP archive"),
        (b"no archive", "a.docx", "no ZIP archive"),
        (b"%PDF-1.4 nothing else", "a.pdf", "cannot be read as PDF"),
        (b"   \n\n ", "a.txt", "no text in it"),
        (b"<html><body></body></html>", "a.html", "no main text"),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, name: str, message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        read_bytes(data, name)
    assert str(caught.value).startswith(f"{name}: ")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A sparse file of 1 GB is refused at once."""
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(2**30)
    with pytest.raises(LimitError, match=r"1024 MB, and at most 64 MB are read"):
        read_source(path)


def test_missing_and_special_files(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_source(tmp_path / "nothing.txt")
    with pytest.raises(DocumentError, match="not a regular file"):
        read_source(tmp_path)


def zip_bytes(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_zip_bomb_in_docx() -> None:
    """Declared size above the limit: refused before anything is unpacked."""
    bomb = zip_bytes({"word/document.xml": b"<a/>", "word/media/x.bin": bytes(UNPACKED_LIMIT + 1)})
    assert len(bomb) < 2**20
    with pytest.raises(LimitError, match="archive bomb"):
        read_bytes(bomb, "bomb.docx")


def test_zip_bomb_that_declares_a_small_size() -> None:
    """The size declared is a lie: unpacking finds out, in pieces, and refuses."""
    bomb = zip_bytes({"word/document.xml": b"<a/>", "word/media/x.bin": bytes(3 * 2**20)})
    lie = bomb.replace((3 * 2**20).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lie != bomb
    with pytest.raises(DetenteError, match="damaged or encrypted"):
        read_bytes(lie, "lie.docx")


def test_archive_of_many_parts() -> None:
    parts = {f"word/{k}.xml": b"" for k in range(4001)}
    with pytest.raises(LimitError, match="4002 parts"):
        read_bytes(zip_bytes({"word/document.xml": b"<a/>", **parts}), "many.docx")


def test_entities_in_docx() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    with pytest.raises(DocumentError, match="declares XML entities"):
        read_bytes(zip_bytes({"word/document.xml": laughs}), "laughs.docx")


def test_archive_that_is_no_word_document() -> None:
    with pytest.raises(DocumentError, match="not a Word document"):
        read_bytes(zip_bytes({"x.txt": b"x"}), "x.docx")


def test_deep_html() -> None:
    with pytest.raises(DocumentError, match="nested more than 400 deep"):
        read_bytes(b"<html>" + b"<div>" * 100_000 + b"text" + b"</div>" * 100_000, "deep.html")
