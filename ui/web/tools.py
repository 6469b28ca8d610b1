"""What can be done with an answer: copied, kept as a file, called right or wrong."""

from collections.abc import Sequence

from assistant.answer import Answer
from ui.texts import Texts
from ui.web.markup import button, escape, format_date
from ui.web.talk import Turn

REASONS = ("answer", "source", "missing", "understood", "other")
REASONS_TO_REFUSE = ("refused", "understood", "other")
COMMENT = 500
"""Code points of a visitor's words on an answer."""


def tools_html(turn: Turn, answer: Answer, position: int, texts: Texts) -> str:
    """Copy, keep as a file, say whether it is right."""
    takes = []
    if not answer.abstained:
        takes.append(button(texts("ask.copy"), "k-link", do="copy", text=plain_text(answer, texts)))
        takes += [
            button(
                texts(f"ask.{to}"),
                "k-link",
                label=texts(f"ask.{to}_label"),
                do="export",
                to=to,
                turn=position,
            )
            for to in ("docx", "markdown")
        ]
    if turn.good is None:
        said = button(texts("ask.right"), "k-link", do="rate", good="yes", turn=position)
        said += _wrong(REASONS_TO_REFUSE if answer.abstained else REASONS, position, texts)
    else:
        said = f'<span role="status">{escape(texts("ask.thanks"))}</span>'
    label = escape(texts("ask.tools"))
    return f'<div class="k-tools" role="group" aria-label="{label}">{"".join(takes)}{said}</div>'


def _wrong(reasons: Sequence[str], position: int, texts: Texts) -> str:
    choices = "".join(
        f'<label><input type="radio" name="reason" value="{one}"{" checked" if one == reasons[0] else ""}> '
        f"{escape(texts(f'reason.{one}'))}</label>"
        for one in reasons
    )
    box = f'<textarea name="comment" rows="2" maxlength="{COMMENT}"></textarea>'
    return (
        f'<details class="k-wrong"><summary>{escape(texts("ask.wrong"))}</summary>'
        f'<form data-do="rate" data-good="no" data-turn="{position}">'
        f"<fieldset><legend>{escape(texts('ask.why'))}</legend>{choices}</fieldset>"
        f'<label class="k-comment">{escape(texts("ask.comment"))}{box}</label>'
        f'<button class="k-button">{escape(texts("ask.tell"))}</button></form></details>'
    )


def plain_text(answer: Answer, texts: Texts) -> str:
    """The answer to be pasted elsewhere, its sources numbered under it."""
    parts = [answer.short_answer or "", answer.answer, *answer.notes, f"{texts('ask.sources')}:"]
    for one in answer.citations:
        page = f", {texts('ask.page', page=one.page)}" if one.page is not None else ""
        parts.append(f"[{one.n}] {one.title}, {format_date(one.date, texts)}{page}")
    return "\n".join(filter(None, parts))
