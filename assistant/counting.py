"""How often the archive says something: counted over all documents, not over the first found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.citing import citation_of
from assistant.evidence import keys_of, words_of
from assistant.question import Question, folded
from assistant.texts import say
from index.archive import Archive
from index.filters import Filters
from ingest.document import Language
from ingest.sentences import sentence_spans

MOST_PASSAGES = 5000
"""Passages with words of the phrase that are read."""
ROOT = 4
"""First letters that every form of a word has."""
CITED = 5
QUOTED = re.compile(r"[«“\"„]([^«»“”\"„]{2,120})[»”\"“]")
MENTIONED = re.compile(
    r"(?:упомина\w+|встреча\w+|говорится (?:о|об|про)|mention(?:s|ed)?|occurs?|appears?)\s+(.{3,80}?)\s*\??$",
    re.I,
)
TIMES = re.compile(r"сколько раз|how many times|how often|necha marta|неча марта|неше рет|қанша рет")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the archive where a phrase stands."""

    document: str
    start: int
    """Of its sentence in the document's text, as `end`."""
    end: int


def phrase_of(question: Question) -> str | None:
    """What is to be counted, None where the question does not say it in so many words."""
    found = QUOTED.search(question.text) or MENTIONED.search(question.text.strip())
    return found.group(1).strip(" ?.") if found else None


def mentions(phrase: str, archive: Archive, filters: Filters) -> list[Mention]:
    """Every sentence with the phrase in any of its forms, once for each time it stands there."""
    words = [folded(phrase[a:b]) for a, b in words_of(phrase)]
    asked = [keys_of(word) for word in words]
    root = max(words, key=len, default="")[:ROOT]
    ids = [found for found, _ in archive.search_words(phrase, MOST_PASSAGES, filters=filters)]
    places: dict[tuple[str, int], Mention] = {}
    for node in archive.passages(ids):
        if root not in folded(node.text):  # Cutting every passage into words would take seconds.
            continue
        base = node.start_char_idx or 0
        language: Language = node.metadata.get("language") or "und"
        for start in starts(node.text, asked):
            begin, end = sentence_at(node.text, start, language)
            name = node.metadata["document"]
            places.setdefault((name, base + start), Mention(name, base + begin, base + end))
    return [places[key] for key in sorted(places)]


def starts(text: str, asked: Sequence[frozenset[str]]) -> Iterator[int]:
    """Where words that are the ones asked stand one behind the other."""
    spans = words_of(text)
    keys = [keys_of(folded(text[a:b])) for a, b in spans]
    for first in range(len(spans) - len(asked) + 1):
        if all(not keys[first + k].isdisjoint(one) for k, one in enumerate(asked)):
            yield spans[first][0]


def sentence_at(text: str, offset: int, language: Language) -> tuple[int, int]:
    """The sentence of a passage that an offset lies in."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[begin : end if end >= 0 else len(text)]
    for a, b in sentence_spans(line, language):
        if begin + a <= offset < begin + b:
            kept = line[a:b]
            inside = begin + a + len(kept) - len(kept.lstrip())
            return inside, inside + len(kept.strip())
    return begin, begin + len(line)


def counted(question: Question, archive: Archive, filters: Filters, language: str) -> Answer | None:
    """The count with the first places cited; None where nothing is to be counted or nothing is found."""
    phrase = phrase_of(question)
    found = mentions(phrase, archive, filters) if phrase else []
    if not phrase or not found:
        return None
    documents = list(dict.fromkeys(mention.document for mention in found))
    first = [next(mention for mention in found if mention.document == name) for name in documents[:CITED]]
    citations = [
        citation_of(archive.document(one.document), archive.text(one.document), one.start, one.end, n)
        for n, one in enumerate(first, 1)
    ]
    times = TIMES.search(folded(question.text))
    key = "times_count" if times else "documents_count"
    short = say(key, language, count=len(found) if times else len(documents), documents=len(documents))
    return Answer(
        question=question.text,
        language=language,
        answer=" ".join(f"{' '.join(citation.quote.split())} [{citation.n}]" for citation in citations),
        short_answer=short,
        values=[],
        abstained=False,
        confidence=0.95,
        citations=citations,
        question_understood_as=question.understood,
    )
