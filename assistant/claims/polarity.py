"""Whether a sentence denies what a claim affirms, or the other way round."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np

from assistant.claims.names import roman
from assistant.claims.parts import Claim
from assistant.claims.words import claim_words
from assistant.evidence import WORD, Matrix, Sentence
from assistant.extraction.polarity import deniers
from assistant.question import AskedLanguage, folded, patterns
from ingest.document import Span

ROOT = 4
"""Letters that words of one root begin with alike."""
TELLING = 0.15
"""Weight of a word from which on a denial of it is one of the claim."""
ALIGNED = 0.5
"""Cosine from which on a denied word is the claim's."""
CLAUSE = re.compile(r"[,;:.()—–]")
AUXILIARY = re.compile(r"буд(?:ет|ут)|был[аои]?|мо[гж]\w+|be|been|have|has|had|is|was|were|did|does|do", re.I)


@dataclass(frozen=True, slots=True)
class Flip:
    """A contradiction: words of the claim, words of the sentence, and how sure it is, 0 to 1."""

    claimed: str
    found: str
    quality: float
    listed: bool = False
    """A list of voters names them: what was voted on stands in the sentence before."""


@lru_cache(maxsize=20_000)
def denied(text: str, language: str) -> tuple[Span, ...]:
    """Spans of what a text denies: the denial with the word behind it, or the word that ends in one."""
    words, endings = deniers().get(language, (frozenset(), ()))
    matches = list(WORD.finditer(text))
    spans = []
    for k, match in enumerate(matches):
        word = folded(match.group())
        if word in ("без", "without", "отказ", "ни"):
            continue
        if word in words:
            behind = matches[k + 1] if k + 1 < len(matches) else None
            if behind is not None and claim_words().bounds.match(behind.group()):
                continue
            # Turkic languages deny behind the word.
            if language in ("uz", "kk") and k:
                spans.append((matches[k - 1].start(), match.end()))
            else:
                # «заменяться не будет»: the auxiliary behind the denial says nothing itself.
                helping = behind is not None and AUXILIARY.fullmatch(behind.group())
                first = matches[k - 1] if helping and k else match
                spans.append((first.start(), scope(text, matches, k, language)))
        elif endings and word.endswith(endings):
            spans.append(match.span())
    return tuple(spans)


SCOPE = 5
"""Words behind a denial and a small word that it may reach: «не из ледникового озера»."""


def scope(text: str, matches: Sequence[re.Match[str]], k: int, language: str) -> int:
    """The end of what the denial `matches[k]` denies: the next word, past small words to the clause's end."""
    small = patterns().stopwords.get(cast(AskedLanguage, language), frozenset())
    end = matches[k].end()
    through = False
    for match in matches[k + 1 : k + 1 + SCOPE]:
        if CLAUSE.search(text[end : match.start()]):
            break
        end = match.end()
        through = through or folded(match.group()) in small
        if not through:
            break
    return end


def flip(claim: Claim, sentence: Sentence, match: Matrix) -> Flip | None:
    """The contradiction between a claim and a sentence that speaks of the same, if there is one."""
    if sentence.is_heading:
        return None
    return opposite(claim, sentence) or denial(claim, sentence, match)


def opposite(claim: Claim, sentence: Sentence) -> Flip | None:
    """Adopted against rejected, rose against fell."""
    for here, one, other in sides(claim.text):
        there = other.search(sentence.text)
        if there and not one.search(sentence.text):
            return Flip(here, whole_words(sentence.text, there), 0.85)
    return None


@lru_cache(maxsize=1000)
def sides(text: str) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """The sides that a claim takes in pairs of opposites: its words, that side and the other."""
    return tuple(
        (whole_words(text, here), one, other)
        for pair in claim_words().opposites
        for one, other in (pair, pair[::-1])
        if (here := one.search(text)) and not other.search(text)
    )


def whole_words(text: str, match: re.Match[str]) -> str:
    """A match out to the ends of its words."""
    end = match.end()
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[match.start() : end]


def denial(claim: Claim, sentence: Sentence, match: Matrix) -> Flip | None:
    """One denies a word that the other affirms."""
    here, there = denied(claim.text, claim.language), denied(sentence.text, sentence.language)
    if bool(here) == bool(there) or not sentence.words:
        return None
    if there:
        return next(filter(None, (denied_in_evidence(claim, sentence, match, span) for span in there)), None)
    start, end = here[0]
    rows = [
        row
        for row, (a, b) in enumerate(claim.spans)
        if a < end and b > start and claim.matter[row] >= TELLING
    ]
    if not rows:
        return None
    row = max(rows, key=lambda r: float(match[r].max()))
    column = int(match[row].argmax())
    if match[row, column] < ALIGNED:
        return None
    a, b = sentence.words[column]
    return Flip(claim.text[start:end], sentence.text[a:b], 0.7)


def same_root(claim: Claim, sentence: Sentence, columns: Sequence[int]) -> int | None:
    """The claim's word with the root of a word that denies by its ending: olinadi, olinmaydi."""
    if claim.language in ("ru", "en"):
        return None
    denied_ = [roman(sentence.text[slice(*sentence.words[column])]) for column in columns]
    for row, (start, end) in enumerate(claim.spans):
        word = roman(claim.text[start:end])
        if any(len(word) > ROOT and word[:ROOT] == other[:ROOT] for other in denied_):
            return row
    return None


def denied_in_evidence(claim: Claim, sentence: Sentence, match: Matrix, span: Span) -> Flip | None:
    """The claim's word that a sentence denies."""
    columns = [k for k, (a, b) in enumerate(sentence.words) if a < span[1] and b > span[0]]
    rows = len(claim.spans)
    part = match[:rows, columns] * (claim.matter[:rows, None] >= TELLING)
    if not part.size:
        return None
    row = int(np.unravel_index(int(part.argmax()), part.shape)[0])
    if float(part.max()) < ALIGNED:
        same = same_root(claim, sentence, columns)
        if same is None:
            return None
        row = same
    start, end = denied_words(claim, part, row)
    return Flip(claim.text[start:end], sentence.text[span[0] : span[1]], 0.9)


def denied_words(claim: Claim, part: Matrix, row: int) -> Span:
    """The claim's words around one of them that a denial reaches, small ones between them too."""
    reached = {int(k) for k in np.flatnonzero(part.max(axis=1) >= ALIGNED)} | {row}
    first = last = row
    while first - 1 in reached or first - 2 in reached:
        first -= 1 if first - 1 in reached else 2
    while last + 1 in reached or last + 2 in reached:
        last += 1 if last + 1 in reached else 2
    return claim.spans[first][0], claim.spans[last][1]
