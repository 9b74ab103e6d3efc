"""The report in a real browser: it asks for nothing, reads well narrow and on paper, and anybody can use it."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from detente.conflict import build_conflict
from detente.present.report import render_report
from detente.stability import analyze_stability
from tests.browser.conftest import Open
from tests.report_cases import CATALOGUE, full_html_of, hostile_case, html_of, large_case

pytestmark = pytest.mark.browser

WIDE_TABLE = ".scroll"
A4_WIDTH = 680  # what is left of 210 mm between the margins, in CSS pixels

OUTSIDE = """width => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.scroll') && !e.closest('.skip'))
    .map(e => e.tagName + ': ' + e.textContent.slice(0, 60))"""

CLIPPED = """() => [...document.querySelectorAll('.scroll')]
    .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.getAttribute('aria-label'))"""


def _report_on(case: Any) -> str:
    return render_report(analyze_stability(build_conflict(case)))


@pytest.fixture(scope="module")
def hostile() -> str:
    return _report_on(hostile_case())


@pytest.fixture(scope="module")
def large() -> str:
    return _report_on(large_case(10))


def _html(name: str, request: pytest.FixtureRequest) -> str:
    """Return a page by its name: a case of the catalogue with every follow-up question, hostile, or large."""
    return request.getfixturevalue(name) if name in ("hostile", "large") else full_html_of(name)


@pytest.mark.parametrize("name", [*CATALOGUE, "hostile", "large"])
def test_nothing_is_asked_for_and_nothing_runs(name: str, opened: Open, request: pytest.FixtureRequest) -> None:
    report = opened(_html(name, request))
    assert report.complaints == []
    assert [report.page.url] == report.requests
    assert report.page.locator("script, img, iframe").count() == 0


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("name", ["elmira-graph", "gisborne-unknown", "ukraine-2026-01", "hostile"])
def test_axe_finds_nothing(name: str, width: int, opened: Open, request: pytest.FixtureRequest) -> None:
    # the policy of the page forbids scripts; the checker needs one
    page = opened(_html(name, request), width, bypass_csp=True).page
    violations = Axe().run(page).response["violations"]
    assert [(violation["id"], violation["nodes"][0]["html"][:200]) for violation in violations] == []


@pytest.mark.parametrize("name", [*CATALOGUE, "hostile", "large"])
def test_the_page_never_scrolls_sideways(name: str, opened: Open, request: pytest.FixtureRequest) -> None:
    page = opened(_html(name, request)).page
    for width in (360, 390, 430, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        assert width == page.evaluate("document.documentElement.scrollWidth")
        assert page.evaluate(OUTSIDE, width) == []


@pytest.mark.parametrize("name", CATALOGUE)
def test_nothing_is_clipped_on_paper(name: str, opened: Open) -> None:
    page = opened(full_html_of(name), A4_WIDTH).page
    page.emulate_media(media="print")
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(OUTSIDE, A4_WIDTH) == []


@pytest.mark.parametrize(("name", "most"), [("prisoners", 7), ("elmira", 12), ("ukraine-2026-01", 22)])
def test_it_prints_on_a_sane_number_of_pages(name: str, most: int, opened: Open) -> None:
    document = opened(html_of(name)).page.pdf(prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", _unpacked(document))
    assert 3 <= len(sizes) <= most
    assert {(595, 842)} == {(round(float(width)), round(float(height))) for width, height in sizes}


def _unpacked(document: bytes) -> bytes:
    """Return a PDF with its compressed streams laid open, so that its pages can be counted."""
    parts = [document]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", document, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_keyboard_reaches_the_answer_and_every_wide_table(opened: Open) -> None:
    page = opened(html_of("ukraine-2026-01"), 390).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    regions = page.locator(WIDE_TABLE)
    for number in range(regions.count()):
        regions.nth(number).focus()
        assert page.evaluate("document.activeElement.classList.contains('scroll')")


def test_a_wide_picture_can_be_scrolled_within_its_frame(opened: Open) -> None:
    page = opened(html_of("ukraine-2026-01"), 390).page
    frame = page.locator(WIDE_TABLE).first
    inner, outer = frame.evaluate("e => e.scrollWidth"), frame.evaluate("e => e.clientWidth")
    assert inner > outer
    assert frame.evaluate("e => { e.scrollLeft = 80; return e.scrollLeft }") == 80


def test_a_statement_leads_to_its_parts_and_back(opened: Open) -> None:
    page = opened(html_of("ukraine-2026-01")).page
    page.locator("[id^=part-] .saying a").first.click()
    statement = page.url.partition("#")[2]
    assert statement.startswith("statement-")
    page.locator(f"#{statement} .refs a").first.click()
    assert page.url.partition("#")[2].startswith("part-")


def test_a_conclusion_leads_to_the_place_in_the_source_and_back(opened: Open) -> None:
    """From why a state holds to a wish, its statement with paragraph and quotation, and all the way back."""
    page = opened(html_of("ukraine-2026-01")).page
    page.locator("#why-195 .turns a").first.click()
    part = page.url.partition("#")[2]
    assert part.startswith("part-")
    page.locator(f"#{part} .saying a").first.click()
    statement = page.url.partition("#")[2]
    row = page.locator(f"#{statement}")
    assert re.match(r"paragraph \d+", row.locator("td").first.inner_text())
    assert row.locator("q").count() == 1
    assert row.locator("xpath=ancestor::div[@id]").get_attribute("id") == "source-1"
    row.locator(f'.refs a[href="#{part}"]').click()
    assert page.url.partition("#")[2] == part
    page.locator(f'#{part} .decides a[href="#why-195"]').click()
    assert page.url.partition("#")[2] == "why-195"


def test_a_number_leads_to_what_it_stands_for(opened: Open) -> None:
    page = opened(full_html_of("ukraine-2026-01")).page
    link = page.locator("a.st").last
    name = link.inner_text()
    link.click()
    assert page.locator(f"#{page.url.partition('#')[2]} th").inner_text() == name


def test_meaning_survives_without_colour(opened: Open) -> None:
    """In forced colours the lines of the rings, the marks and the words are still there."""
    page = opened(html_of("elmira"), forced_colors="active").page
    styles = page.evaluate("[...document.querySelectorAll('.ring')].map(e => getComputedStyle(e).borderStyle)")
    assert {"double", "dashed", "solid"} == set(styles)
    assert page.locator(".ring.today").count() > 0
    assert page.get_by_text("status quo", exact=True).count() > 0
    shapes = page.evaluate("new Set([...document.querySelectorAll('symbol')].map(e => e.innerHTML.slice(0, 20))).size")
    assert shapes == 3


def test_large_pages_stay_light(opened: Open, large: str) -> None:
    assert opened(large).page.evaluate("document.querySelectorAll('*').length") < 6000
