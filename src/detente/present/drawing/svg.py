"""A small XML-safe builder for our own SVG.

Every drawing is a tree of `xml.etree` elements, so text and attributes are escaped in one place. No style sheet and no
bare selector goes inside a drawing: several drawings live in one page, and what one of them declared would reach the
others. Looks are attributes; classes exist only for the page's own style sheet to act upon.
"""

from __future__ import annotations

from xml.etree import ElementTree as Tree

from detente.present.names import plain

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

INK = "#1B1F24"
QUIET = "#59636E"
HAIRLINE = "#C9D1D9"
PAPER = "#FFFFFF"
TODAY = "#FFE99A"

Attribute = str | int | float | None


def node(tag: str, *children: Tree.Element | str | None, **attributes: Attribute) -> Tree.Element:
    """Return an element; underscores in attribute names become hyphens, None leaves an attribute or child out.

    >>> Tree.tostring(node("text", "a < b", x=1.25, font_size=12, class_="note"), encoding="unicode")
    '<text x="1.2" font-size="12" class="note">a &lt; b</text>'
    """
    element = Tree.Element(tag)
    for name, value in attributes.items():
        if value is not None:
            element.set(name.rstrip("_").replace("_", "-"), number(value) if _is_number(value) else plain(str(value)))
    for child in children:
        if isinstance(child, str):
            _append_text(element, plain(child))
        elif child is not None:
            element.append(child)
    return element


def drawing(
    name: str, size: tuple[float, float], title: str, description: str, *children: Tree.Element | None
) -> Tree.Element:
    """Return a whole drawing that screen readers announce by its title and description.

    `name` must be unique in the page: the ids of title and description are made from it.
    """
    width, height = size
    return node(
        "svg",
        node("title", title, id=f"{name}-title"),
        node("desc", description, id=f"{name}-desc"),
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        font_family=FONT,
    )


def markup(element: Tree.Element) -> str:
    """Return an element as text that can stand in an HTML page or a file of its own."""
    return Tree.tostring(element, encoding="unicode")


def number(value: Attribute) -> str:
    """Write a length shortly: one decimal at most.

    >>> number(12.0), number(0.26), number(-0.01)
    ('12', '0.3', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _is_number(value: Attribute) -> bool:
    return isinstance(value, int | float)


def _append_text(element: Tree.Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
