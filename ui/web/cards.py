"""A turn of the conversation as markup: the question, and the answer with its numbers and sources."""

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation
from ui.texts import Texts
from ui.web.markup import escape, format_date, kind_name, notice, shorten
from ui.web.service import DocumentEntry
from ui.web.talk import Turn

NUMBER = re.compile(r"\[(\d{1,3})\]")
AS_WRITTEN = re.compile(r"^(?P<short>.+?)\s*\((?P<words>[^()]*[«“\"].+)\)$", re.DOTALL)
"""A short answer that ends with the document's own words in brackets."""
QUOTE_SHOWN = 280
RECENT = 5


def turn_card(turn: Turn, position: int, texts: Texts) -> str:
    """Question and answer; `position` counts from 0 in the conversation."""
    if turn.error is not None:
        body = notice(texts("ask.failed"), turn.error, role="alert", classes="k-error", action=_again(turn, texts))
    elif turn.answer is not None and turn.answer.abstained:
        body = abstention_card(turn, turn.answer, texts)
    elif turn.answer is not None:
        body = answer_card(turn, turn.answer, position, texts)
    elif turn.stopped:
        body = notice(turn.question, texts("ask.stopped"), classes="k-stopped", action=_again(turn, texts))
    else:
        body = f'<div class="k-answer k-waiting"><p>{escape(texts("ask.searching"))}</p><i></i><i></i></div>'
    busy = "true" if turn.running else "false"
    return (
        f'<article class="k-turn" data-turn="{position}" aria-busy="{busy}">'
        f'<h2 class="k-question"><span class="k-hidden">{escape(texts("ask.you"))}: </span>'
        f"{escape(turn.question)}</h2>{body}</article>"
    )


def answer_card(turn: Turn, answer: Answer, position: int, texts: Texts) -> str:
    """The short answer first and largest, then sentences with numbers, then the sources."""
    short, written = split_short(answer.short_answer)
    parts = [understood_line(answer, texts)]
    if short:
        parts.append(f'<p class="k-short" lang="{escape(answer.language)}">{escape(short)}</p>')
    if written:
        parts.append(f'<p class="k-written">{escape(written)}</p>')
    parts.append(f'<div class="k-body">{body_html(answer, position, texts)}</div>')
    parts.append(sources_html(answer.citations, dict(turn.documents), position, texts))
    if turn.stopped:
        parts.append(f'<p class="k-written">{escape(texts("ask.stopped"))}</p>')
    growing = " k-growing" if turn.running else ""
    return f'<div class="k-answer{growing}">{"".join(parts)}</div>'


def abstention_card(turn: Turn, answer: Answer, texts: Texts) -> str:
    """The documents do not tell: no large type, a dashed edge, and what to try next."""
    advice = texts("ask.advice_filtered" if turn.filtered else "ask.advice")
    button = (
        f'<button type="button" class="k-link" data-clear="all">{escape(texts("ask.drop_filters"))}</button>'
        if turn.filtered
        else ""
    )
    return (
        f'<div class="k-answer k-abstained">{understood_line(answer, texts)}'
        f'<p class="k-not-told">{escape(answer.answer)}</p><p class="k-written">{escape(advice)} {button}</p></div>'
    )


def understood_line(answer: Answer, texts: Texts) -> str:
    """How the question was read, where that is not how it was put; empty otherwise."""
    understood = answer.question_understood_as.strip()
    if not understood or _plain(understood) == _plain(answer.question):
        return ""
    return (
        f'<p class="k-understood">{escape(texts("ask.understood", question=understood))} '
        f'<button type="button" class="k-link" data-fill="{escape(understood)}">'
        f"{escape(texts('ask.correct'))}</button></p>"
    )


def body_html(answer: Answer, position: int, texts: Texts) -> str:
    """Sentences, with a chip for every `[n]` that has a citation; other brackets stay as they are written."""
    citations = {citation.n: citation for citation in answer.citations}
    paragraphs = []
    for paragraph in filter(None, (part.strip() for part in answer.answer.split("\n"))):
        pieces, last = [], 0
        for match in NUMBER.finditer(paragraph):
            citation = citations.get(int(match[1]))
            if citation is not None:
                pieces += [escape(paragraph[last : match.start()]), chip(citation, position, texts)]
                last = match.end()
        paragraphs.append(f"<p>{''.join(pieces)}{escape(paragraph[last:])}</p>")
    return "".join(paragraphs)


