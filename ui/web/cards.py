"""A turn of the conversation as markup: the question, and the answer with its numbers and sources."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.answer import Answer, Citation
from assistant.terms.term import Term
from index.catalog import Document
from ingest.document import Span
from ui.texts import Texts
from ui.web.markup import button, escape, format_date, kind_name, link, notice, shorten
from ui.web.service import Service
from ui.web.talk import Turn
from ui.web.tools import tools_html

NUMBER = re.compile(r"\[(\d{1,3})\]")
LINE = re.compile(r"\S[^\n]*")
AS_WRITTEN = re.compile(r"^(?P<short>.+?)\s*\((?P<words>[^()]*[«“\"].+)\)$", re.DOTALL)
"""A short answer that ends with the document's own words in brackets."""
SEVERAL = re.compile(r"\)[;,] ")
"""Between short answers of which each has words of its own."""
QUOTE_SHOWN = 280
RECENT = 5


def turn_card(turn: Turn, position: int, texts: Texts) -> str:
    """Question and answer; `position` counts from 0 in the conversation."""
    if turn.error is not None:
        body = notice(
            texts("ask.failed"), turn.error, role="alert", classes="k-error", action=_again(turn, texts)
        )
    elif turn.answer is not None and turn.answer.abstained:
        body = abstention_card(turn, turn.answer, position, texts)
    elif turn.answer is not None:
        body = answer_card(turn, turn.answer, position, texts)
    elif turn.stopped:
        body = notice(turn.question, texts("ask.stopped"), classes="k-stopped", action=_again(turn, texts))
    else:
        body = f'<div class="k-answer k-waiting"><p>{escape(texts("ask.searching"))}</p><i></i><i></i></div>'
    busy = "true" if turn.running else "false"
    edit = button(
        texts("ask.edit"), "k-link k-edit", label=texts("ask.edit_label"), do="fill", text=turn.question
    )
    you = f'<span class="k-hidden">{escape(texts("ask.you"))}: </span>'
    return (
        f'<article class="k-turn" data-turn="{position}" aria-busy="{busy}">'
        f'<div class="k-asked"><h2 class="k-question">{you}{escape(turn.question)}</h2>{edit}</div>'
        f"{body}</article>"
    )


def answer_card(turn: Turn, answer: Answer, position: int, texts: Texts) -> str:
    """The short answer first and largest, then sentences with numbers, then the sources."""
    short, written = split_short(answer.short_answer)
    key = f"ask-{position}"
    parts = [understood_line(answer, texts)]
    if short:
        parts.append(f'<p class="k-short" lang="{escape(answer.language)}">{escape(short)}</p>')
    if written:
        parts.append(f'<p class="k-written">{escape(written)}</p>')
    parts.append(f'<div class="k-body">{body_html(answer, key, texts, turn.terms)}</div>')
    parts += [f'<p class="k-written">{escape(note)}</p>' for note in answer.notes]
    parts.append(sources_html(answer.citations, dict(turn.documents), key, texts))
    if turn.stopped:
        parts.append(f'<p class="k-written">{escape(texts("ask.stopped"))}</p>')
    if turn.complete:
        parts.append(tools_html(turn, answer, position, texts))
    growing = " k-growing" if turn.running else ""
    return f'<div class="k-answer{growing}">{"".join(parts)}</div>'


def abstention_card(turn: Turn, answer: Answer, position: int, texts: Texts) -> str:
    """The documents do not tell: no large type, a dashed edge, and what to try next."""
    advice = texts("ask.advice_filtered" if turn.filtered else "ask.advice")
    drop = button(texts("ask.drop_filters"), "k-link", clear="all") if turn.filtered else ""
    return (
        f'<div class="k-answer k-abstained">{understood_line(answer, texts)}'
        f'<p class="k-not-told">{escape(answer.answer)}</p>'
        f'<p class="k-written">{escape(advice)} {drop}</p>{tools_html(turn, answer, position, texts)}</div>'
    )


def next_html(questions: Sequence[str], position: int, texts: Texts) -> str:
    """Questions to ask next, after the turn at that position and no other."""
    if not questions:
        return ""
    rows = "".join(f"<li>{button(one, 'k-pill', do='ask', text=one)}</li>" for one in questions)
    label = escape(texts("ask.next"))
    return f'<ul class="k-pills k-next" data-after="{position}" aria-label="{label}">{rows}</ul>'


def understood_line(answer: Answer, texts: Texts) -> str:
    """How the question was read, where that is not how it was put; empty otherwise."""
    understood = answer.question_understood_as.strip()
    if not understood or _plain(understood) == _plain(answer.question):
        return ""
    return (
        f'<p class="k-understood">{escape(texts("ask.understood", question=understood))} '
        f"{button(texts('ask.correct'), 'k-link', do='fill', text=understood)}</p>"
    )


def body_html(answer: Answer, key: str, texts: Texts, terms: Sequence[tuple[int, int, Term]] = ()) -> str:
    """Sentences, with a chip for every `[n]` that has a citation and a hint at every known term."""
    citations = {citation.n: citation for citation in answer.citations}
    marks = [
        (match.start(), match.end(), chip(citations[n], key, texts))
        for match in NUMBER.finditer(answer.answer)
        if (n := int(match[1])) in citations
    ]
    marks += [(start, end, term_html(answer.answer[start:end], term)) for start, end, term in terms]
    return "".join(
        f"<p>{with_marks(answer.answer, line.span(), sorted(marks))}</p>"
        for line in LINE.finditer(answer.answer)
    )


