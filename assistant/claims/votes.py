"""Who voted how: minutes name the voters behind each side, «за — 3 (Навдиз), против — 1 (Тельмезар)»."""

from assistant.claims.parts import Claim, Part
from assistant.claims.polarity import Flip
from assistant.claims.words import claim_words
from assistant.evidence import Matrix, Sentence
from ingest.document import Span

VOTER = 0.7
"""Cosine from which a word of the sentence is the voter that the claim names."""
SURE = 0.95
BESIDE = 30
"""Code points between voter and vote within which both are what the claim gets wrong."""


def other_vote(claim: Claim, sentence: Sentence, match: Matrix) -> Flip | None:
    """The side that the claim gives a voter, where the sentence names that voter behind another."""
    sides = claim_words().sides
    claimed = [(side, found) for side, words in sides.items() if (found := words.search(claim.text))]
    told = sorted(
        (found.start(), side, found.group())
        for side, words in sides.items()
        for found in words.finditer(sentence.text)
    )
    if len(claimed) != 1 or len({side for _, side, _ in told}) < 2 or not sentence.words:
        return None
    side, here = claimed[0]
    for part in claim.parts:
        if part.kind not in ("place", "person", "organisation") or not part.rows:
            continue
        row = part.rows[-1]
        column = int(match[row].argmax())
        if match[row, column] < VOTER:
            continue
        before = [entry for entry in told if entry[0] < sentence.words[column][0]]
        if before and before[-1][1] != side:
            return Flip(who_and_how(claim.text, part, here.span()), before[-1][2], SURE, listed=True)
        if before:
            return None
    return None


def who_and_how(text: str, voter: Part, vote: Span) -> str:
    """Voter and vote where they stand together, for either may be what is wrong; else the vote."""
    first, last = sorted(((voter.start, voter.end), vote))
    together = last[0] - first[1] <= BESIDE
    return text[first[0] : last[1]] if together else text[slice(*vote)]
