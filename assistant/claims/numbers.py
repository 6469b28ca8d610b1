"""The number of a claim looked for in a sentence: its value and what it counts."""

import re
from typing import cast

import numpy as np

from assistant.claims.frame import Frame, Met, State
from assistant.claims.ordinals import ORDINAL
from assistant.claims.parts import Part, within
from assistant.claims.pool import EXACT
from assistant.claims.quantities import Quantity, agree, shown
from assistant.claims.words import claim_words
from assistant.evidence import CELL_DIVIDER

SMALL = 12
"""Numbers up to this one may be written as ordinals, or be part of a name."""
PEOPLE = 0.7
"""What two words for people count as units, however unlike they are: участники, nafar."""
UNIT = 0.5
"""Cosine from which on two numbers count the same thing."""
UNTOLD, UNLIKE, IDENTIFIED = 0.5, 0.35, 0.6
"""How surely two numbers count the same where one does not tell what, where they tell otherwise, and
where both are identifiers."""
MARGIN = 0.4
"""How much more surely than the same number another must stand in its place to contradict it."""
SECOND = 0.8
"""What the second word of a unit counts."""
AS_WELL = 0.05
"""How much less surely a number may count the same thing and still stand in the other's place."""
MEASURED = 0.9
"""How surely two numbers count the same where both are of one measure: days, people, kilometres."""
ELLIPSIS = re.compile(r"\s*[—–-]\s|\s(?:у|is|was)\s")
"""Behind an ordinal whose noun is left out."""
PER_CENT = re.compile(r"%|процент|per ?cent|foiz|фоиз|пайыз", re.I)


def align_number(part: Part, frame: Frame) -> Met:
    """Numbers agree within their roundings; another number of the same unit differs."""
    wanted = part.quantity
    if wanted is None:
        return Met(part, "missing")
    sentence = frame.sentence
    table = CELL_DIVIDER in sentence.text
    numbers = in_column(frame) if table else frame.around.numbers
    owned = frame.owned([(quantity.start, quantity.unit_start) for quantity in numbers])
    fits = [
        (quantity, fit(wanted, quantity, frame), share)
        for quantity, share in zip(numbers, owned, strict=True)
    ]
    told = [fitting for fitting in fits if agree(wanted, fitting[0], table)]
    same = max((fitting for fitting in told if not fitting[0].taken_back), key=worth, default=None)
    rivals = [fitting for fitting in fits if is_rival(fitting[0], wanted, frame, table)]
    surest = max((fitting[1] for fitting in rivals), default=0.0)
    rival = max((fitting for fitting in rivals if fitting[1] >= surest - AS_WELL), key=worth, default=None)
    if same is not None and (
        rival is None or rival[1] < max(UNIT, same[1] - AS_WELL) or worth(rival) < worth(same) + MARGIN
    ):
        return Met(part, "met", quality=same[1])
    taken_back = bool(told) and same is None
    if taken_back and told[0][0].instead:
        return Met(part, "differs", told[0][0].instead, 1.0)
    if rival is None or (rival[1] < UNIT and not taken_back and not table):
        return around_it(part, wanted, frame)
    lasting = re.fullmatch(r"\d{4}", wanted.text) is not None
    in_row = (wanted.name or "").endswith(ORDINAL)
    if (lasting or (wanted.name is not None and not in_row)) and not told:
        beside = around_it(part, wanted, frame)
        if beside.state in ("near", "document"):
            return beside
    return Met(part, "differs", shown(rival[0], sentence.text), 1.0 if taken_back else rival[1])


Fitting = tuple[Quantity, float, float]
"""A number of the sentence, how surely it counts what the claim's does, and its share of the matter."""


def worth(fitting: Fitting) -> float:
    """How surely a number stands where the claim's does."""
    return fitting[1] + fitting[2]


