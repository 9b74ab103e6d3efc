"""``detente evidence`` review, export, import, agree: what people decide about statements."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.common import case_argument, emit, opened, output_option, show_document
from detente.cli.evidence_sources import documents_of, format_option, own_file, sources_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from detente.case import Case
    from detente.evidence.check_case import StatementCheck
    from detente.evidence.document import Document
    from detente.evidence.propose import Proposal

_by = click.option("--by", metavar="NAME", help="Who decides; kept with each decision.")
_on = click.option("--on", metavar="DATE", default=None, help="When (ISO date); today if not given.")


@click.command(short_help="Walk through flags and proposals, and decide.")
@case_argument
@sources_option
@_by
@_on
@click.option(
    "--from-csv", "table", type=click.Path(path_type=Path), metavar="FILE", help="Take decisions from a table."
)
def review(case: str, sources: tuple[str, ...], by: str | None, on: str | None, table: Path | None) -> None:
    """Walk through what a person has to decide, one key each, and write it into the case file.

    First statements with flags: a accepts the flags, e changes the claim, s skips. Then proposals for the documents at
    hand that the case does not have: a accepts (you type the claim, and say who speaks where that is not sure), e does
    so after changing mode and speaker, r rejects for good, s skips. q ends. Each decision is written at once.

    \b
    Examples:
      detente evidence review dispute.yaml --source speech.pdf --by "A. Reader"
      detente evidence review dispute.yaml --from-csv decided.csv --by "A. Reader"
    """  # noqa: D301
    from detente.evidence.record import read_rejected, record_path, write_rejected
    from detente.evidence.review import store

    path = own_file(case)
    decided = {"by": by or click.prompt("Your name"), "on": on or date.today().isoformat()}
    if table is not None:
        rows = _rows(table)
        for row in rows.values():
            row["review"] = {**row.get("review", {}), **decided}
        store(path, rows)
        show_count(len(rows), path)
        return
    loaded = opened(case)
    documents = documents_of(loaded, sources)
    beside = record_path(path)
    number = 0
    for key, content in walk(loaded, documents, decided, read_rejected(beside)):
        if content is None:
            write_rejected(beside, [key], **decided)
        else:
            store(path, {key: content})
            number += 1
    show_count(number, path)


def show_count(number: int, path: Path) -> None:
    """Say how many statements were written."""
    from detente.cli.terminal import show
    from detente.present.names import counted

    show(f"{counted(number, 'statement')} written to {path}." if number else "Nothing was changed.")


def walk(
    case: Case, documents: Mapping[str, Document], decided: dict[str, str], known: frozenset[str]
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Ask about flagged statements, then new proposals; yield statements by id, and None for what is rejected."""
    from detente.evidence.check_case import Finding, verify_case
    from detente.evidence.propose import propose
    from detente.evidence.record import rejection_key
    from detente.evidence.review import is_coded, next_id

    for check in verify_case(case, documents).having(Finding.FLAGGED):
        changed = _ask_about_flags(case, check, decided)
        if changed is None:
            return
        if changed:
            yield check.statement, changed
    ids = dict.fromkeys(case.statements)
    for name, document in documents.items():
        for proposal in propose(document):
            rejection = rejection_key(name, proposal.quote)
            if rejection in known or is_coded(case, name, proposal):
                continue
            answer, accepted = _ask_about_proposal(name, document, proposal, decided)
            if answer == "q":
                return
            if answer == "r":
                yield rejection, None
            elif accepted:
                key = next_id(ids)
                ids[key] = None
                yield key, accepted


def _key(question: str, keys: str) -> str:
    """Ask for one of some keys; anything else asks again."""
    from detente.cli.terminal import show

    while True:
        show(question)
        key = click.getchar().lower()
        if key in keys:
            return key


def _ask_about_flags(case: Case, check: StatementCheck, decided: dict[str, str]) -> dict[str, Any] | None:
    """Return the statement as decided, nothing if it was skipped, None to end."""
    from detente.cli.terminal import show
    from detente.present.evidence.checks import flag_words
    from detente.present.names import plain

    statement = case.statements[check.statement]
    show(f"\n{check.statement}: {plain(statement.claim)}")
    if check.check is not None:
        show(plain(f"  paragraph {check.check.paragraph}: “{check.check.found}”"))
    show(plain(f"  {flag_words(check.flags)}"))
    key = _key("  [a] accept the flags  [e] change the claim  [s] skip  [q] end", "aesq")
    if key in "sq":
        return None if key == "q" else {}
    content: dict[str, Any] = statement.model_dump(mode="json", exclude_defaults=True)
    if key == "e":
        content["claim"] = click.prompt("  Claim", default=statement.claim)
        content["review"] = dict(decided)
    else:
        known = [*(flag.code.value for flag in check.accepted), *(flag.code.value for flag in check.flags)]
        content["review"] = {**decided, "flags": list(dict.fromkeys(known))}
    return content


