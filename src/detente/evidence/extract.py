"""From a file to a document: text, Markdown, HTML, PDF, DOCX.

Sizes are checked before anything is read, and again while an archive is unpacked. A file that cannot be trusted
to be what it says is refused with the reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

from detente.errors import DocumentError, LimitError
from detente.evidence.canonical import Repair, canonical_characters, decode
from detente.evidence.document import Block, Document, Extractor, build_document

SIZE_LIMIT = 64 * 2**20
TEXT_LIMIT = 32 * 2**20
_LONG_LINE = 200
_HTML_DEPTH = 400
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
    | {"p", "li", "dd", "dt", "tr", "td", "th"}  # often left open
)

Extracted = tuple[list[Block], Extractor, tuple[Repair, ...]]


def read_source(path: str | Path, *, size_limit: int = SIZE_LIMIT) -> Document:
    """Read a file into a document.

    Parameters
    ----------
    path
        The kind of file is told by its suffix; without a known suffix, by its first bytes.
    size_limit
        Bytes; larger files are refused before they are read.

    Raises
    ------
    DocumentError
        Not a file, not readable, not what its name says, or hostile.
    LimitError
        Too large.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise DocumentError(f"{path}: no such file" if not path.exists() else f"{path}: not a regular file")
        size = path.stat().st_size
        if size > size_limit:
            raise LimitError(
                f"{path}: {size / 2**20:.0f} MB, and at most {size_limit / 2**20:.0f} MB are read; "
                "cut out the part that the case cites"
            )
        with path.open("rb") as stream:
            data = stream.read(size_limit + 1)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror or error})") from None
    if len(data) > size_limit:
        raise LimitError(f"{path}: grew above {size_limit / 2**20:.0f} MB while it was read")
    return read_bytes(data, str(path))


def read_bytes(data: bytes, name: str) -> Document:
    """Make a document from the bytes of a file called `name`. Raises as `read_source`."""
    blocks, extractor, repairs = _reader(data, name)(data, name)
    document = build_document(
        blocks, name=name, extractor=extractor, sha256=hashlib.sha256(data).hexdigest(), repairs=repairs
    )
    if len(document.text) > TEXT_LIMIT:
        raise LimitError(f"{name}: {len(document.text)} characters of text, at most {TEXT_LIMIT} are handled")
    if not document.paragraphs:
        raise DocumentError(f"{name}: no text in it (a scanned page needs text recognition first)")
    return document


def text_document(text: str, name: str = "text") -> Document:
    """Return a document from text at hand: pasted, or from standard input."""
    canonical, repairs = canonical_characters(text)
    digest = hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()
    return build_document(
        text_blocks(canonical), name=name, extractor=Extractor("text"), sha256=digest, repairs=repairs
    )


def _reader(data: bytes, name: str) -> Callable[[bytes, str], Extracted]:
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf" or (not suffix and data.startswith(b"%PDF")):
        from detente.evidence.extract_binary import read_pdf

        return read_pdf
    if suffix == ".docx":
        from detente.evidence.extract_binary import read_docx

        return read_docx
    if suffix in {".md", ".markdown"}:
        return _read_markdown
    if suffix in {".html", ".htm", ".xhtml"} or re.match(rb"\s*<(?:!doctype html|html)\b", data[:200], re.IGNORECASE):
        return _read_html
    return _read_text


def _canonical(data: bytes, name: str) -> tuple[str, tuple[Repair, ...]]:
    text, decoding = decode(data, name)
    text, repairs = canonical_characters(text)
    return text, decoding + repairs


def _read_text(data: bytes, name: str) -> Extracted:
    text, repairs = _canonical(data, name)
    return text_blocks(text), Extractor("text"), repairs


def text_blocks(text: str) -> list[Block]:
    r"""Split canonical text into blocks: at empty lines, and at every line end between long lines.

    >>> [block.text for block in text_blocks("one\ntwo\n\nthree")]
    ['one\ntwo', 'three']
    """
    blocks: list[Block] = []
    for part in re.split(r"\n[ ]*\n\s*", text):
        lines = part.split("\n")
        if len(lines) > 1 and any(len(line) > _LONG_LINE for line in lines):
            blocks.extend(Block(line) for line in lines)
        else:
            blocks.append(Block(part))
    return blocks


def _read_markdown(data: bytes, name: str) -> Extracted:
    try:
        from importlib.metadata import version

        from markdown_it import MarkdownIt
    except ImportError:
        raise missing_extra(name, "Markdown") from None
    text, repairs = _canonical(data, name)
    front = re.match(r"---\n.*?\n---[ ]*\n", text, re.DOTALL)
    if front:
        text = text[front.end() :]
        repairs = (*repairs, Repair("front matter left out", 1))
    blocks = []
    heading = False
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        if token.type == "inline":
            words = "".join(_inline_text(child) for child in token.children or ())
            blocks.append(Block(words, heading=heading))
        elif token.type in {"fence", "code_block"}:
            blocks.extend(text_blocks(token.content))
        heading = token.type == "heading_open" or (heading and token.type == "inline")
    return blocks, Extractor("markdown-it-py", version("markdown-it-py")), repairs


def _inline_text(token: object) -> str:
    kind, content = getattr(token, "type", ""), str(getattr(token, "content", ""))
    return {"softbreak": "\n", "hardbreak": "\n"}.get(kind, content)


def _read_html(data: bytes, name: str) -> Extracted:
    try:
        import trafilatura
        from trafilatura.settings import use_config
    except ImportError:
        raise missing_extra(name, "HTML") from None
    text, repairs = _canonical(data, name)
    check_html_depth(text, name)
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "0")
    extracted = trafilatura.extract(
        text, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False, config=config
    )
    if not extracted:
        raise DocumentError(f"{name}: no main text found in this page; save the article as text and cite that file")
    text, more = canonical_characters(extracted)
    lines = [line.removeprefix("- ") for line in text.split("\n") if line.strip()]
    kept = {repair.kind for repair in repairs}
    repairs += tuple(repair for repair in more if repair.kind not in kept)
    return [Block(line) for line in lines], Extractor("trafilatura", trafilatura.__version__), repairs


class _Depth(HTMLParser):
    """Counts how deep the elements of a page are nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.depth = 0
        self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Go down."""
        if tag not in _VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        """Go up."""
        if tag not in _VOID:
            self.depth = max(0, self.depth - 1)


def check_html_depth(text: str, name: str) -> None:
    """Refuse a page that is nested so deep that parsers exhaust their stack."""
    counter = _Depth()
    for start in range(0, len(text), 2**16):
        counter.feed(text[start : start + 2**16])
        if counter.deepest > _HTML_DEPTH:
            raise DocumentError(
                f"{name}: elements nested more than {_HTML_DEPTH} deep; save the article as text and cite that file"
            )


def missing_extra(name: str, kind: str) -> DocumentError:
    """Return the error for a kind of file whose reader is not installed."""
    return DocumentError(f"{name}: reading {kind} needs an extra: pip install 'detente[documents]'")
