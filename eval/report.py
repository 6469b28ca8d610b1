"""A report of an evaluation: one page, and the same in Markdown and JSON."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pydantic import BaseModel

from eval import plots
from eval.evaluation import (
    JSON,
    Answers,
    Calibration,
    Claims,
    Evaluation,
    Failure,
    Latency,
    Retrieval,
    figures,
)
from eval.metrics import MEASURES
from eval.tables import Cell, Table, Texts, figure_row, groups, overall, percent, span

TEXTS = Path(__file__).parent / "texts"
HTML, MARKDOWN = "report.html", "report.md"
HEADLINES = (
    "retrieval.hit@1",
    "retrieval.hit@5",
    "answers.short_answer_correct",
    "answers.citation_recall",
    "answers.abstained_when_unanswerable",
    "claims.accuracy",
    "timeline.recall",
    "glossary.recall",
)
"""The figures at the top of the page."""
DRAWN = 5
"""Smaller groups stand in the tables alone."""
_ANSWERS = (
    "right_anywhere",
    "answered",
    "citation_precision",
    "citation_recall",
    "abstained_when_unanswerable",
    "abstained_when_answerable",
)


@dataclass(frozen=True, slots=True)
class Block:
    """A table with the plot of it."""

    table: Table
    plot: Markup | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report."""

    key: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure at the top; `low`, `high` and `value` are between 0 and 1."""

    title: str
    part: str
    text: str
    interval: str
    value: float
    low: float
    high: float


def write_report(evaluation: Evaluation, folder: Path) -> Path:
    """Write `report.html`, `report.md` and `report.json` into a folder, made where missing.

    The page stands alone: no links, no scripts, no fonts from elsewhere. Returns its path.
    """
    folder.mkdir(parents=True, exist_ok=True)
    texts = tomllib.loads((TEXTS / "report.toml").read_text(encoding="utf-8"))
    told = {
        "texts": texts,
        "evaluation": evaluation,
        "headlines": list(_headlines(evaluation, texts)),
        "sections": list(_sections(evaluation, texts)),
        "failures": _by_part(evaluation.failures),
    }
    for name, escape in ((HTML, True), (MARKDOWN, False)):
        page = _templates(escape).get_template(f"{name}.jinja").render(told)
        (folder / name).write_text(page, encoding="utf-8")
    (folder / JSON).write_text(evaluation.model_dump_json(indent=1), encoding="utf-8")
    return folder / HTML


def markdown(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    escaped = "".join(f"\\{letter}" if letter in r"\`*_{}[]<>#|!~" else letter for letter in text)
    return " ".join(escaped.split())


def _templates(escape: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEXTS),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["markdown"] = markdown
    return environment


def _headlines(evaluation: Evaluation, texts: Texts) -> Iterator[Headline]:
    known = {figure.name: figure for figure in figures(evaluation)}
    for name in HEADLINES:
        figure = known.get(name)
        if figure is None:
            continue
        part, _, short = name.partition(".")
        low, high = figure.interval
        yield Headline(
            title=texts["figures"][short],
            part=texts["headings"][part],
            text=percent(figure.value),
            interval=span(figure.interval),
            value=figure.value,
            low=low,
            high=high,
        )


def _sections(evaluation: Evaluation, texts: Texts) -> Iterator[Section]:
    if evaluation.retrieval:
        yield _retrieval(evaluation.retrieval, texts)
    if evaluation.answers:
        yield _answers(evaluation.answers, texts)
    if evaluation.claims:
        yield _claims(evaluation.claims, texts)
    if evaluation.timeline:
        names = ("recall", "precision", "dates_right", "statuses_right")
        yield Section("timeline", [Block(overall(evaluation.timeline, names, {}, texts))])
    if evaluation.glossary:
        table = overall(evaluation.glossary, ("recall", "precision"), {}, texts)
        yield Section("glossary", [Block(table)])
    yield _latency(evaluation.latency_ms, texts)
    if evaluation.calibration:
        yield _calibration(evaluation.calibration, texts)


def _retrieval(part: Retrieval, texts: Texts) -> Section:
    guess = part.most_common.model_dump(by_alias=True) if part.most_common else {}
    names = [*MEASURES, *(["all_found"] if part.all_found is not None else [])]
    columns = ["hit@1", "hit@5", "recall@10", "ndcg@10"]
    ways = _ways(part.by_kind, part.by_language, "retrieval", columns, texts)
    return Section("retrieval", [Block(overall(part, names, guess, texts)), *ways])


def _answers(part: Answers, texts: Texts) -> Section:
    short = "short_answer_correct"
    first = overall(part, [short], {short: part.most_common}, texts)
    rest = overall(part, _ANSWERS, {short: part.most_common}, texts)
    within = [
        figure_row(
            texts["figures"][name],
            group.short_answer_correct,
            (group.intervals or {}).get(short),
            group.most_common,
        )
        for name in ("direct", "first_turns", "follow_ups")
        if (group := getattr(part, name)) is not None
    ]
    table = Table("", first.columns, [*first.rows, *within, *rest.rows])
    names = [short, "right_anywhere", "answered", "citation_recall"]
    ways = _ways(part.by_kind, part.by_language, "answers", names, texts)
    return Section("answers", [Block(table), *ways])


def _claims(part: Claims, texts: Texts) -> Section:
    names = ("accuracy", "macro_f1", "differences_found")
    languages = {texts["languages"].get(name, name): group for name, group in part.by_language.items()}
    either = {**part.by_kind, **languages}
    by_group = Block(
        groups(either, ["accuracy"], "", "claims", texts),
        _dots(either, ["accuracy"], texts["plots"]["claims"], texts),
    )
    return Section("claims", [Block(overall(part, names, part.most_common, texts)), by_group])


def _latency(part: Latency, texts: Texts) -> Section:
    words, columns = texts["plots"], texts["columns"]
    calls = {name: call for kind, name in texts["calls"].items() if (call := getattr(part, kind))}
    rows = [
        [Cell(name), Cell(str(call.n)), Cell(f"{call.p50:.1f}"), Cell(f"{call.p95:.1f}")]
        for name, call in calls.items()
    ]
    table = Table("", [columns[name] for name in ("figure", "calls", "p50", "p95")], rows)
    samples = {name: call.samples for name, call in calls.items() if call.samples}
    if not samples:
        return Section("latency", [Block(table)])
    plot = plots.latencies(samples, words["latency_x"], words["latency_y"], words["latency"])
    return Section("latency", [Block(table, Markup(plot))])


def _calibration(part: Calibration, texts: Texts) -> Section:
    words = texts["plots"]
    rows = [
        [
            Cell(span((one.low, one.high))),
            Cell(str(one.n)),
            Cell(percent(one.confidence)),
            Cell(percent(one.right)),
        ]
        for one in part.bins
    ]
    rows.append([Cell(texts["figures"]["error"]), Cell(str(part.n)), Cell(percent(part.error)), Cell("")])
    columns = [texts["columns"][name] for name in ("confidence", "replies", "mean_confidence", "right")]
    plot = plots.reliability(part, words["calibration_x"], words["calibration_y"], words["calibration"])
    return Section("calibration", [Block(Table("", columns, rows), Markup(plot))])


def _ways(
    by_kind: Mapping[str, BaseModel],
    by_language: Mapping[str, BaseModel],
    part: str,
    names: Sequence[str],
    texts: Texts,
) -> Iterator[Block]:
    """A table and a plot by kind, and by language; the first two figures are drawn."""
    languages = {texts["languages"].get(name, name): group for name, group in by_language.items()}
    for way, members in (("kind", by_kind), ("language", languages)):
        yield Block(
            groups(members, names, texts["headings"][f"by_{way}"], "questions", texts),
            _dots(members, names[:2], texts["plots"][f"{part}_{way}"], texts),
        )


def _dots(members: Mapping[str, BaseModel], names: Sequence[str], alt: str, texts: Texts) -> Markup:
    rows = []
    for name, group in members.items():
        values = group.model_dump(by_alias=True)
        if values["n"] < DRAWN:
            continue
        intervals = values["intervals"] or {}
        dots = [plots.Dot(values[figure], intervals.get(figure)) for figure in names]
        rows.append(plots.Row(f"{name} · {values['n']}", dots))
    return Markup(plots.dots(rows, [texts["figures"][name] for name in names], alt))


def _by_part(failures: Sequence[Failure]) -> dict[str, list[Failure]]:
    parts: dict[str, list[Failure]] = {}
    for failure in failures:
        parts.setdefault(failure.part, []).append(failure)
    return parts
