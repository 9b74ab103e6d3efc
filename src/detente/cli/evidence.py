"""``detente evidence``: where each part of a case comes from, and what depends on it."""

from __future__ import annotations

from pathlib import Path

import click

from detente.cli.common import case_argument, emit, opened, output_option, show_document
from detente.cli.evidence_codings import agree, export, import_, review
from detente.cli.evidence_sources import documents_of, format_option, sources_option


@click.group(short_help="Verify, propose, weigh and drop sources.")
def evidence() -> None:
    """Say where each part of a case comes from, check quotations, and see what depends on what.

    \b
    Examples:
      detente evidence verify dispute.yaml --source speech.pdf
      detente evidence quote speech.pdf "we will never accept"
      detente evidence propose speech.pdf
      detente evidence coverage dispute.yaml
      detente evidence drop dispute.yaml "author's inference"
      detente evidence review dispute.yaml --source speech.pdf --by "A. Reader"
    """  # noqa: D301


@evidence.command(short_help="Check every statement against its document.")
@case_argument
@sources_option
@click.option("--record", is_flag=True, help="Remember these versions of the documents beside the case file.")
@format_option
@output_option
@click.pass_context
def verify(
    ctx: click.Context, case: str, sources: tuple[str, ...], record: bool, form: str, output: Path
) -> None:  # fmt: skip
    """Check that every statement of a case stands in its document, and in a context that agrees with it.

    Documents are looked for where the case says (`file`, beside the case file), or given with --source. With --record,
    hashes of the documents are kept in CASE.evidence.json; a later version is then compared paragraph by paragraph, and
    the statements that it touches are stale.

    \b
    Examples:
      detente evidence verify dispute.yaml
      detente evidence verify dispute.yaml --source gazette=gazette.pdf --record
      detente evidence verify ukraine-2026-01 --source commentary.txt --format json

    Exit codes: 0 all verified, 1 something to look at, 2 a quotation is not there or its document changed, 3 a document
    is not at hand.
    """  # noqa: D301
    from detente.errors import DocumentError
    from detente.evidence.check_case import verify_case
    from detente.evidence.record import read_record, record_path, write_record
    from detente.present.evidence.checks import verification_parts
    from detente.present.evidence.data import evidence_json

    loaded = opened(case)
    documents = documents_of(loaded, sources)
    beside = record_path(Path(case)) if Path(case).is_file() else None
    report = verify_case(loaded, documents, recorded=read_record(beside) if beside else None)
    if form == "json":
        emit(evidence_json("verification", {"report": report, "exit_code": report.exit_code}), output)
    else:
        show_document(verification_parts(report), output)
    if record:
        if beside is None:
            raise DocumentError("--record needs a case file of your own: detente catalogue copy NAME FILE")
        write_record(beside, documents)
    ctx.exit(report.exit_code)


@evidence.command(short_help="Check one quotation against a document.")
@click.argument("file", metavar="FILE")
@click.argument("text", metavar="QUOTATION")
@click.option("--paragraph", type=click.IntRange(min=0), help="Where it is said to stand (0 is a headline).")
@format_option
@output_option
@click.pass_context
def quote(ctx: click.Context, file: str, text: str, paragraph: int | None, form: str, output: Path) -> None:
    """Check a quotation, pasted as it is, against a document.

    Typography may differ; words may be left out where … or [...] says so; [words] of the one who quotes are allowed,
    and shown. Anything else is refused, with the difference.

    \b
    Examples:
      detente evidence quote speech.txt "we will never … accept"
      detente evidence quote speech.pdf "they refused" --paragraph 4

    Exit codes: 0 verified, 1 verified with something to look at, 2 not there.
    """  # noqa: D301
    from detente.evidence.extract import read_source
    from detente.evidence.verify import verify_quote
    from detente.present.evidence.checks import quote_parts
    from detente.present.evidence.data import evidence_json

    document = read_source(file)
    check = verify_quote(document, text, paragraph=paragraph)
    code = 2 if not check.passes else int(bool(check.flags or document.suspicious))
    if form == "json":
        content = {"check": check, "document": document.name, "suspicious": document.suspicious, "exit_code": code}
        emit(evidence_json("quotation", content), output)
    else:
        show_document(quote_parts(document, check), output)
    ctx.exit(code)


