"""An assistant that knows nothing but what it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Citation


@dataclass(frozen=True)
class FakeHit:
    document: str
    text: str = "пассаж"


@dataclass(frozen=True)
class FakeDifference:
    claimed: str


@dataclass(frozen=True)
class FakeVerdict:
    verdict: str
    differences: Sequence[FakeDifference] = ()
    citations: Sequence[FakeHit] = ()
    explanation: str = ""


def answer(question: str, short: str | None, *documents: str, confidence: float = 0.9) -> Answer:
    """An answer that gives `short`; None abstains."""
    return Answer(
        question=question,
        language="ru",
        answer=f"{short} [1]." if short else "Документы об этом не говорят.",
        short_answer=short,
        values=[],
        abstained=short is None,
        confidence=confidence,
        citations=[
            Citation(n=n, document=document, title="", date=None, page=None, quote="Цитата", start=0, end=6)
            for n, document in enumerate(documents, start=1)
        ],
        question_understood_as=question,
    )


@dataclass
class FakeAssistant:
    """Finds and answers by the question's text."""

    hits: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Documents of the passages found, best first."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """What is not here abstains."""
    turns: list[tuple[str | None, str]] = field(default_factory=list)
    """Conversation and question of every call to `ask`."""

    def search(self, query: str, k: int, /) -> list[FakeHit]:
        return [FakeHit(document, f"из {document}") for document in self.hits.get(query, ())][:k]

    def ask(self, question: str, conversation: str | None = None, /) -> Answer:
        self.turns.append((conversation, question))
        return self.answers.get(question) or answer(question, None)


@dataclass
class FakeChecker(FakeAssistant):
    verdicts: Mapping[str, FakeVerdict] = field(default_factory=dict)

    def check(self, claim: str, /) -> FakeVerdict:
        return self.verdicts[claim]
