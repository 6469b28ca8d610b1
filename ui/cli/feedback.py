"""`feedback`: what people thought of answers, for a reader or as lines of a question set."""

import typer

from ui.cli import options as o
from ui.cli.console import out, say_json
from ui.cli.opening import settings_for
from ui.cli.words import command_texts

t = command_texts()


def feedback(store: o.Store = None, as_json: o.Json = False) -> None:
    """Opinions and refusals, the latest first; with --json one line of a question set each."""
    from assistant.people import PEOPLE, People
    from eval.feedback import question_row

    folder = settings_for(store).store
    given = People(folder).feedback() if (folder / PEOPLE).exists() else []
    if as_json:
        for one in given:
            say_json(question_row(one))
        return
    console = out()
    if not given:
        console.print(t("feedback.none"))
    for one in given:
        console.print(f"{one.given_at[:10]}  {t(f'feedback.{one.opinion}')}  {one.question}")
        said = " · ".join(filter(None, (one.short_answer, one.reason, one.comment)))
        if said:
            console.print(f"    {said}")


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("feedback", help=t("help.feedback"))(feedback)
