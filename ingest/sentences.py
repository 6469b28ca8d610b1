"""Where sentences begin and end."""

import re
from collections.abc import Iterable
from functools import lru_cache

import razdel

from ingest.document import Block, Language, Span

MAX_SENTENCE = 1500
"""Characters after which a run without an end is cut at a lesser stop: no sentence is that long."""

# What ends with a full stop and does not end a sentence; compared in small letters, without the stop.
ABBREVIATIONS = frozenset(
    "г гг в вв обл р-н ул д пос с ст п пп рис табл см ср др пр тов гр млн млрд тыс руб коп акад "
    "проф доц канд докт "
    "им зам нач отв ред сост стр т тт кв корп оф тел "
    "mr mrs ms dr prof st jr sr no vs inc ltd co dept gen gov sen rep hon rev fig vol pp ed eds art "
    "para e.g i.e etc approx jan feb mar apr jun jul aug sep sept oct nov dec "
    "sh ch ng yu ya yo o‘ g‘ prof akad y b h.k m-n ko‘ch "
    "ж жж б бет т.б т.с.с т.ғ.к ш к қ й ҳ.к".split()
)
SENTENCE_MAY_END_AFTER = frozenset("г гг др пр т.д т.п т.е etc т.б h.k ҳ.к y b ж й руб млн млрд тыс".split())
"""Abbreviations that may also close a sentence: there a capital decides."""
LAST_WORD = re.compile(r"([^\s«»„“”\"'()\[\]—–]+)\.$")
INITIAL = re.compile(r"(?:^|[\s(«\"„“])(?:[^\W\d_]|Sh|Ch|Yo|Yu|Ya|O[‘’ʻ']|G[‘’ʻ']|Дж|Sh|Ye)\.$")
NUMBER_MARK = re.compile(r"^[\s(«]*(?:№\s*)?\d{1,3}(?:\.\d{1,3})*\.$|^\(?[^\W\d_][.)]$")
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
AFTER_YEAR = re.compile(r"\b\d{4} (?:гг?|ж|й|y)\.(?= [A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ][^\W\d_]+ )")
"""«… с 1 сентября 2021 г. Приём …»: with words enough before it, the year ends a sentence."""
LESSER_STOP = re.compile(r"(?:;|,|:|\s[—–])\s+")
LIST_MARK = re.compile(r"[•▪●◦‣·*\-–—]\s+")

_REMEMBERED = 10_000
"""Characters up to which the sentences of a paragraph are remembered."""


def sentence_spans(text: str, language: Language = "und") -> list[Span]:
    """Spans of the sentences of running text, without the space between; a blank line always ends one."""
    spans: list[Span] = []
    start = 0
    for gap in (*BLANK_LINE.finditer(text), None):
        paragraph = text[start : gap.start() if gap else len(text)]
        begin = start + len(paragraph) - len(paragraph.lstrip())
        if paragraph.strip():
            spans.extend(_paragraph_spans(text, begin, start + len(paragraph.rstrip())))
        start = gap.end() if gap else len(text)
    return spans


def block_spans(text: str, blocks: Iterable[Block]) -> list[Span]:
    """Spans of the sentences of extracted text: headings and rows whole, paragraphs and items by sentence.

    The mark of a list item (a dash, a bullet) is left out of its first sentence.
    """
    spans: list[Span] = []
    for block in blocks:
        if block.kind in {"heading", "table-row"}:
            spans.append((block.start, block.end))
            continue
        start = block.start
        if block.kind == "list-item":
            mark = LIST_MARK.match(text, start, block.end)
            start = mark.end() if mark else start
        spans.extend(_paragraph_spans(text, start, block.end))
    return spans


def _paragraph_spans(text: str, start: int, end: int) -> list[Span]:
    cut = _cut if end - start <= _REMEMBERED else _cut.__wrapped__
    return [(start + a, start + b) for a, b in cut(text[start:end])]


@lru_cache(1024)
def _cut(paragraph: str) -> tuple[Span, ...]:
    """Spans of a paragraph's sentences; each paragraph is asked for more than once as a file is read."""
    found: list[list[int]] = []
    for piece in razdel.sentenize(paragraph):
        if found and _goes_on(paragraph[found[-1][0] : found[-1][1]], piece.text):
            found[-1][1] = piece.stop
            continue
        begin = piece.start
        for year in AFTER_YEAR.finditer(paragraph, piece.start, piece.stop):
            if len(paragraph[begin : year.start()].split()) >= 5:
                found.append([begin, year.end()])
                begin = year.end() + 1
        found.append([begin, piece.stop])
    return tuple(span for a, b in found for span in _cut_long(paragraph, a, b))


def _goes_on(before: str, after: str) -> bool:
    """Whether what was taken for the end of a sentence is none."""
    first = after.lstrip("«»\"'“”„(—– ")[:1]
    if not first:
        return True
    if (first.islower() and before[-1] in ".…") or after[:1] in ",;:)":
        return True
    if INITIAL.search(before) or NUMBER_MARK.search(before):
        return True
    last = LAST_WORD.search(before)
    if not last:
        return False
    word = last.group(1).lower().replace("’", "‘").replace("'", "‘").replace("ʻ", "‘")
    if word in ABBREVIATIONS:
        return word not in SENTENCE_MAY_END_AFTER or not first.isupper()
    return False


def _cut_long(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    while end - start > MAX_SENTENCE:
        stops = list(LESSER_STOP.finditer(text, start + MAX_SENTENCE // 2, start + MAX_SENTENCE))
        cut = stops[-1].end() if stops else text.rfind(" ", start + 1, start + MAX_SENTENCE) + 1
        cut = cut if cut > start else start + MAX_SENTENCE
        spans.append((start, start + len(text[start:cut].rstrip())))
        start = cut
    spans.append((start, end))
    return spans