def _ask_about_proposal(
    source: str, document: Document, proposal: Proposal, decided: dict[str, str]
) -> tuple[str, dict[str, Any]]:
    """Return the key pressed, and the statement if it was accepted."""
    from dataclasses import replace

    from detente.case.model import Mode
    from detente.cli.terminal import show
    from detente.errors import DocumentError
    from detente.evidence.review import statement_of
    from detente.present.names import plain

    speaker = proposal.speaker
    who = speaker.name if speaker else ""
    show(plain(f"{source}, paragraph {proposal.paragraph}: “{document.text[proposal.start : proposal.end]}”"))
    show(plain(f"  {proposal.mode}; speaker: {who or 'the author'}{' ?' if proposal.needs_confirmation else ''}; "
               f"act: {proposal.act}; hedge: {proposal.hedge}; by {', '.join(proposal.rules)}"))  # fmt: skip
    key = _key("  [a] accept  [e] change and accept  [r] reject  [s] skip  [q] end", "aersq")
    if key not in "ae":
        return key, {}
    if key == "e":
        modes = [mode.value for mode in Mode if mode is not Mode.ANALYST_STEP]
        mode = click.prompt("  Mode", default=proposal.mode.value, type=click.Choice(modes))
        proposal = replace(proposal, mode=Mode(mode))
    if key == "e" or proposal.needs_confirmation or (not who and "quotation" in proposal.rules):
        others = f" ({', '.join(speaker.candidates)}?)" if speaker and speaker.candidates else ""
        who = click.prompt(plain(f"  Who speaks?{others}"), default=plain(who or "author"))
    claim = click.prompt("  Claim (a short neutral paraphrase)")
    try:
        speaking = "" if who == "author" else who
        return key, statement_of(proposal, source=source, claim=claim, speaker=speaking, review=decided)
    except DocumentError as error:
        show(f"  Not accepted: {error}")
        return "s", {}


@click.command(short_help="Write statements as CSV, annotations or DNA table.")
@case_argument
@click.option("--as", "form", type=click.Choice(["csv", "annotations", "dna"]), default="csv", show_default=True)
@sources_option
@output_option
def export(case: str, form: str, sources: tuple[str, ...], output: Path) -> None:
    """Write the statements of a case for other programs.

    csv can be changed in a spreadsheet and read back (`detente evidence import`); annotations are W3C Web Annotations
    in JSON-LD; dna is a statement table as of Discourse Network Analyzer. The last two have positions where documents
    are at hand. Cells that a spreadsheet would take for formulas are made harmless.

    \b
    Examples:
      detente evidence export dispute.yaml -o statements.csv
      detente evidence export dispute.yaml --as annotations --source speech.pdf -o speech.jsonld
    """  # noqa: D301
    import json

    from detente.evidence.exchange import dna_csv, statements_csv, web_annotations

    loaded = opened(case)
    if form == "csv":
        emit(statements_csv(loaded), output)
    elif form == "dna":
        emit(dna_csv(loaded, documents_of(loaded, sources)), output)
    else:
        page = web_annotations(loaded, documents_of(loaded, sources))
        emit([json.dumps(page, ensure_ascii=False, indent=1, sort_keys=True), "\n"], output)


def _rows(table: Path) -> dict[str, dict[str, Any]]:
    from detente.errors import DocumentError
    from detente.evidence.canonical import decode
    from detente.evidence.exchange import read_statements_csv
    from detente.evidence.extract import SIZE_LIMIT

    try:
        if table.stat().st_size > SIZE_LIMIT:
            raise DocumentError(f"{table}: too large for a table of statements")
        text, _ = decode(table.read_bytes(), str(table))
    except OSError as error:
        raise DocumentError(f"{table}: cannot be read ({error.strerror or error})") from None
    return read_statements_csv(text, str(table))


@click.command("import", short_help="Read statements from CSV into a case file.")
@case_argument
@click.argument("table", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True, help="Only say what would change.")
def import_(case: str, table: Path, only_check: bool) -> None:
    """Put the statements of a CSV table into a case file: new ones are added, those with a known id replaced.

    The table has the columns of `detente evidence export`. The file is written only if it is a sound case afterwards;
    comments and layout stay.

    \b
    Examples:
      detente evidence import dispute.yaml statements.csv --check
      detente evidence import dispute.yaml statements.csv
    """  # noqa: D301
    from detente.cli.terminal import show
    from detente.evidence.review import changed_case, store

    path = own_file(case)
    rows = _rows(table)
    before = opened(case).statements
    after = changed_case(path, rows)[1].statements
    changed = [key for key in after if key not in before or after[key] != before[key]]
    if only_check:
        show(f"Would change: {', '.join(changed) or 'nothing'}.")
        return
    if changed:
        store(path, {key: rows[key] for key in changed})
    show_count(len(changed), path)


@click.command(short_help="Compare two codings of the same documents.")
@click.argument("first", metavar="CASE")
@click.argument("second", metavar="CASE2")
@format_option
@output_option
def agree(first: str, second: str, form: str, output: Path) -> None:
    """Say how far two people coded the same documents alike, and which disagreements matter for a conclusion.

    Agreement is Krippendorff's alpha for nominal values, on the statements that both made; statements that only one
    made are counted beside it. A disagreement matters if conclusions of CASE change when the statement is left out.

    \b
    Examples:
      detente evidence agree mine.yaml yours.yaml
    """  # noqa: D301
    from detente.evidence.agreement import compare_codings
    from detente.present.evidence.agreement import agreement_parts, disputes_that_matter
    from detente.present.evidence.data import evidence_json

    one = opened(first)
    found = compare_codings(one, opened(second))
    matter = disputes_that_matter(one, found)
    if form == "json":
        emit(evidence_json("agreement", {"agreement": found, "matter": matter}), output)
    else:
        show_document(agreement_parts(found, matter), output)
