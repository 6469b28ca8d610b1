"""A text held against the documents: each claim marked in its place, and the evidence for the one chosen."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.claims.verdict import Difference, PlacedVerdict, Verdict, VerdictKind
from index.filters import Filters
from ingest.errors import KengashError
from ui.texts import Texts
from ui.web.cards import chip, kinds_of, sources_html
from ui.web.filtering import NO_FILTERS
from ui.web.markup import button, escape, notice, number
from ui.web.service import Service
from ui.web.source import Pane

KEY = "check"
"""What the citations of a claim go by: `check-0`."""
SIGNS: dict[VerdictKind, str] = {"supported": "✓", "refuted": "✗", "not_enough_info": "?"}
"""Beside the colour and the word, so that neither has to be seen."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checked:
    """A text and what has been said of its claims so far."""

    text: str = ""
    claims: tuple[PlacedVerdict, ...] = ()
    chosen: int = 0
    """The claim whose evidence is shown, from 0."""
    complete: bool = False
    stopped: bool = False
    error: str | None = None
    filtered: bool = False
    """Whether filters were on when it was sent."""

    @property
    def running(self) -> bool:
        """Whether more is to come."""
        return bool(self.text) and not (self.complete or self.stopped or self.error)

    def choose(self, wanted: Mapping[str, object]) -> "Checked":
        """With another claim chosen; as it is where there is no such claim."""
        n = number(wanted.get("n"))
        return replace(self, chosen=n) if 0 <= n < len(self.claims) else self


def check(service: Service, text: str, texts: Texts, filters: Filters = NO_FILTERS) -> Iterator[Checked]:
    """The text as its claims are reached, one more each time."""
    checked = Checked(text, filtered=bool(filters))
    yield checked
    try:
        for placed in service.check_text(text, filters, texts.language):
            checked = replace(checked, claims=(*checked.claims, placed))
            yield checked
        yield replace(checked, complete=True)
    except KengashError as error:
        yield replace(checked, error=texts.error(error))
    except Exception:
        log.exception("a check failed")
        yield replace(checked, error=texts("error.unexpected"))


def interrupted(checked: Checked) -> Checked:
    """After it was stopped."""
    return replace(checked, stopped=True) if checked.running else checked


def pane_of(checked: Checked, n: int = 1) -> Pane | None:
    """The pane at a citation of the chosen claim; None where it has none of that number."""
    if not checked.claims:
        return None
    citations = tuple(checked.claims[checked.chosen].verdict.citations)
    found = next((one for one in citations if one.n == n), None)
    return Pane(found.document, citations, n, f"{KEY}-{checked.chosen}") if found else None


def opened(checked: Checked, wanted: Mapping[str, object]) -> tuple[Checked, Pane | None]:
    """After a click: another claim, or another citation of a claim."""
    if wanted.get("do") == "cite":
        of = str(wanted.get("of")).removeprefix(f"{KEY}-")
        checked = checked.choose({"n": of})
        return checked, pane_of(checked, number(wanted.get("n")))
    if wanted.get("do") == "claim":
        checked = checked.choose(wanted)
        return checked, pane_of(checked)
    return checked, None


def checked_html(checked: Checked, service: Service, texts: Texts) -> str:
    """The text with its claims marked, then the evidence for the chosen one."""
    if checked.error is not None:
        return notice(texts("check.failed"), checked.error, role="alert", classes="k-error")
    if not checked.text:
        return notice(texts("check.empty_title"), texts("check.empty_text"), classes="k-plain")
    if checked.complete and not checked.claims:
        return notice(texts("check.none_title"), texts("check.none_text"))
    busy = "true" if checked.running else "false"
    parts = [
        f'<article class="k-answer k-checked" aria-busy="{busy}" aria-label="{escape(texts("check.text"))}">',
        _progress(checked, texts) if checked.running else _summary(checked, texts),
        f'<div class="k-checked-text">{_marked(checked, texts)}</div></article>',
    ]
    if checked.claims:
        verdict = checked.claims[checked.chosen].verdict
        kinds = kinds_of((one.document for one in verdict.citations), service)
        parts.append(evidence_html(verdict, kinds, checked.chosen, texts))
    return "".join(parts)


