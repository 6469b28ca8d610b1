"""Why: the clause that a sentence gives as the reason."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from assistant.evidence import Asked, Sentence
from assistant.extraction.candidate import Candidate, scored

REASON_BONUS = 0.3


@cache
def openers() -> dict[str, dict[str, re.Pattern[str]]]:
    """Patterns of words that open or close a reason."""
    table = tomllib.loads(files("assistant").joinpath("reasons.toml").read_text("utf-8"))
    return {
        side: {language: re.compile(pattern, re.I) for language, pattern in rows.items()}
        for side, rows in table.items()
    }


def reason_candidates(sentences: Sequence[Sentence], asked: Asked) -> list[Candidate]:
    """Clauses behind "because" and its like, or before their Uzbek and Kazakh counterparts."""
    found = []
    for sentence in sentences:
        text = sentence.text
        end = len(text.rstrip(".!? "))
        for side, rows in openers().items():
            pattern = rows.get(sentence.language)
            match = pattern.search(text) if pattern else None
            if match is None:
                continue
            start, stop = (match.start(), end) if side == "follows" else (0, match.end())
            if start < stop:
                score = scored(sentence, start, stop, asked, REASON_BONUS)
                found.append(Candidate(sentence, start, stop, "text", text[start:stop], score))
    return found
