"""The assistant: one archive, many conversations, cited answers."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, cast

from llama_index.core.schema import NodeWithScore, TextNode

from assistant.answer import Answer
from assistant.answering import Answering
from assistant.confidence import Features, confidence
from assistant.conversation import Conversation, Conversations, Turn
from assistant.counting import counted
from assistant.followup import leans_on_previous, resolved
from assistant.holders import tenures
from assistant.people import People
from assistant.question import understand
from assistant.reply import refusal, reply
from assistant.results import SearchResult
from assistant.settings import Settings
from assistant.terms.tables import all_names, own_names
from assistant.texts import say
from assistant.turns import Turns
from index.archive import Archive
from index.embedding import built_in_table
from index.filters import Filters
from index.glossary import Glossary
from index.retriever import ArchiveRetriever
from index.table import TokenTable
from ingest.dates import PartialDate
from ingest.document import ExtractedText
from ingest.passages import page_of

if TYPE_CHECKING:
    from assistant.brief import Brief
    from assistant.briefing.material import Material
    from assistant.claims.checking import Checker
    from assistant.claims.verdict import PlacedVerdict, Verdict
    from assistant.language_model.writer import Writer
    from assistant.terms.book import TermBook
    from assistant.terms.term import Term
    from assistant.timeline import Event, Timeline

NO_FILTERS = Filters()
TEXTS_REMEMBERED = 64
BRIEFS_REMEMBERED = 16
SUGGESTED_REMEMBERED = 1024
"""Answers to questions that were suggested, or tried for it: the same documents suggest the same."""
MAX_QUESTION = 2000
"""Code points of a question that are read; the rest says nothing new."""


class Assistant:
    """Answers questions about one archive. Safe for many threads."""

    def __init__(
        self,
        archive: Archive,
        retriever: ArchiveRetriever,
        words: TokenTable,
        settings: Settings,
        people: People | None = None,
        judge: Callable[[Features], float] = confidence,
        writer: "Writer | None" = None,
    ) -> None:
        self.archive = archive
        self.settings = settings
        self._retriever = retriever
        self._words = words
        self._glossary = all_names(settings)
        self._people = people
        self._writer = writer
        self._conversations = Conversations(self._remembered)
        self.turns = Turns()
        self._text_at = lru_cache(maxsize=TEXTS_REMEMBERED)(self._text_of_generation)
        self._briefed = lru_cache(maxsize=BRIEFS_REMEMBERED)(self._brief_of_generation)
        self._tried = lru_cache(maxsize=SUGGESTED_REMEMBERED)(self._tried_at_generation)
        self._answering = Answering(
            archive,
            self._find,
            retriever.usual,
            words,
            self._glossary,
            self._text_of,
            judge,
            settings.assistant.passages,
        )

    def search(self, query: str, k: int = 10, filters: Filters = NO_FILTERS) -> list[SearchResult]:
        """The `k` passages nearest to a query, best first."""
        return [result_of(hit) for hit in self._find(query, k, filters)]

    def ask(
        self,
        question: str,
        conversation: str | None = None,
        filters: Filters = NO_FILTERS,
        language: str | None = None,
        understood: str | None = None,
    ) -> Answer:
        """Answer a question from the archive, or refuse.

        `conversation` is any id; questions under one id may lean on those before. `language` overrides the
        language of the question for what the assistant says itself. `understood` is the question in full, as
        whoever asks corrects it: it is searched in place of `question` and leans on nothing.
        """
        started = time.perf_counter()
        extractive = self._extracted(question, conversation, filters, language, understood)
        *_, answer = (extractive, *self._written(extractive, filters))
        return answer.model_copy(update={"took_ms": milliseconds_since(started)})

    def _extracted(
        self,
        question: str,
        conversation: str | None,
        filters: Filters,
        language: str | None,
        understood: str | None = None,
        later: bool = False,
    ) -> Answer:
        with self._conversations.turn(conversation) as held:
            with self.turns.later() if later else self.turns.now():
                answer, turn = self._answer(question[:MAX_QUESTION], understood, held, filters, language)
            held.add(turn)
        if self._people is not None and conversation is not None:
            self._people.add_turn(conversation, turn.question.text, turn.question.understood, turn.documents)
        return answer

    def _written(self, extractive: Answer, filters: Filters) -> Iterator[Answer]:
        """Snapshots of what a language model makes of an answer, the last one whole; none without a model.

        Whether to answer at all was decided before: a refusal stays one.
        """
        if self._writer is None or extractive.abstained:
            return
        from assistant.language_model.sources import sources_of

        most = self._writer.client.settings.passages
        hits = self._find(extractive.question_understood_as, 2 * most, filters)
        yield from self._writer.write(extractive, sources_of(hits, self._text_of, most))

    def stream(
        self,
        question: str,
        conversation: str | None = None,
        filters: Filters = NO_FILTERS,
        language: str | None = None,
        understood: str | None = None,
    ) -> Iterator[Answer]:
        """Growing snapshots of an answer, sentence by sentence; the last one is whole."""
        started = time.perf_counter()
        whole = self._extracted(question, conversation, filters, language, understood)
        written = False
        for answer in self._written(whole, filters):
            written = True
            yield answer.model_copy(update={"took_ms": milliseconds_since(started)})
        if written:
            return
        whole = whole.model_copy(update={"took_ms": milliseconds_since(started)})
        for n in range(1, len(whole.citations)):
            text = whole.answer[: whole.answer.index(f"[{n}]") + len(f"[{n}]")]
            yield whole.model_copy(update={"answer": text, "citations": whole.citations[:n]})
        yield whole

    def check(self, claim: str, filters: Filters = NO_FILTERS, language: str | None = None) -> "Verdict":
        """Whether the documents bear a claim out. Raises KengashError as `Checker.check` does."""
        return self.checker.check(claim, filters, language)

    def check_text(
        self, text: str, filters: Filters = NO_FILTERS, language: str | None = None
    ) -> "Iterator[PlacedVerdict]":
        """The verdicts on a longer text's claims, as they are reached; raises as `Checker` does."""
        return self.checker.check_text(text, filters, language)

    @cached_property
    def checker(self) -> "Checker":
        """What checks claims against this archive."""
        from assistant.claims.checking import Checker

        return Checker(self._find, self._words, lambda: self.archive.vocabulary, self._glossary, self.today)

    def timeline(self, filters: Filters = NO_FILTERS) -> "list[Event]":
        """What happened, by date, every event once; the filters' dates limit the event's."""
        return self._timeline.events(filters)

    @cached_property
    def _timeline(self) -> "Timeline":
        from assistant.timeline import Timeline

        return Timeline(self.archive, self._words, self.today)

    def glossary(self) -> "list[Term]":
        """The archive's terms, the user's own first. Raises KengashError `glossary-unreadable` (path)."""
        return self._book.terms()

    def explain(self, text: str) -> "list[tuple[int, int, Term]]":
        """(start, end, term) for known terms in a text, in order, without overlap; raises as `glossary`."""
        return self._book.spotter().spans(text)

    def used_in(self, term: "Term") -> list[str]:
        """Names of the documents that speak of a term."""
        return self._book.used_in(term)

    def brief(
        self, filters: Filters = NO_FILTERS, topic: str | None = None, language: str | None = None
    ) -> "Brief":
        """What a newcomer needs, of the documents that the filters let through, on a topic perhaps.

        `language` is that of the titles and questions; the settings' where None. Raises as `glossary`.
        """
        speaks = language or self.settings.language
        return self._briefed(self.archive.generation, filters, topic, speaks)

    def _brief_of_generation(
        self, generation: int, filters: Filters, topic: str | None, language: str
    ) -> "Brief":
        from assistant.briefing.briefing import briefing

        def ask(question: str) -> Answer:
            return self._extracted(question, None, filters, None, later=True)

        self.turns.give_way()
        return briefing(self._material(filters, language, self.timeline(filters)), self._words, ask, topic)

    def suggest(self, answer: Answer) -> list[str]:
        """At most three questions to ask next, which the archive answers; none after a refusal."""
        cited = tuple(dict.fromkeys(citation.document for citation in answer.citations))
        if not cited:
            return []
        from assistant.briefing.questions import next_questions

        self.turns.give_way()
        # The whole timeline, which is kept: one of a few documents would be put together for every answer.
        material = self._material(Filters(documents=cited), answer.language, self.timeline())
        generation = self.archive.generation
        return next_questions(material, answer, lambda asked: self._tried(generation, asked))

    def _tried_at_generation(self, generation: int, question: str) -> Answer:
        return self._extracted(question, None, NO_FILTERS, None, later=True)

    def _material(self, filters: Filters, language: str, events: Sequence["Event"]) -> "Material":
        from assistant.briefing.material import Material, heard_of

        documents = {one.name: one for one in self.archive.documents(filters) if one.status == "indexed"}
        return Material(
            documents=documents,
            knowledge=self.archive.knowledge,
            events=heard_of(events, documents),
            terms=[one for one in self.glossary() if documents.keys() & set(one.documents)],
            spotter=self._book.spotter(),
            text_of=self._text_of,
            language=language,
        )

    @cached_property
    def _book(self) -> "TermBook":
        from assistant.terms.book import TermBook

        own, shipped = own_names(self.settings), Glossary.load()
        return TermBook(self.archive, built_in_table, own, shipped, self._page_of)

    def _page_of(self, document: str, offset: int) -> int | None:
        return page_of(self._text_of(document), offset)

    def forget(self, conversation: str) -> None:
        """Drop what was said in a conversation."""
        self._conversations.forget(conversation)

    def today(self) -> PartialDate:
        """The day that relative dates in questions are measured from."""
        return PartialDate.parse(self.settings.today) if self.settings.today else PartialDate.of(date.today())

    def _find(self, query: str, k: int, filters: Filters) -> list[NodeWithScore]:
        if not any(letter.isalnum() for letter in query):
            return []
        return self._retriever.search(query, k, filters)

    def _remembered(self, conversation: str) -> list[Turn]:
        if self._people is None:
            return []
        today = self.today()
        return [
            Turn(understand(text, today, understood), documents)
            for text, understood, documents in self._people.turns(conversation)
        ]

    def _answer(
        self,
        asked: str,
        understood: str | None,
        held: Conversation,
        filters: Filters,
        language: str | None,
    ) -> tuple[Answer, Turn]:
        today = self.today()
        text = understood or asked
        if not any(letter.isalnum() for letter in text):
            speaks = language or self.settings.language
            question = understand(asked, today)
            return refusal(question, speaks, say("empty_question", speaks)), Turn(question, ())
        question = understand(text, today, mended=self._answering.mended(text))
        previous = held.last
        if understood:
            question = replace(question, text=asked)
        elif previous is not None and leans_on_previous(question):
            question = resolved(question, previous.question, today, previous.told)
        earlier = previous.documents if previous is not None and question.follow_up else ()
        speaks = language or question.language
        if question.wanted == "count" and (count := counted(question, self.archive, filters, speaks)):
            answer = count
        elif (listed := tenures(question, self.archive, filters, speaks)) is not None:
            answer = listed
        else:
            found = self._answering.answers(question, today, filters, earlier)
            told = self.archive.contradictions
            answer = reply(question, found, speaks, filters, self.archive.document, told, self._text_of)
        cited = () if answer.abstained else tuple(dict.fromkeys(c.document for c in answer.citations))
        return answer, Turn(question, cited, tuple(value.value for value in answer.values))

    def _text_of(self, document: str) -> ExtractedText:
        return self._text_at(document, self.archive.generation)

    def _text_of_generation(self, document: str, generation: int) -> ExtractedText:
        return self.archive.text(document)


def milliseconds_since(started: float) -> float:
    """Time gone by since a moment of `time.perf_counter`."""
    return round((time.perf_counter() - started) * 1000, 1)


def result_of(hit: NodeWithScore) -> SearchResult:
    """A hit as the contract words it."""
    node = cast(TextNode, hit.node)
    meta = node.metadata
    return SearchResult(
        document=meta["document"],
        title=meta["title"],
        date=meta.get("date"),
        language=meta["language"],
        page=meta.get("page"),
        text=node.text,
        score=round(hit.score or 0.0, 4),
        start=node.start_char_idx or 0,
        end=node.end_char_idx or 0,
    )