def with_marks(text: str, span: Span, marks: Sequence[tuple[int, int, str]]) -> str:
    """A stretch of text, escaped, with markup in place of the spans that lie in it."""
    pieces, last = [], span[0]
    for start, end, markup in marks:
        if last <= start and end <= span[1]:
            pieces += [escape(text[last:start]), markup]
            last = end
    return "".join(pieces) + escape(text[last : span[1]])


def term_html(words: str, term: Term) -> str:
    """A known term; what it means shows on hover and focus, and the glossary opens at it."""
    names = ", ".join(dict.fromkeys([term.term, *term.abbreviations]))
    hint = f"{names}: {term.definition}" if term.definition else names
    return (
        f'<a class="k-term" href="#k-newcomer" data-do="term" data-term="{escape(term.term)}" '
        f'data-tip="{escape(shorten(hint, QUOTE_SHOWN))}">{escape(words)}</a>'
    )


def chip(citation: Citation, key: str, texts: Texts) -> str:
    """The number that opens its source; the quote shows on hover and focus."""
    label = texts("ask.source", n=citation.n, title=citation.title)
    tip = shorten(" ".join(citation.quote.split()), QUOTE_SHOWN)
    return button(str(citation.n), "k-chip", label=label, do="cite", n=citation.n, of=key, tip=f"«{tip}»")


def kinds_of(documents: Iterable[str], service: Service) -> dict[str, str]:
    """The kind of each document that the archive still has."""
    known = [service.document(name) for name in dict.fromkeys(documents)]
    return {one.name: one.kind for one in known if one is not None}


def sources_html(citations: Sequence[Citation], kinds: Mapping[str, str], key: str, texts: Texts) -> str:
    """The documents behind the numbers, each once: its numbers, title, date, kind, pages."""
    if not citations:
        return ""
    by_document: dict[str, list[Citation]] = {}
    for citation in citations:
        by_document.setdefault(citation.document, []).append(citation)
    rows = []
    for document, cited in by_document.items():
        first = cited[0]
        facts = [format_date(first.date, texts)]
        if document in kinds:
            facts.append(kind_name(kinds[document], texts))
        pages = dict.fromkeys(str(one.page) for one in cited if one.page is not None)
        if pages:
            facts.append(texts("ask.page", page=", ".join(pages)))
        chips = " ".join(chip(one, key, texts) for one in cited)
        rows.append(
            f"<li><span>{chips}</span><span>{link(first.title, skip=True, do='cite', n=first.n, of=key)}"
            f" · {escape(' · '.join(facts))}</span></li>"
        )
    label = escape(texts("ask.sources"))
    return f'<section class="k-sources" aria-label="{label}"><ul>{"".join(rows)}</ul></section>'


def split_short(short: str | None) -> tuple[str, str]:
    """The short answer, and how the document words it where the answer says so in brackets."""
    if short is None:
        return "", ""
    match = AS_WRITTEN.match(short)
    if match is None or SEVERAL.search(match["words"]):
        return short, ""
    return match["short"], match["words"]


def welcome(examples: Sequence[str], recent: Sequence[Document], texts: Texts) -> str:
    """Before the first question: what this is for, questions to try, the latest documents."""
    if not recent:
        add = button(texts("ask.no_documents_action"), "k-button", do="tab", tab="documents")
        return notice(texts("ask.no_documents_title"), texts("ask.no_documents_text"), action=add)
    parts = [
        f'<h2>{escape(texts("ask.empty_title"))}</h2><p class="k-lead">{escape(texts("ask.empty_text"))}</p>'
    ]
    if examples:
        buttons = "".join(
            f"<li>{button(question, 'k-pill', do='ask', text=question)}</li>" for question in examples
        )
        parts.append(f"<h3>{escape(texts('ask.examples'))}</h3><ul class='k-pills'>{buttons}</ul>")
    rows = "".join(
        f"<li>{link(one.title, do='document', document=one.name)} · {escape(format_date(one.date, texts))}"
        f" · {escape(kind_name(one.kind, texts))}</li>"
        for one in recent[:RECENT]
    )
    parts.append(f"<h3>{escape(texts('ask.recent'))}</h3><ul class='k-recent'>{rows}</ul>")
    return f'<section class="k-welcome">{"".join(parts)}</section>'


def announcement(turn: Turn | None, texts: Texts) -> str:
    """What a screen reader is told of the last turn: a short sentence, not the whole card again and again."""
    if turn is None:
        return ""
    if turn.error is not None:
        return turn.error
    if turn.running or turn.answer is None:
        return texts("ask.searching")
    if turn.answer.abstained:
        return texts("ask.abstained")
    told = texts("ask.answered", count=len(turn.answer.citations))
    return f"{turn.answer.short_answer or ''} {told}".strip()


def _again(turn: Turn, texts: Texts) -> str:
    return button(texts("ask.again"), "k-link", do="ask", text=turn.question)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip("?.! ")
