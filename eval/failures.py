"""What went wrong, and what came instead."""

from collections.abc import Iterator, Sequence

from eval.evaluation import Failure, Part
from eval.outcomes import Asked, Checked, Found

SHOWN = 5
"""Documents shown of a search."""
EXCERPT = 240
"""Characters shown of a passage."""


def failures(found: Sequence[Found], asked: Sequence[Asked], checked: Sequence[Checked]) -> list[Failure]:
    """Every failure of a run: part by part, each in the order of the questions."""
    return [*_searches(found), *_answers(asked), *_claims(checked)]


def _searches(found: Sequence[Found]) -> Iterator[Failure]:
    for search in found:
        question, ranking = search.question, search.ranking
        if ranking and ranking[0] in question.gold:
            continue
        yield Failure(
            part="retrieval",
            id=question.id,
            language=question.language,
            groups=question.groups,
            text=question.text,
            wanted=question.answers,
            wanted_documents=tuple(question.gold),
            found=tuple(text[:EXCERPT] for text in search.texts[:1]),
            found_documents=ranking[:SHOWN],
        )


def _answers(asked: Sequence[Asked]) -> Iterator[Failure]:
    for asking in asked:
        part = _wrong_part(asking)
        if part is None:
            continue
        question, answer = asking.question, asking.answer
        yield Failure(
            part=part,
            id=question.id,
            language=question.language,
            groups=question.groups,
            text=question.text,
            wanted=question.answers,
            wanted_documents=tuple(question.gold),
            found=tuple(text for text in (answer.short_answer, answer.answer) if text),
            found_documents=tuple(dict.fromkeys(citation.document for citation in answer.citations)),
        )


def _wrong_part(asked: Asked) -> Part | None:
    score = asked.score
    if asked.question.answerable == score.abstained:
        return "abstention"
    if score.abstained:
        return None
    if not score.short_answer_right:
        return "answer"
    return None if score.gold_cited else "citation"


def _claims(checked: Sequence[Checked]) -> Iterator[Failure]:
    for check in checked:
        claim = check.claim
        if check.right and (check.difference_named or claim.verdict != "refuted"):
            continue
        wanted = (claim.verdict, *((f"{claim.wrong_part} → {claim.correct}",) if claim.wrong_part else ()))
        yield Failure(
            part="claim",
            id=claim.id,
            language=claim.language,
            groups=claim.groups,
            text=claim.text,
            wanted=wanted,
            wanted_documents=claim.gold_documents,
            found=tuple(text for text in (check.verdict, *check.claimed, check.explanation) if text),
            found_documents=check.documents,
        )
