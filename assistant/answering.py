"""From a question to what the documents say: read, weighed, and how sure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from llama_index.core.schema import NodeWithScore, TextNode

from assistant.confidence import NEEDS_SPAN, Features, features, strangers
from assistant.evidence import Asked, Sentence, Words, asked, weigh
from assistant.familiarity import rarity
from assistant.parts import Part, parts_of
from assistant.question import Question
from assistant.remembered import RememberedWords
from assistant.short import Reading, ShortAnswer, short_answer
from assistant.standing import asks_really
from assistant.weighing import best_sentences
from index.archive import Archive
from index.filters import Filters
from index.glossary import Glossary
from index.query import understand as read_query
from index.reading import Passages
from index.table import TokenTable
from ingest.dates import PartialDate
from ingest.document import ExtractedText

READ_SENTENCES = 24
"""Sentences, best first, in which a short answer is looked for."""
EARLIER_PASSAGES = 4
"""Passages read besides of the documents that the turn before cited."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What the documents say to one question."""

    question: Question
    asked: Asked
    sentences: Sequence[Sentence]
    """Best first."""
    short: ShortAnswer | None
    sure: float
    """Chance that they answer it."""
    label: str = ""
    """What its answer is headed by among others."""

    @property
    def first(self) -> Sentence | None:
        """The sentence that answers, if any does."""
        if self.short is not None:
            return self.short.sentence
        return self.sentences[0] if self.sentences else None


class Answering:
    """Reads an archive for questions. Safe for many threads."""

    def __init__(
        self,
        archive: Archive,
        find: Callable[[str, int, Filters], list[NodeWithScore]],
        usual: Callable[[], Passages | None],
        words: TokenTable,
        glossary: Glossary,
        text_of: Callable[[str], ExtractedText],
        judge: Callable[[Features], float],
        passages: int,
    ) -> None:
        """`find` gives the passages for a question, of which `passages` are read; `usual` a sample of all."""
        self._archive = archive
        self._find = find
        self._words: Words = RememberedWords(words)
        self._glossary = glossary
        self._usual = usual
        self._text_of = text_of
        self._judge = judge
        self._passages = passages

    def mended(self, text: str) -> str:
        """A question with its typing errors mended."""
        return read_query(text, self._archive.vocabulary).text

    def answers(
        self, question: Question, today: PartialDate, filters: Filters, earlier: Sequence[str]
    ) -> list[Found]:
        """What is found for each question in a question; one where it is one.

        `earlier` are the documents cited in the turn before.
        """
        parts = parts_of(question, today) or [Part(question)]
        found: list[Found] = []
        for part in parts:
            asks, cited = part.question, earlier
            first = found[-1] if found else None
            if asks.thread and first is not None and first.first is not None:
                # A second half without a subject goes on about the first, and asks for something else.
                cited = earlier if asks_really(asks) else (first.first.document,)
                told = first.short.values if first.short is not None else ()
                asks = replace(asks, told=(*asks.told, *(value.value for value in told)))
            found.append(self.read(asks, filters, cited, part.label))
        return found

    def read(
        self, question: Question, filters: Filters, earlier: Sequence[str] = (), label: str = ""
    ) -> Found:
        """What is found for one question."""
        query = question.searched
        words = asked(
            question, self._words, lambda vectors: rarity(vectors, self._usual()), self._other_names(query)
        )
        hits = self._find(query, self._passages, filters)
        if earlier:
            # A follow-up is mostly answered where the question before it was.
            own = self._find(
                query, EARLIER_PASSAGES, filters.model_copy(update={"documents": tuple(earlier)})
            )
            known = {hit.node.node_id for hit in hits}
            hits = [*hits, *(hit for hit in own if hit.node.node_id not in known)]
        read = self._archive.sentences
        nodes = [hit.node for hit in hits if isinstance(hit.node, TextNode)]
        # By its own words: those of the turn before are what a follow-up does not ask again.
        likeness = read.sentence_likeness(question.mended, nodes) if read is not None else {}
        sentences = best_sentences(weigh(hits, words, self._words, likeness), question, earlier)
        reading = Reading(question, sentences[:READ_SENTENCES], words, self._text_of, self._words)
        short = short_answer(reading) if sentences else None
        return Found(question, words, sentences, short, self._sure(question, sentences, words, short), label)

    def _other_names(self, text: str) -> list[tuple[str, str]]:
        """Names in a text, each with another name of the same thing."""
        query = read_query(text, self._archive.vocabulary, self._glossary)
        return [
            (" ".join(word.text for word in query.words[span.start : span.end]), other)
            for span in query.names
            for other in span.others
        ]

    def _sure(
        self, question: Question, sentences: Sequence[Sentence], words: Asked, short: ShortAnswer | None
    ) -> float:
        if not sentences or (short is None and question.wanted in NEEDS_SPAN):
            return 0.0
        strange = bool(strangers(question, self._archive.vocabulary))
        return self._judge(features(question, sentences, words, short, strange))
