"""For a newcomer: the archive on one page, every line cited, and its words explained."""

from collections.abc import Callable, Mapping, Sequence

from assistant.answer import Citation
from assistant.brief import Brief
from assistant.export.write import brief_docx, brief_markdown
from assistant.terms.term import Term
from ui.texts import Texts
from ui.web.cards import chip, sources_html
from ui.web.files import DOCX, MARKDOWN, File
from ui.web.filtering import nothing_passes
from ui.web.markup import button, escape, language_name, notice, number
from ui.web.source import Pane

BRIEF, TERM = "brief", "term"
"""What their citations go by: `brief`, `term-12`."""
ROWS = 60
"""Terms listed at once; the search finds the rest."""
EXPORTS: dict[str, tuple[str, str, Callable[[Brief], str | bytes]]] = {
    "docx": ("docx", DOCX, brief_docx),
    "markdown": ("md", MARKDOWN, brief_markdown),
}


def brief_html(brief: Brief, texts: Texts, filtered: bool = False) -> str:
    """Sections of lines, each with its numbers; `filtered` where filters are on."""
    if not brief.sections and filtered:
        return nothing_passes(texts("newcomer.empty_title"), texts)
    if not brief.sections:
        return notice(texts("newcomer.empty_title"), texts("newcomer.empty_text"), classes="k-plain")
    sections = []
    for section in brief.sections:
        lines = "".join(
            f"<li>{_told_or_asked(line.text)} "
            f"{' '.join(chip(one, BRIEF, texts) for one in line.citations)}</li>"
            for line in section.lines
        )
        sections.append(f"<section><h3>{escape(section.title)}</h3><ul>{lines}</ul></section>")
    tools = "".join(
        button(texts(f"ask.{to}"), "k-link", label=texts(f"newcomer.{to}_label"), do="export", to=to)
        for to in EXPORTS
    )
    tools += button(texts("newcomer.print"), "k-link", do="print")
    return (
        f'<article class="k-answer k-brief"><h2>{escape(brief.title)}</h2>{"".join(sections)}'
        f'<div class="k-tools">{tools}</div></article>'
        f'<div class="k-printed">{sources_html(_citations(brief), {}, BRIEF, texts)}</div>'
    )


def _told_or_asked(text: str) -> str:
    """A line; a question is asked by a click."""
    return button(text, "k-asks", do="ask", text=text) if text.endswith("?") else escape(text)


def _citations(brief: Brief) -> list[Citation]:
    """The brief's citations, each number once."""
    everything = [one for section in brief.sections for line in section.lines for one in line.citations]
    return list({one.n: one for one in everything}.values())


def waiting_html(texts: Texts) -> str:
    """While the brief is made."""
    return f'<div class="k-answer k-waiting"><p>{escape(texts("newcomer.waiting"))}</p><i></i><i></i></div>'


def exported(brief: Brief, to: object, texts: Texts) -> File | None:
    """The brief as a file; None for an unknown format."""
    if not isinstance(to, str) or to not in EXPORTS:
        return None
    ending, kind, write = EXPORTS[to]
    return File(f"{texts('newcomer.file')}.{ending}", kind, write(brief))


def found(terms: Sequence[Term], search: str) -> list[tuple[int, Term]]:
    """Terms any of whose names, or whose meaning, has every word of the search; with their place."""
    words = search.casefold().split()
    return [(n, term) for n, term in enumerate(terms) if all(word in _told(term) for word in words)]


def glossary_html(terms: Sequence[Term], search: str, texts: Texts) -> str:
    """Terms with their names in other languages and what they mean."""
    if not terms:
        return notice(texts("newcomer.no_terms_title"), texts("newcomer.no_terms_text"), classes="k-plain")
    rows = found(terms, search)
    if not rows:
        return notice(search.strip(), texts("newcomer.none_found"), classes="k-plain")
    count = texts("newcomer.terms", count=len(rows))
    if len(rows) > ROWS:
        count = texts("newcomer.terms_more", shown=ROWS, count=len(rows))
    items = "".join(_term(n, term, texts) for n, term in rows[:ROWS])
    return f'<p class="k-count" aria-live="polite">{escape(count)}</p><dl class="k-terms">{items}</dl>'


def pane_of(brief: Brief, terms: Sequence[Term], wanted: Mapping[str, object]) -> Pane | None:
    """The pane at a citation of the brief or of a term; None where there is none."""
    key, n = str(wanted.get("of")), number(wanted.get("n"))
    if key == BRIEF:
        citations = tuple(_citations(brief))
    else:
        at = number(key.removeprefix(f"{TERM}-"))
        citations = tuple(terms[at].citations) if 0 <= at < len(terms) else ()
    cited = next((one for one in citations if one.n == n), None)
    return Pane(cited.document, citations, n, key) if cited else None


def _told(term: Term) -> str:
    names = [name for some in term.names.values() for name in some]
    return " ".join([term.term, *term.abbreviations, *names, term.definition or ""]).casefold()


def _term(n: int, term: Term, texts: Texts) -> str:
    others = [
        f'<span lang="{language}">{escape(", ".join(names))}</span> '
        f"<small>{escape(language_name(language, texts))}</small>"
        for language, all_names in term.names.items()
        if (names := [name for name in all_names if name != term.term])
    ]
    short = [one for one in term.abbreviations if one != term.term]
    brackets = f" <span>({escape(', '.join(short))})</span>" if short else ""
    chips = " ".join(chip(one, f"{TERM}-{n}", texts) for one in term.citations)
    parts = [f"<dt>{escape(term.term)}{brackets} {chips}</dt>"]
    if term.definition:
        parts.append(f"<dd>{escape(term.definition)}</dd>")
    if others:
        parts.append(f'<dd class="k-others">{" · ".join(others)}</dd>')
    if len(parts) == 1 and not short:
        parts.append(f'<dd class="k-others">{escape(texts("newcomer.no_definition"))}</dd>')
    return f"<div>{''.join(parts)}</div>"
