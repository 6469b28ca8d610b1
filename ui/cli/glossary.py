"""`glossary`: the terms and abbreviations of the archive."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import options as o
from ui.cli.asking import source_line
from ui.cli.console import err, out, say_json
from ui.cli.opening import assistant_for
from ui.cli.words import command_texts

if TYPE_CHECKING:
    from assistant.terms.term import Term

FEW = 5
"""Terms that are listed with the documents that speak of them."""
t = command_texts()
Wanted = Annotated[str | None, typer.Argument(help=t("help.glossary.text"), show_default=False)]


def glossary(text: Wanted = None, store: o.Store = None, as_json: o.Json = False) -> None:
    """Terms and abbreviations."""
    assistant = assistant_for(store)
    terms = assistant.glossary()
    if text is not None:
        terms = [term for term in terms if names_it(term, text)]
    if as_json:
        say_json({"terms": [term.model_dump(mode="json") for term in terms]})
        return
    if not terms:
        err().print(t("glossary.none") if text is None else t("glossary.not_found", text=text))
    for term in terms:
        show_term(term)
        if text is not None and len(terms) <= FEW:
            for name in assistant.used_in(term):
                out().print(f"    {name}", style="dim")
            out().print()


def names_it(term: "Term", text: str) -> bool:
    """Whether a term's name or abbreviation holds a text."""
    wanted = text.casefold().strip()
    names = [term.term, *term.abbreviations, *(name for names in term.names.values() for name in names)]
    return any(wanted in name.casefold() for name in names)


def show_term(term: "Term") -> None:
    """A term for a reader: its names, what it means, where that stands."""
    console = out()
    shorts = f" ({', '.join(term.abbreviations)})" if term.abbreviations else ""
    console.print(f"{term.term}{shorts}", style="bold")
    if term.definition:
        console.print(f"  {term.definition}")
    for language, names in term.names.items():
        others = [name for name in names if name != term.term]
        if others:
            console.print(f"  {language}: {'; '.join(others)}")
    for citation in term.citations[:1]:
        console.print(f"  «{' '.join(citation.quote.split())}»")
        console.print(f"  {source_line(citation.title, citation.document, citation.date, citation.page)}")
    if term.documents:
        console.print(f"  {t('glossary.documents', count=len(term.documents))}")
    console.print()


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("glossary", help=t("help.glossary"))(glossary)
