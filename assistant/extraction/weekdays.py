"""Days of the week by themselves: what happened on Wednesday happened in the week before it was written."""

import re
from collections.abc import Sequence
from datetime import timedelta

from ingest.dates import DateMention, PartialDate

NEXT = 4
"""Code points between a day of the week and a date that it only adds to."""

WEEKDAYS = tuple(
    re.compile(
        rf"\bв[о]?\s+(?:{ru})\b|\bon\s+{en}\b|\b{uz}\s+kuni\b|\b{uz_cyrl}\s+куни\b|\b{kk}(?:де|да|\s+күні)\b",
        re.I,
    )
    for ru, en, uz, uz_cyrl, kk in (
        ("понедельник", "Monday", "dushanba", "душанба", "дүйсенбі"),
        ("вторник", "Tuesday", "seshanba", "сешанба", "сейсенбі"),
        ("среду", "Wednesday", "chorshanba", "чоршанба", "сәрсенбі"),
        ("четверг", "Thursday", "payshanba", "пайшанба", "бейсенбі"),
        ("пятницу", "Friday", "juma", "жума", "жұма"),
        ("субботу", "Saturday", "shanba", "шанба", "сенбі"),
        ("воскресенье", "Sunday", "yakshanba", "якшанба", "жексенбі"),
    )
)
"""A day of the week by itself, Monday first."""
COMES = re.compile(
    r"\bбуд(?:ет|ут)\b|состоится|пройд[её]т|кажд|\bwill\b|every|each|har\b|otadi|boladi"
    r"|bo[‘'ʻ’]ladi|ҳар\b|ўтади|бўлади|өтеді|болады|әр\b",
    re.I,
)


def weekdays(text: str, reference: PartialDate, known: Sequence[DateMention]) -> list[DateMention]:
    """Days of the week by themselves in what tells of the past, each the last before the reference."""
    written = reference.span()
    if written is None or written[0] != written[1] or COMES.search(text):
        return []
    found = []
    for day, words in enumerate(WEEKDAYS):
        for match in words.finditer(text):
            if any(one.start < match.end() + NEXT and match.start() < one.end + NEXT for one in known):
                continue
            back = (written[0].weekday() - day) % 7
            then = PartialDate.of(written[0] - timedelta(days=back))
            found.append(DateMention(*match.span(), match.group(), then, relative=True, inferred=True))
    return found