def chip(citation: Citation, position: int, texts: Texts) -> str:
    """The number that opens its source; the quote shows on hover."""
    label = texts("ask.source", n=citation.n, title=citation.title)
    return (
        f'<button type="button" class="k-chip" data-n="{citation.n}" data-of="{position}" aria-pressed="false" '
        f'aria-label="{escape(label)}" title="{escape(shorten(citation.quote, QUOTE_SHOWN))}">{citation.n}</button>'
    )


def sources_html(citations: Sequence[Citation], kinds: dict[str, str], position: int, texts: Texts) -> str:
    """The documents behind the numbers: title, date, kind, page."""
    if not citations:
        return ""
    rows = []
    for citation in citations:
        facts = [format_date(citation.date, texts)]
        if citation.document in kinds:
            facts.append(kind_name(kinds[citation.document], texts))
        if citation.page is not None:
            facts.append(texts("ask.page", page=citation.page))
        rows.append(
            f'<li>{chip(citation, position, texts)} <span><a class="k-title" href="#k-source" tabindex="-1" '
            f'data-n="{citation.n}" data-of="{position}">{escape(citation.title)}</a>'
            f" · {escape(' · '.join(facts))}</span></li>"
        )
    label = escape(texts("ask.sources"))
    return f'<section class="k-sources" aria-label="{label}"><ul>{"".join(rows)}</ul></section>'


def split_short(short: str | None) -> tuple[str, str]:
    """The short answer, and how the document words it where the answer says so in brackets."""
    if short is None:
        return "", ""
    match = AS_WRITTEN.match(short)
    return (match["short"], match["words"]) if match else (short, "")


def welcome(examples: Sequence[str], recent: Sequence[DocumentEntry], texts: Texts) -> str:
    """Before the first question: what this is for, questions to try, the latest documents."""
    if not recent:
        button = (
            '<button type="button" class="k-button" data-tab="documents">'
            f"{escape(texts('ask.no_documents_action'))}</button>"
        )
        return notice(texts("ask.no_documents_title"), texts("ask.no_documents_text"), action=button)
    parts = [
        f'<h2>{escape(texts("ask.empty_title"))}</h2><p class="k-lead">{escape(texts("ask.empty_text"))}</p>'
    ]
    if examples:
        buttons = "".join(
            f'<li><button type="button" class="k-pill" data-ask="{escape(question)}">{escape(question)}</button></li>'
            for question in examples
        )
        parts.append(f"<h3>{escape(texts('ask.examples'))}</h3><ul class='k-pills'>{buttons}</ul>")
    rows = "".join(
        f'<li><a class="k-title" href="#k-source" data-document="{escape(one.name)}">{escape(one.title)}</a>'
        f" · {escape(format_date(one.date, texts))} · {escape(kind_name(one.kind, texts))}</li>"
        for one in recent[:RECENT]
    )
    parts.append(f"<h3>{escape(texts('ask.recent'))}</h3><ul class='k-recent'>{rows}</ul>")
    return f'<section class="k-welcome">{"".join(parts)}</section>'


def announcement(turn: Turn | None, texts: Texts) -> str:
    """What a screen reader is told of the last turn: one short sentence, not the whole card again and again."""
    if turn is None:
        return ""
    if turn.error is not None:
        return escape(turn.error)
    if turn.running or turn.answer is None:
        return escape(texts("ask.searching"))
    if turn.answer.abstained:
        return escape(texts("ask.abstained"))
    told = texts("ask.answered", count=len(turn.answer.citations))
    return escape(f"{turn.answer.short_answer or ''} {told}".strip())


def _again(turn: Turn, texts: Texts) -> str:
    return (
        f'<button type="button" class="k-link" data-ask="{escape(turn.question)}">'
        f"{escape(texts('ask.again'))}</button>"
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip("?.! ")
