"""The report: one self-contained HTML file, answer first, every claim with what it rests on."""

from detente.present.report.page import build_page
from detente.present.report.render import render_report, write_report

__all__ = ["build_page", "render_report", "write_report"]
