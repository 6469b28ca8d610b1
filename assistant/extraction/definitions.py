"""What is: the words that a sentence explains a term by, or the long form of an abbreviation."""

import re
from collections.abc import Sequence

import numpy as np

from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, scored
from assistant.question import Question, folded
from index.analysis.function_words import FUNCTION_WORDS

UPPER = "A-ZА-ЯЁҚҒӘӨҮҰҢІЎҲ"
ABBREVIATION = re.compile(rf"(?<!\w)[{UPPER}][A-Za-zа-яё{UPPER}]*[{UPPER}](?:-\d+)?(?!\w)")
EXPLAINS = re.compile(
    r"""\s+[—–-]\s+(?:это\s+)?
    | \s+(?:является|представляет\ собой|называется|понимается|означает)\s+
    | \s+(?:is|are|means|refers\ to|stands\ for)\s+(?:an?\s+|the\s+)?
    | \s+(?:—|–|-)?\s*(?:bu|бу)\s+
    | \s+(?:деген(?:іміз)?|дегени|degani)\s*[—–-]?\s+
    | \s*\|\s*(?=[^|]*\w+[^|\w]+\w+[^|\w]+\w+[^|]*$)
    | :\s+""",
    re.X,
)
TERM_BONUS = 0.5


def definition_candidates(question: Question, sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Sentences that open with the term and explain it, and long forms before a bracketed abbreviation."""
    short = ABBREVIATION.findall(question.text)
    candidates = []
    for sentence in sentences:
        for abbreviation in short:
            candidates += long_forms(sentence, abbreviation, asked)
        explains = EXPLAINS.search(sentence.text)
        if explains is None or sentence.text.endswith(":"):
            continue
        term = term_words(sentence, explains.start())
        if not term or len(term) > 8:
            continue
        # The words explained have all been asked for; how much of the question they are tells how well.
        own = sentence.match[:, term].max(axis=0, initial=0.0)
        match = float(np.median(own)) if len(term) > 2 else float(own.min())
        covered = float(sentence.match[:, term].max(axis=1, initial=0.0) @ asked.weights)
        end = len(sentence.text.rstrip(".;,! "))
        if match > 0.6 and covered > 0.15 and explains.end() < end:
            score = scored(sentence, explains.end(), end, asked, TERM_BONUS * match + covered)
            candidates.append(
                Candidate(sentence, explains.end(), end, "text", sentence.text[explains.end() : end], score)
            )
    return candidates


def term_words(sentence: Sentence, end: int) -> list[int]:
    """The words of a term that ends here, without its number and its article."""
    return [
        k
        for k, (start, stop) in enumerate(sentence.words)
        if stop <= end
        and not sentence.text[start].isdigit()
        and folded(sentence.text[start:stop]) not in FUNCTION_WORDS
    ]


def long_forms(sentence: Sentence, abbreviation: str, asked: Asked) -> list[Candidate]:
    """What an abbreviation stands for: the name before it in brackets, or what is behind its dash."""
    text = sentence.text
    found = []
    bracketed = rf"[(«]\s*(?:[^()]*[,;]\s*)?(?:далее\s*[—–-]?\s*)?{re.escape(abbreviation)}\b[^()]*[)»]"
    for match in re.finditer(bracketed, text):
        start = name_start(text[: match.start()], abbreviation)
        end = len(text[: match.start()].rstrip())
        if start < end:
            score = scored(sentence, start, end, asked, 1.0)
            found.append(Candidate(sentence, start, end, "text", text[start:end], score))
    behind = re.search(rf"(?<!\w){re.escape(abbreviation)}\s*(?:[—–-]|\||:)\s*([^|;.]+)", text)
    if behind:
        start, end = behind.span(1)
        end = start + len(text[start:end].rstrip())
        score = scored(sentence, start, end, asked, 0.9)
        found.append(Candidate(sentence, start, end, "text", text[start:end], score))
    return found


def name_start(before: str, abbreviation: str) -> int:
    """Where the name that ends here begins: back over as many words as there are initials."""
    words = list(re.finditer(r"[\w«»’'‘ʻ-]+", before))
    initials = [letter.lower() for letter in abbreviation if letter.isalpha()]
    best = words[max(0, len(words) - len(initials))].start() if words else 0
    for word in reversed(words[-3 * len(initials) :]):
        if word.group().lstrip("«")[:1].lower() == initials[0]:
            best = word.start()
            if before[best].isupper():
                break
    return best
