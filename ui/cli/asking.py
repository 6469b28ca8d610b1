"""`search` and `ask`: one text, or many from a file of JSON lines."""

import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.filters import Filters
from ui.cli import options as o
from ui.cli.console import err, out, say_json, usage_error
from ui.cli.lines import answer_lines
from ui.cli.opening import assistant_for, known
from ui.cli.words import command_texts

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.results import SearchResult

t = command_texts()
Conversation = Annotated[
    str | None, typer.Option("--conversation", help=t("help.conversation"), metavar="ID")
]
Count = Annotated[int, typer.Option("-k", min=1, max=1000, help=t("help.k"))]


def search(
    text: o.Text = None,
    count: Count = 10,
    store: o.Store = None,
    as_json: o.Json = False,
    file: o.Input = None,
    date_from: o.From = None,
    date_to: o.To = None,
    language: o.Languages = None,
    kind: o.Kinds = None,
    document: o.Documents = None,
) -> None:
    """Ranked passages."""
    filters = o.filters_of(date_from, date_to, language, kind, document)
    check_given(text, file)
    assistant = assistant_for(store)

    def found(query: str, filters: Filters, _: str | None) -> dict[str, Any]:
        started = time.perf_counter()
        results = assistant.search(query, count, known(assistant.archive, filters))
        took = round((time.perf_counter() - started) * 1000, 1)
        return {"query": query, "results": [result.model_dump() for result in results], "took_ms": took}

    if file is not None:
        answer_lines(file, filters, found)
        return
    note_undated(assistant.archive.undated(known(assistant.archive, filters)))
    if as_json:
        say_json({"id": None, **found(text or "", filters, None)})
    else:
        show_results(assistant.search(text or "", count, filters))


def ask(
    text: o.Text = None,
    conversation: Conversation = None,
    store: o.Store = None,
    as_json: o.Json = False,
    file: o.Input = None,
    today: o.Today = None,
    date_from: o.From = None,
    date_to: o.To = None,
    language: o.Languages = None,
    kind: o.Kinds = None,
    document: o.Documents = None,
    output: o.Output = None,
) -> None:
    """An answer with citations."""
    filters = o.filters_of(date_from, date_to, language, kind, document)
    check_given(text, file)
    if output is not None:
        from assistant.export.page import answer_page
        from assistant.export.write import checked, write

        checked(output)
    assistant = assistant_for(store, today=o.iso_date("--today", today), remember=conversation is not None)
    if file is not None:
        answer_lines(
            file,
            filters,
            lambda question, filters, turn: assistant.ask(
                question, turn, known(assistant.archive, filters)
            ).model_dump(mode="json"),
        )
        return
    note_undated(assistant.archive.undated(known(assistant.archive, filters)))
    answer = assistant.ask(text or "", conversation, filters)
    if output is not None:
        write(answer_page([answer], answer.language), output)
        err().print(t("ask.written", path=output))
    if as_json:
        say_json(answer)
    elif output is None:
        show_answer(answer)


def check_given(text: str | None, file: str | None) -> None:
    """Either a text or a file of texts, not both and not neither."""
    if (text is None) == (file is None):
        raise usage_error("text-or-input")


def note_undated(count: int) -> None:
    """Say on stderr how many documents a date filter left out for having none."""
    if count:
        err().print(t("ask.undated", count=count))


def show_results(results: "list[SearchResult]") -> None:
    """Passages for a reader."""
    console = out()
    if not results:
        console.print(t("search.nothing"))
    for n, result in enumerate(results, 1):
        console.print(f"{n}. {source_line(result.title, result.document, result.date, result.page)}")
        console.print("   " + " ".join(result.text.split())[:400])


def show_answer(answer: "Answer") -> None:
    """An answer for a reader: the short answer, the sentences, the sources."""
    console = out()
    if answer.question_understood_as != answer.question:
        console.print(t("ask.understood", question=answer.question_understood_as))
    if answer.short_answer:
        console.print(answer.short_answer, style="bold")
        console.print()
    console.print(answer.answer)
    for note in answer.notes:
        console.print()
        console.print(note, style="italic")
    if answer.citations:
        console.print()
    for citation in answer.citations:
        line = source_line(citation.title, citation.document, citation.date, citation.page)
        console.print(f"[{citation.n}] {line}")


def source_line(title: str, document: str, date: str | None, page: int | None) -> str:
    """Title, file, date and page of a source."""
    parts = [title, document, date, t("ask.page", page=page) if page else None]
    return " · ".join(part for part in parts if part)


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("search", help=t("help.search"))(search)
    app.command("ask", help=t("help.ask"))(ask)