@evidence.command(short_help="Propose statements of a document, by rule.")
@click.argument("file", metavar="FILE")
@format_option
@output_option
def propose(file: str, form: str, output: Path) -> None:
    """Propose statements that could be made of a document: quotations, reports, acts, hedges, each with its rule.

    Everything is done here, by fixed rules, for English. Nothing is accepted without a person: `detente evidence
    review` walks through the proposals. What is marked ? needs to be confirmed above all.

    \b
    Examples:
      detente evidence propose speech.pdf
      detente evidence propose speech.pdf --format json -o proposals.json
    """  # noqa: D301
    from detente.evidence.extract import read_source
    from detente.evidence.propose import propose as propose_by_rule
    from detente.present.evidence.checks import proposal_parts
    from detente.present.evidence.data import evidence_json

    document = read_source(file)
    proposals = propose_by_rule(document)
    if form == "json":
        emit(evidence_json("proposals", {"document": document.name, "proposals": proposals}), output)
    else:
        show_document(proposal_parts(document, proposals), output)


@evidence.command(short_help="What each part of a case rests on, and lacks.")
@case_argument
@click.option("--all", "everything", is_flag=True, help="List every gap, not only those that matter most.")
@sources_option
@format_option
@output_option
def coverage(case: str, everything: bool, sources: tuple[str, ...], form: str, output: Path) -> None:
    """List the parts of a case without a source, with the analyst's step only, second-hand, inferred or stale.

    Several statements of one source, or of sources of one group, count as one. What a party wants is second-hand unless
    one of its own voices says so (`voices` of a decision maker). Stale statements are found if documents are at hand.

    \b
    Examples:
      detente evidence coverage dispute.yaml
      detente evidence coverage ukraine-2026-01 --all --format json
    """  # noqa: D301
    from detente.evidence.check_case import Finding, verify_case
    from detente.evidence.ledger import Gap, ledger
    from detente.evidence.record import read_record, record_path
    from detente.present.evidence.checks import coverage_parts
    from detente.present.evidence.data import evidence_json

    loaded = opened(case)
    recorded = read_record(record_path(Path(case))) if Path(case).is_file() else None
    checked = verify_case(loaded, documents_of(loaded, sources), recorded=recorded)
    entries = ledger(loaded, stale=[check.statement for check in checked.having(Finding.STALE)])
    if form == "json":
        emit(evidence_json("coverage", {"title": loaded.title, "entries": entries}), output)
    else:
        gaps = [gap for gap in Gap if everything or gap is not Gap.SINGLE_SOURCE]
        show_document(coverage_parts(loaded, entries, gaps), output)


@evidence.command(short_help="What stays when a source, voice or mode goes.")
@case_argument
@click.argument("what", metavar="WHAT")
@format_option
@output_option
def drop(case: str, what: str, form: str, output: Path) -> None:
    """Leave out a statement, source, group, mode or voice, and analyze again: what loses all support, what changes.

    WHAT is a name, if need be with its kind: "voice:Lavrov", "mode:direct". A part of the model that rests on the
    dropped statements alone leaves it; options, the status quo and outcomes stay, and are listed.

    \b
    Examples:
      detente evidence drop ukraine-2026-01 "author's inference"
      detente evidence drop ukraine-2026-01 voice:Lavrov
      detente evidence drop dispute.yaml gazette --format json
    """  # noqa: D301
    from detente.conflict import build_conflict
    from detente.evidence.ledger import falls, select_statements, without_statements
    from detente.present.evidence.conclusions import compare_conclusions, drop_parts
    from detente.present.evidence.data import evidence_json
    from detente.stability import analyze_stability

    loaded = opened(case)
    dropped = select_statements(loaded, what)
    fallen = falls(loaded, dropped)
    before = analyze_stability(build_conflict(loaded))
    after = analyze_stability(build_conflict(without_statements(loaded, dropped)))
    found = compare_conclusions(before, after)
    if form == "json":
        content = {"what": what, "dropped": dropped, "falls": fallen, "conclusions": found}
        emit(evidence_json("drop", content), output)
    else:
        show_document(drop_parts(what, dropped, fallen, found), output)


for command in (review, export, import_, agree):
    evidence.add_command(command)
