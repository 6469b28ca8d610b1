"""Writing an answer with a language model, so that nothing in it goes beyond what it cites."""

import re
from collections.abc import Iterator, Sequence
from typing import cast

from assistant.answer import Answer, Citation
from assistant.composition import flat
from assistant.evidence import Words
from assistant.language_model.client import Client
from assistant.language_model.prompt import REFUSAL, messages
from assistant.language_model.reply import Written, read_reply
from assistant.language_model.sources import Source
from assistant.language_model.verification import Quote, Verifier
from assistant.texts import say
from ingest.document import Language
from ingest.errors import KengashError
from ingest.language import detect_language

TELLS_ITS_LANGUAGE = 25
"""Code points from which on a sentence's language is told for sure."""
MOST_SENTENCES = 8
SENTENCE = re.compile(r"(.+?) \[(\d+)\](?: |$)", re.S)
"""A sentence of an extractive answer with its number."""


class Writer:
    """Rewrites extractive answers; safe for many threads."""

    def __init__(self, client: Client, words: Words) -> None:
        self.client = client
        self._words = words

    def write(self, extractive: Answer, sources: Sequence[Source]) -> Iterator[Answer]:
        """Growing snapshots of the model's answer, each sentence verified; the last one is whole.

        Where the model fails or nothing it wrote stands, the last one is the extractive answer with a note.
        """
        language = cast(Language, extractive.language)
        draft = _Draft(extractive)
        verifier = Verifier(sources, self._words)
        dropped, foreign = 0, 0
        asked = messages(extractive.question_understood_as, sources, language)
        try:
            for sentence in read_reply(self.client.reply(asked), language):
                if REFUSAL in sentence.text or len(draft.sentences) == MOST_SENTENCES:
                    break
                if _in_other_language(sentence, language):
                    foreign += 1
                elif quotes := verifier.quotes(sentence.text, language, sentence.cited):
                    draft.add(sentence.text, quotes)
                    yield draft.answer()
                else:
                    dropped += 1
        except KengashError as error:
            yield _noted(extractive, say(f"note_{error.code}", language, **error.values))
            return
        if not draft.sentences:
            reason = "off_language" if foreign else "unsupported" if dropped else "empty"
            yield _noted(extractive, say(f"note_llm_{reason}", language))
            return
        whole = draft.whole()
        left_out = dropped + foreign
        yield _noted(whole, say("note_llm_dropped", language, count=left_out)) if left_out else whole


class _Draft:
    """The part of an answer that stands."""

    def __init__(self, extractive: Answer) -> None:
        self._extractive = extractive
        self.sentences: list[str] = []
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def add(self, text: str, quotes: Sequence[Quote]) -> None:
        """Take in a sentence with what bears it out."""
        numbers = sorted({self._number(_citation(quote)) for quote in quotes})
        self.sentences.append(" ".join([text, "".join(f"[{n}]" for n in numbers)]))

    def answer(self) -> Answer:
        """What stands so far."""
        return self._extractive.model_copy(
            update={
                "answer": " ".join(self.sentences),
                "citations": list(self._citations.values()),
                "mode": "llm",
            }
        )

    def whole(self) -> Answer:
        """The answer with what the model may have left out: the quote of its short answer, and what is to be
        said of the sources: that they disagree, that a scan was read badly."""
        for text, citation in _said(self._extractive):
            self.sentences.append(f"{text} [{self._number(citation)}]")
        first = next(iter(self._extractive.citations), None)
        if first is not None and not any(_overlap(first, other) for other in self._citations.values()):
            number = self._number(first)
            self.sentences.append(f"{flat(first.quote)} [{number}]")
        return self.answer()

    def _number(self, citation: Citation) -> int:
        key = (citation.document, citation.start, citation.end)
        numbered = citation.model_copy(update={"n": len(self._citations) + 1})
        return self._citations.setdefault(key, numbered).n


def _said(answer: Answer) -> Iterator[tuple[str, Citation]]:
    """The sentences of an answer that are no quotes, with the source that each speaks of."""
    cited = {citation.n: citation for citation in answer.citations}
    for match in SENTENCE.finditer(answer.answer):
        text, citation = match[1].strip(), cited.get(int(match[2]))
        if citation is not None and text != flat(citation.quote):
            yield text, citation


def _citation(quote: Quote) -> Citation:
    source = quote.source
    return Citation(
        n=1,
        document=source.document,
        title=source.title,
        date=source.date,
        page=source.page_of(quote.start),
        quote=quote.text,
        start=quote.start,
        end=quote.end,
    )


def _overlap(one: Citation, other: Citation) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end


def _in_other_language(sentence: Written, language: Language) -> bool:
    own = sentence.text
    return len(own) >= TELLS_ITS_LANGUAGE and detect_language(own) not in (language, "und")


def _noted(answer: Answer, note: str) -> Answer:
    return answer.model_copy(update={"notes": [*answer.notes, note]})
