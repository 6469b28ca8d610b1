"""What a question asks for (a date, a number, a person), and which passages hold one."""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.analysis.calendar import MONTHS
from index.table import TokenBatch

Want = Literal["date", "number", "person"]

# Over the folded question (lower case, no apostrophes, е for ё), all languages at once.
_ASKED: dict[Want, re.Pattern[str]] = {
    "date": re.compile(
        r"\b(?:когда|как(?:ого|ое|им|ому) числ\w+|дат[аыуе]|какой день|каком году|какого года|каком месяце"
        r"|до какого|с какого|к какому|какие (?:дни|сроки)|when|wen|dates?|wh(?:ich|at) (?:day|year|month)"
        r"|qachon\w*|qaysi (?:kun|yil|oy|sana)\w*|sana\w*|қачон\w*|қайси (?:кун|йил|ой|сана)\w*"
        r"|қашан\w*|қай (?:күн|жыл|ай|уақыт)\w*|kogda|kashan)\b"
    ),
    "number": re.compile(
        r"\b(?:сколько|скольк\w+|какую сумму|как(?:ой|ов|ова|ая) (?:\w+ )?(?:сумм\w+|размер\w*|бюджет\w*"
        r"|взнос\w*|числ\w+|дол[яюи]|процент\w*|площад\w+|количеств\w+|кворум\w*|численност\w+)|во сколько"
        r"|how (?:many|much|large|big|long|old)|what (?:share|number|sum|amount|percentage|proportion)"
        r"|necht\w*|nech[ai]\w*|qancha\w*|неч[ат]\w*|қанча\w*|қанша\w*|неше\w*|skolko|kansha)\b"
    ),
    "person": re.compile(
        r"\b(?:кто|кого|кому|кем|чья|чей|who|whom|whose|kim(?:lar|ning|ni|ga|dan)?|ким(?:лар|нинг|ни|га)?"
        r"|кім(?:дер|нің|ді|ге|нен)?|kto)\b"
    ),
}
_CAPITAL, _SMALL = "A-ZА-ЯЁЎҚҒҲӘІҢӨҮҰ", "a-zа-яёўқғҳәіңөүұ"
_PERSON = re.compile(
    rf"[{_CAPITAL}](?:[{_SMALL}‘’ʻʼ']+ |\. ?)[{_CAPITAL}][{_SMALL}‘’ʻʼ']{{2,}}"  # Анна Ли, А. Лиева
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def wanted(question: str) -> frozenset[Want]:
    """What a question asks for; nothing where it shows no sign of it."""
    folded = fold(question)
    return frozenset(want for want, pattern in _ASKED.items() if pattern.search(folded))


def held(wants: frozenset[Want], texts: Sequence[str], batch: TokenBatch) -> NDArray[np.float32]:
    """[texts] share of what is wanted that each text holds; `batch` begins with the texts' tokens."""
    found = np.zeros(len(texts), np.float32)
    if not wants:
        return found
    dates, numbers = _dates_and_numbers(batch, len(texts))
    kinds = {"date": dates, "number": numbers}
    for want in wants:
        found += [bool(_PERSON.search(t)) for t in texts] if want == "person" else kinds[want]
    return np.asarray(found / len(wants), np.float32)


def _dates_and_numbers(batch: TokenBatch, count: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each text has a month beside a number, and whether it has a number that is no date."""
    is_month = np.array([token in MONTHS or token.lstrip("~") in MONTHS for token in batch.tokens], np.bool_)
    is_number = np.array([token[:1].isdigit() for token in batch.tokens], np.bool_)
    is_year = np.array([bool(_YEAR.fullmatch(token)) for token in batch.tokens], np.bool_)
    ids = batch.ids[: batch.offsets[count]]
    month, number, year = is_month[ids], is_number[ids], is_year[ids]
    beside_month = np.zeros(len(ids), np.bool_)
    beside_month[1:] |= month[:-1]
    beside_month[:-1] |= month[1:]
    date = number & beside_month
    amount = number & ~beside_month & ~year
    owner = np.repeat(np.arange(count), np.diff(batch.offsets[: count + 1]))
    return np.bincount(owner[date], minlength=count) > 0, np.bincount(owner[amount], minlength=count) > 0