def around_it(part: Part, wanted: Quantity, frame: Frame) -> Met:
    """A number that no number of the sentence meets or contradicts."""
    rows = list(part.rows)
    if len(rows) == 1 or (rows and wanted.name is not None):
        for state, match in (("near", frame.sentence.context), ("document", frame.elsewhere)):
            if match[rows].min() > EXACT:
                return Met(part, cast(State, state))
    if wanted.name is None and wanted.value > SMALL and float(frame.here[rows].min(initial=1.0)) > EXACT:
        return Met(part, "met", quality=UNTOLD)
    if (bare(wanted) and wanted.value <= SMALL) or (wanted.name or "").endswith(ORDINAL):
        return Met(part, "document")
    return Met(part, "missing")


def bare(quantity: Quantity) -> bool:
    """Whether a number counts nothing that stands behind it: the 4 of a working group."""
    return quantity.name is None and quantity.end <= quantity.unit_start


def is_rival(quantity: Quantity, wanted: Quantity, frame: Frame, table: bool) -> bool:
    """Whether a number may stand where the claim's does, being none of the claim's own."""
    own = [part.quantity for part in frame.claim.parts if part.quantity is not None]
    if quantity.taken_back or (quantity.name is None) != (wanted.name is None):
        return False
    if bare(wanted) and wanted.name is None and wanted.value <= SMALL:
        return False
    if quantity.year_like and not wanted.year_like:
        return False
    if wanted.measure and quantity.measure and wanted.measure.kind != quantity.measure.kind:
        return False
    if ORDINAL in (wanted.name or "") + (quantity.name or "") and not rival_ordinals(wanted, quantity, frame):
        return False
    return not any(agree(other, quantity, table) for other in own)


def rival_ordinals(wanted: Quantity, quantity: Quantity, frame: Frame) -> bool:
    """Whether two ordinals are of one thing: the second prize, the third prize; «Третий — у ...» too."""
    if not (
        wanted.name and quantity.name and wanted.name.endswith(ORDINAL) and quantity.name.endswith(ORDINAL)
    ):
        return False
    claim, sentence = frame.claim, frame.sentence
    row = next((k for k, (start, _) in enumerate(claim.spans) if start >= wanted.end), None)
    column = next((k for k, (start, _) in enumerate(sentence.words) if start >= quantity.end), None)
    if row is None:
        return False
    if column is None or ELLIPSIS.match(sentence.text, quantity.end):
        return True
    return float(sentence.match[row, column]) >= UNIT


def fit(wanted: Quantity, quantity: Quantity, frame: Frame) -> float:
    """How surely two numbers count the same thing, 0 to 1."""
    if wanted.name is not None:
        return IDENTIFIED
    claim, sentence = frame.claim, frame.sentence
    counted = [row for span in wanted.units for row in within(claim.spans, *span)]
    there = [column for span in quantity.units for column in within(sentence.words, *span)]
    claimed, found = claim.text[wanted.start : wanted.end], shown(quantity, sentence.text)
    shares = bool(PER_CENT.search(claimed)), bool(PER_CENT.search(found))
    if all(shares):
        return 0.9
    if any(shares) and there and counted:
        return 0.2
    if not there or not counted:
        return UNTOLD
    if wanted.measure and quantity.measure:
        return MEASURED if wanted.measure == quantity.measure else UNLIKE
    match = sentence.match[np.ix_(counted, there)].max(axis=1)
    # The noun counted stands first; a verb may follow.
    alike = float(max(match[0], SECOND * match.max()))
    people = claim_words().people
    if alike < UNIT and people.search(claimed) and people.search(found):
        alike = PEOPLE
    return min(1.0, alike + 0.1) if alike >= UNIT else UNLIKE


def in_column(frame: Frame) -> tuple[Quantity, ...]:
    """The numbers of a table's row under the head that the claim speaks of; all, where it speaks of none."""
    sentence, claim = frame.sentence, frame.claim
    heads = sentence.table_header.split(CELL_DIVIDER)
    years = {
        str(part.date.first.year) for part in claim.parts if part.date is not None and part.date.first.year
    }
    named = [k for k, head in enumerate(heads) if any(year in head for year in years)]
    if not named:
        return frame.around.numbers
    cells = [
        quantity
        for quantity in frame.around.numbers
        if sentence.text[: quantity.start].count(CELL_DIVIDER) in named
    ]
    return tuple(cells) or frame.around.numbers
