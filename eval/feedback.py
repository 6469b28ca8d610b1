"""What people thought of answers, as lines of a question set."""

from typing import Any

from assistant.people import Feedback

REVIEW = "to-review"
"""Kind of a question whose right answer nobody has told yet: `gold_docs` and `answers` wait for it."""


def question_row(feedback: Feedback) -> dict[str, Any]:
    """An opinion as a line of a question set.

    An answer found right gives its documents and short answer as gold, a refusal found right says that the
    archive does not tell; anything else is left open, with what was answered and said about it beside.
    """
    right = feedback.opinion == "good"
    kind = REVIEW if not right else "unanswerable" if feedback.abstained else "other"
    return {
        "id": f"f{feedback.id}",
        "lang": feedback.language,
        "question": feedback.question,
        "kind": kind,
        "gold_docs": list(feedback.documents) if right else [],
        "gold_mode": "none" if kind == "unanswerable" else "any",
        "answers": [feedback.short_answer] if right and feedback.short_answer else [],
        "answers_mode": "any",
        "tags": [feedback.opinion, *([feedback.reason] if feedback.reason else [])],
        "understood": feedback.understood,
        "answered": feedback.answer,
        "answered_from": list(feedback.documents),
        "comment": feedback.comment,
        "given_at": feedback.given_at,
    }
