"""PDF and DOCX. Both are containers whose contents can be far larger than the file: limits hold while unpacking."""

from __future__ import annotations

import io
import logging
import re
import statistics
import zipfile
from importlib.metadata import version

from detente.errors import DocumentError, LimitError
from detente.evidence.canonical import Repair, canonical_characters
from detente.evidence.document import Block, Extractor
from detente.evidence.extract import TEXT_LIMIT, Extracted, missing_extra, text_blocks

UNPACKED_LIMIT = 128 * 2**20
_MEMBERS = 4000
_PAGES = 5000
_CHUNK = 2**20
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*$")


def check_archive(data: bytes, name: str) -> None:
    """Refuse a DOCX whose parts are too many, too large (declared or real), or declare XML entities.

    Reads every part in pieces and counts; nothing is kept.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise DocumentError(f"{name}: not a DOCX file (it is no ZIP archive); save it again as .docx") from None
    with archive:
        members = archive.infolist()
        declared = sum(member.file_size for member in members)
        if len(members) > _MEMBERS or declared > UNPACKED_LIMIT:
            raise LimitError(
                f"{name}: would unpack to {declared / 2**20:.0f} MB in {len(members)} parts, at most "
                f"{UNPACKED_LIMIT / 2**20:.0f} MB in {_MEMBERS} parts are read; this looks like an archive bomb"
            )
        if "word/document.xml" not in archive.namelist():
            raise DocumentError(f"{name}: not a Word document (no word/document.xml in it)")
        real = 0
        for member in members:
            real += _unpacked_size(archive, member, name, UNPACKED_LIMIT - real)


def _unpacked_size(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, allowed: int) -> int:
    size = 0
    try:
        with archive.open(member) as stream:
            while piece := stream.read(_CHUNK):
                if size == 0 and member.filename.endswith((".xml", ".rels")) and b"<!" in piece:
                    head = piece[:4096].replace(b"\x00", b"")
                    if re.search(rb"<!(?:DOCTYPE|ENTITY)", head, re.IGNORECASE):
                        raise DocumentError(f"{name}: {member.filename} declares XML entities, which DOCX never needs")
                size += len(piece)
                if size > allowed:
                    raise LimitError(f"{name}: {member.filename} unpacks to more than it may; an archive bomb")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, DocumentError | LimitError):
            raise
        raise DocumentError(f"{name}: part {member.filename} is damaged or encrypted ({error})") from None
    return size


def read_docx(data: bytes, name: str) -> Extracted:
    """Read the paragraphs of a Word document, tables included, in the order of the page."""
    try:
        import docx
        from docx.table import Table
        from docx.text.paragraph import Paragraph
    except ImportError:
        raise missing_extra(name, "DOCX") from None
    check_archive(data, name)
    try:
        package = docx.Document(io.BytesIO(data))
        parts: list[tuple[str, bool]] = []
        for item in package.iter_inner_content():
            if isinstance(item, Paragraph):
                style = item.style.name if item.style is not None else ""
                parts.append((item.text, str(style).startswith(("Title", "Heading"))))
            elif isinstance(item, Table):
                parts.extend((cell.text, False) for row in item.rows for cell in row.cells)
        marked = package.element.xpath("//w:del | //w:ins")
    except Exception as error:
        raise DocumentError(f"{name}: cannot be read as DOCX ({type(error).__name__}: {error})") from None
    blocks, repairs = _canonical_blocks([(text, "", heading) for text, heading in parts])
    if marked:
        repairs = (*repairs, Repair("tracked changes (read as if accepted)", len(marked), suspicious=True))
    return blocks, Extractor("python-docx", version("python-docx")), repairs


def read_pdf(data: bytes, name: str) -> Extracted:
    """Read the text of a PDF page by page; paragraphs are guessed from line ends."""
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        raise missing_extra(name, "PDF") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(f"{name}: this PDF needs a password; save it without one")
        if len(reader.pages) > _PAGES:
            raise LimitError(
                f"{name}: {len(reader.pages)} pages, at most {_PAGES} are read; cut out what the case cites"
            )
        parts: list[tuple[str, str, bool]] = []
        length = 0
        for number, page in enumerate(reader.pages, start=1):
            text = page.extract_text()
            length += len(text)
            if length > TEXT_LIMIT:
                raise LimitError(f"{name}: more than {TEXT_LIMIT} characters of text")
            parts.extend((part, str(number), False) for part in _page_paragraphs(text))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        if isinstance(error, DocumentError | LimitError):
            raise
        raise DocumentError(f"{name}: cannot be read as PDF ({type(error).__name__}: {error})") from None
    blocks, repairs = _canonical_blocks(_across_pages(parts))
    return blocks, Extractor("pypdf", pypdf.__version__), repairs


def _page_paragraphs(text: str) -> list[str]:
    """Split a page: at empty lines if it has them, else after short lines that end a sentence."""
    canonical = canonical_characters(text)[0]
    if re.search(r"\n[ ]*\n", canonical):
        return [block.text for block in text_blocks(canonical)]
    lines = [line.strip() for line in canonical.split("\n") if line.strip()]
    if not lines:
        return []
    usual = statistics.median(len(line) for line in lines)
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        paragraphs[-1].append(line)
        if len(line) < 0.85 * usual and _SENTENCE_END.search(line):
            paragraphs.append([])
    return ["\n".join(part) for part in paragraphs if part]


def _across_pages(parts: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Join a paragraph that goes on over the page: no sentence end, and the next page starts in lower case."""
    joined: list[tuple[str, str, bool]] = []
    for text, page, heading in parts:
        if joined and joined[-1][1] != page and text[:1].islower() and not _SENTENCE_END.search(joined[-1][0]):
            before, first, was_heading = joined[-1]
            joined[-1] = (f"{before}\n{text}", first, was_heading)
        else:
            joined.append((text, page, heading))
    return joined


def _canonical_blocks(parts: list[tuple[str, str, bool]]) -> tuple[list[Block], tuple[Repair, ...]]:
    """Make the characters of all parts canonical; counts of the same repair are added up."""
    blocks = []
    counts: dict[tuple[str, bool], int] = {}
    for text, page, heading in parts:
        canonical, repairs = canonical_characters(text)
        blocks.append(Block(canonical, page, heading))
        for repair in repairs:
            key = (repair.kind, repair.suspicious)
            counts[key] = counts.get(key, 0) + repair.count
    return blocks, tuple(Repair(kind, count, suspicious) for (kind, suspicious), count in sorted(counts.items()))
