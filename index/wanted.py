"""What a question asks for (a date, a number, a person), and which passages hold one."""

import re
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.analysis import fold
from index.reading import MONTH, NUMBER, YEAR, Floats, Passages

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


def wanted(question: str) -> frozenset[Want]:
    """What a question asks for; nothing where it shows no sign of it."""
    folded = fold(question)
    return frozenset(want for want, pattern in _ASKED.items() if pattern.search(folded))


def held(wants: frozenset[Want], passages: Passages) -> Floats:
    """[passages] share of what is wanted that each text holds."""
    found = np.zeros(len(passages), np.float32)
    if not wants:
        return found
    dates, numbers = _dates_and_numbers(passages)
    kinds = {"date": dates, "number": numbers}
    for want in wants:
        found += [bool(_PERSON.search(t)) for t in passages.texts] if want == "person" else kinds[want]
    return np.asarray(found / len(wants), np.float32)


def _dates_and_numbers(passages: Passages) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each text has a month beside a number, and whether it has a number that is no date."""
    count = len(passages)
    kinds = passages.kinds[passages.running[: passages.offsets[count]]]
    month, number = (kinds & MONTH) > 0, (kinds & NUMBER) > 0
    beside_month = np.zeros(len(kinds), np.bool_)
    beside_month[1:] |= month[:-1]
    beside_month[:-1] |= month[1:]
    owner = np.repeat(np.arange(count), np.diff(passages.offsets[: count + 1]))
    date, amount = number & beside_month, number & ~beside_month & ((kinds & YEAR) == 0)
    return np.bincount(owner[date], minlength=count) > 0, np.bincount(owner[amount], minlength=count) > 0
