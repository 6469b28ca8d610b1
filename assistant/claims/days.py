"""Days that a text tells in passing: a weekday near its own date, and a day given up for another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.claims.words import claim_words
from assistant.evidence import Sentence
from ingest.dates import DateMention, PartialDate
from ingest.dates.resolve import weekday

FROM = re.compile(r"(?:^|\W)(?:с|со|from|вместо|instead of|not|не|а не)\s*$", re.I)
"""Before a day that another takes the place of."""
FROM_ENDING = re.compile(r"(?:dan|дан|ден|тан|тен|нан|нен)$", re.I)
TO_ENDING = re.compile(r"(?:ga|га|ға|ге|қа|ке)$", re.I)
TO = re.compile(r"(?:^|\W)(?:на|до|to|until|till)\s*$", re.I)
MOVED_RANGE = re.compile(r"^(?:с|со)\s.*\sна\s|^from\s.*\sto\s", re.I)
NEAR = 12
"""Code points before a date in which it may be said to be given up."""


@dataclass(frozen=True, slots=True)
class Days:
    """The dates of a sentence: those it tells, and those it says another took the place of."""

    told: tuple[DateMention, ...]
    left: tuple[DateMention, ...] = ()


def with_moved(text: str, dates: Sequence[DateMention]) -> Days:
    """Part the dates of a text: «перенесено с 8 на 15 октября» tells the 15th and leaves the 8th."""
    if not dates or claim_words().moved.search(text) is None:
        return Days(tuple(dates))
    told: list[DateMention] = []
    left: list[DateMention] = []
    for k, mention in enumerate(dates):
        if mention.last is not None and MOVED_RANGE.match(mention.text):
            left.append(replace(mention, last=None))
            told.append(replace(mention, first=mention.last, last=None))
            continue
        behind = dates[k + 1] if k + 1 < len(dates) else None
        goes = FROM.search(text[max(0, mention.start - NEAR) : mention.start]) or FROM_ENDING.search(
            mention.text
        )
        comes = behind is not None and (
            TO.search(text[mention.end : behind.start]) or TO_ENDING.search(behind.text)
        )
        (left if goes and comes else told).append(mention)
    return Days(tuple(told), tuple(left))


def weekdays(
    sentence: Sentence, reference: PartialDate | None, taken: Sequence[DateMention]
) -> list[DateMention]:
    """Weekdays by themselves, the last before the day of writing, or the next where the text looks ahead."""
    if reference is None or reference.day is None or sentence.kind in ("charter", "guide", "plan"):
        return []
    found = []
    ahead = sentence.kind == "announcement" or claim_words().ahead.search(sentence.text) is not None
    for number, words in enumerate(claim_words().weekdays, 1):
        for match in words.finditer(sentence.text):
            start, end = match.span()
            if any(start < mention.end and mention.start < end for mention in taken):
                continue
            here = weekday(number, 0, reference)
            day = here if here == reference else weekday(number, 1 if ahead else -1, reference)
            found.append(DateMention(start, end, match.group(), day, relative=True, inferred=True))
    return found
