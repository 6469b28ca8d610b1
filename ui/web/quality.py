"""How good it is: the figures of the last evaluation, and the questions that were refused or called wrong."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from assistant.people import Feedback
from eval.baseline import BASELINE
from eval.evaluation import JSON, Evaluation, Figure, figures
from eval.feedback import question_row
from ui.texts import Texts
from ui.web.files import JSON_LINES, File
from ui.web.markup import button, escape, format_date, language_name, notice, shorten

FOLDER = "evaluation"
"""Where a store keeps the report on itself: `kengash eval QUESTIONS --report STORE/evaluation`."""
ROWS = 100
ANSWER_SHOWN = 240
DRAWN = (("retrieval", "hit_at_5"), ("answers", "short_answer_correct"))
"""Figures drawn by kind and language of the question."""
LEAST = 5
"""Groups of fewer questions say nothing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """An evaluation as the page shows it."""

    figures: tuple[Figure, ...]
    own: bool
    """Of this archive; otherwise of the sample, as shipped."""
    day: str | None = None
    """ISO 8601, when it was measured."""
    evaluation: Evaluation | None = None
    """Everything else that was measured; the shipped figures stand alone."""


def measured(store: Path) -> Measured:
    """The report that a store keeps on itself; the shipped figures where there is none to read."""
    report = store / FOLDER / JSON
    try:
        evaluation = Evaluation.model_validate_json(report.read_bytes())
    except (OSError, ValidationError):
        return shipped()
    day = datetime.fromtimestamp(report.stat().st_mtime, UTC).date().isoformat()
    return Measured(tuple(figures(evaluation)), True, day, evaluation)


def shipped(path: Path = BASELINE) -> Measured:
    """The figures measured on the sample before it was shipped."""
    stored = json.loads(path.read_text(encoding="utf-8"))["figures"]
    return Measured(
        tuple(Figure(name, one["value"], (one["low"], one["high"])) for name, one in stored.items()), False
    )


def measured_html(shown: Measured, texts: Texts) -> str:
    """Every figure as a dot on a line, with what chance alone would explain."""
    parts: dict[str, list[Figure]] = {}
    for figure in shown.figures:
        parts.setdefault(figure.name.partition(".")[0], []).append(figure)
    about = (
        texts("quality.own", date=format_date(shown.day, texts)) if shown.own else texts("quality.shipped")
    )
    tables = "".join(
        _table(_named(f"quality.{part}", part, texts), [_figure(one, texts) for one in members], texts)
        for part, members in parts.items()
    )
    groups = "".join(_groups(shown.evaluation, texts)) if shown.evaluation else ""
    return (
        f'<article class="k-answer k-quality"><h2>{escape(texts("quality.title"))}</h2>'
        f'<p class="k-understood">{escape(about)} {escape(texts("quality.reading"))}</p>'
        f"{tables}{groups}</article>"
    )


def opinions_html(given: Sequence[Feedback], texts: Texts) -> str:
    """Questions refused or called wrong, and how to take them all away."""
    head = f'<h2 class="k-heading">{escape(texts("quality.opinions"))}</h2>'
    if not given:
        quiet = texts("quality.no_opinions"), texts("quality.no_opinions_text")
        return head + notice(*quiet, classes="k-plain")
    counts = Counter(one.opinion for one in given)
    told = " · ".join(f"{texts(f'quality.{name}')}: {counts[name]}" for name in ("bad", "refused", "good"))
    export = button(texts("quality.export"), "k-link", label=texts("quality.export_label"), do="export")
    rows = [one for one in given if one.opinion != "good"][:ROWS]
    items = "".join(_opinion(one, texts) for one in rows)
    return f'{head}<p class="k-count">{escape(told)} &nbsp; {export}</p><ul class="k-opinions">{items}</ul>'


def exported(given: Sequence[Feedback], texts: Texts) -> File:
    """All opinions as lines of a question set."""
    lines = [json.dumps(question_row(one), ensure_ascii=False) + "\n" for one in given]
    return File(f"{texts('quality.file')}.jsonl", JSON_LINES, "".join(lines))


def _opinion(one: Feedback, texts: Texts) -> str:
    reason = f"reason.{one.reason}"
    why = ", ".join(filter(None, (texts(reason) if reason in texts else "", one.comment)))
    said = shorten(one.short_answer or one.answer, ANSWER_SHOWN)
    again = button(texts("ask.again"), "k-link", label=one.question, do="ask", text=one.question)
    parts = [
        f'<p><span class="k-badge k-{one.opinion}">{escape(texts(f"quality.{one.opinion}"))}</span> '
        f"<b>{escape(one.question)}</b></p>",
        f'<p class="k-detail">{escape(said)}</p>',
        f'<p class="k-detail">{escape(why)}</p>' if why else "",
        f'<p class="k-detail">{escape(format_date(one.given_at[:10], texts))} · {again}</p>',
    ]
    return f"<li>{''.join(parts)}</li>"


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    value: float
    low: float
    high: float


def _figure(figure: Figure, texts: Texts) -> _Row:
    short = figure.name.partition(".")[2]
    return _Row(_named(f"figure.{short.replace('@', '_')}", short, texts), figure.value, *figure.interval)


def _groups(evaluation: Evaluation, texts: Texts) -> Iterator[str]:
    for part, name in DRAWN:
        measured = getattr(evaluation, part)
        if measured is None:
            continue
        languages = {language_name(key, texts): group for key, group in measured.by_language.items()}
        for way, members in (("kind", measured.by_kind), ("language", languages)):
            rows = list(_members(members, name))
            if rows:
                figure = _named(f"figure.{name.replace('_at_', '_')}", name, texts)
                yield _table(f"{figure}: {texts(f'quality.by_{way}')}", rows, texts)


def _members(members: Mapping[str, BaseModel], name: str) -> Iterator[_Row]:
    for key, group in members.items():
        n, value = getattr(group, "n"), getattr(group, name)  # noqa: B009 - of several kinds of group
        if n >= LEAST and value is not None:
            intervals = getattr(group, "intervals", None) or {}
            low, high = intervals.get(name.replace("_at_", "@"), (value, value))
            yield _Row(f"{key} · {n}", value, low, high)


def _table(title: str, rows: Sequence[_Row], texts: Texts) -> str:
    body = "".join(_plotted(row) for row in rows)
    heads = "".join(
        f'<th scope="col" class="k-hidden">{escape(texts(f"quality.column_{name}"))}</th>'
        for name in ("figure", "plot", "value", "interval")
    )
    return (
        f'<table class="k-figures"><caption>{escape(title)}</caption><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _plotted(row: _Row) -> str:
    band = f'<i style="left:{row.low:.1%};width:{row.high - row.low:.1%}"></i>'
    return (
        f'<tr><th scope="row">{escape(row.name)}</th>'
        f'<td class="k-track" aria-hidden="true">{band}<b style="left:{row.value:.1%}"></b></td>'
        f"<td><b>{row.value:.0%}</b></td>"
        f"<td><small>{row.low * 100:.0f}–{row.high * 100:.0f}</small></td></tr>"
    )


def _named(key: str, name: str, texts: Texts) -> str:
    return texts(key) if key in texts else name