def evidence_html(verdict: Verdict, kinds: Mapping[str, str], n: int, texts: Texts) -> str:
    """What the documents say of one claim: the verdict, where they part, the words, the sources."""
    key, label = f"{KEY}-{n}", escape(texts("check.evidence"))
    quotes = "".join(
        f"<p>«{escape(' '.join(one.quote.split()))}» {chip(one, key, texts)}</p>" for one in verdict.citations
    )
    return (
        f'<section class="k-answer k-evidence" data-scroll="{key}" aria-label="{label}">'
        f'<p class="k-understood">{escape(verdict.claim)}</p>'
        f'<p class="k-short k-{verdict.verdict}">{_sign(verdict.verdict, texts)}</p>'
        f'<p class="k-written">{escape(verdict.explanation)}</p>'
        f"{_differences(verdict.differences, texts)}"
        f'<div class="k-body">{quotes}</div>{sources_html(verdict.citations, kinds, key, texts)}</section>'
    )


def announcement(checked: Checked, texts: Texts) -> str:
    """What a screen reader is told: the end, and the counts."""
    if checked.error is not None:
        return checked.error
    if checked.running:
        return texts("check.running")
    return ", ".join(_counts(checked, texts))


def _marked(checked: Checked, texts: Texts) -> str:
    pieces, last = [], 0
    for n, placed in enumerate(checked.claims):
        kind = placed.verdict.verdict
        now = ' aria-current="true"' if n == checked.chosen else ""
        words = escape(checked.text[placed.start : placed.end])
        pieces.append(
            f"{escape(checked.text[last : placed.start])}"
            f'<a class="k-claim k-{kind}" href="#k-check" data-do="claim" data-n="{n}"{now}>'
            f'{words} <span class="k-sign">{_sign(kind, texts)}</span></a>'
        )
        last = placed.end
    return "".join(pieces) + escape(checked.text[last:])


def _sign(kind: VerdictKind, texts: Texts) -> str:
    return f'<span aria-hidden="true">{SIGNS[kind]}</span> {escape(texts(f"check.{kind}"))}'


def _counts(checked: Checked, texts: Texts) -> list[str]:
    counts = Counter(placed.verdict.verdict for placed in checked.claims)
    return [f"{texts(f'check.{kind}')}: {counts[kind]}" for kind in SIGNS if counts[kind]]


def _summary(checked: Checked, texts: Texts) -> str:
    stopped = [texts("check.stopped")] if checked.stopped else []
    counts = f'<p class="k-understood">{escape(" · ".join([*_counts(checked, texts), *stopped]))}</p>'
    if not (checked.filtered and any(one.verdict.verdict == "not_enough_info" for one in checked.claims)):
        return counts
    drop = button(texts("ask.drop_filters"), "k-link", clear="all")
    return f'{counts}<p class="k-written">{escape(texts("ask.advice_filtered"))} {drop}</p>'


def _progress(checked: Checked, texts: Texts) -> str:
    words = texts("check.running")
    value = ""
    if checked.claims:
        done, total = checked.claims[-1].done, checked.claims[-1].total
        words = texts("check.progress", done=done, total=total)
        value = f' value="{done}" max="{total}"'
    return (
        f'<div class="k-progress"><p>{escape(words)}</p>'
        f'<progress{value} aria-label="{escape(words)}"></progress></div>'
    )


def _differences(differences: Sequence[Difference], texts: Texts) -> str:
    if not differences:
        return ""
    heads = "".join(
        f'<th scope="col">{escape(texts(f"check.{name}"))}</th>' for name in ("what", "claimed", "found")
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(texts(f"difference.{one.kind}"))}</th>'
        f"<td>{escape(one.claimed)}</td><td><b>{escape(one.found)}</b></td></tr>"
        for one in differences
    )
    return f'<table class="k-differences"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
