"""`brief`: what a newcomer needs on one page, every line cited."""

from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli import options as o
from ui.cli.asking import note_undated, source_line
from ui.cli.console import err, out, say_json, usage_error
from ui.cli.opening import assistant_for, known
from ui.cli.words import command_texts

if TYPE_CHECKING:
    from assistant.answer import Citation
    from assistant.brief import Brief

t = command_texts()
Topic = Annotated[str | None, typer.Option("--topic", help=t("help.brief.topic"))]
Speak = Annotated[str | None, typer.Option("--speak", help=t("help.brief.speak"), metavar="ru|en|uz|kk")]


def brief(
    topic: Topic = None,
    speak: Speak = None,
    output: o.Output = None,
    store: o.Store = None,
    as_json: o.Json = False,
    today: o.Today = None,
    date_from: o.From = None,
    date_to: o.To = None,
    language: o.Languages = None,
    kind: o.Kinds = None,
    document: o.Documents = None,
) -> None:
    """A newcomer's briefing."""
    from ui.texts import INTERFACE_LANGUAGES

    if speak is not None and speak not in INTERFACE_LANGUAGES:
        choices = ", ".join(INTERFACE_LANGUAGES)
        raise usage_error("bad-choice", option="--speak", value=speak, choices=choices)
    if output is not None:
        from assistant.export.page import brief_page
        from assistant.export.write import checked, write

        checked(output)
    filters = o.filters_of(date_from, date_to, language, kind, document)
    assistant = assistant_for(store, today=o.iso_date("--today", today))
    note_undated(assistant.archive.undated(known(assistant.archive, filters)))
    made = assistant.brief(filters, topic, speak)
    if output is not None:
        write(brief_page(made), output)
        err().print(t("brief.written", path=output))
    if as_json:
        say_json(made)
    elif output is None:
        show_brief(made)


def show_brief(brief: "Brief") -> None:
    """A briefing for a reader: sections of numbered lines, the sources under them."""
    console = out()
    console.print(brief.title, style="bold")
    if not brief.sections:
        console.print(t("brief.none"))
    cited: dict[int, Citation] = {}
    for section in brief.sections:
        console.print()
        console.print(section.title, style="bold")
        for line in section.lines:
            marks = " ".join(f"[{citation.n}]" for citation in line.citations)
            console.print(f"  {line.text} {marks}")
            cited |= {citation.n: citation for citation in line.citations}
    console.print()
    for n in sorted(cited):
        one = cited[n]
        console.print(f"[{n}] {source_line(one.title, one.document, one.date, one.page)}")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("brief", help=t("help.brief"))(brief)
