"""The date of a claim looked for in a sentence."""

from assistant.claims.frame import Frame, Met
from assistant.claims.parts import Part
from ingest.dates import DateMention, format_date

PLAIN, SHARED = 0.6, 0.4
"""What another date says against a claim's at least, and what it gains where they are alike."""
MARGIN = 0.4
"""How much more of the claim's matter must lie beside another date than beside the claim's."""
TAKEN_BACK = 1.0
"""What a date says that took the place of the claim's."""
BY_TITLE = 0.5
"""What a year in the title says against a claim's."""


def align_date(part: Part, frame: Frame) -> Met:
    """Dates agree where they may name the same day."""
    wanted, around = part.date, frame.around
    if wanted is None:
        return Met(part, "missing")
    if wanted.precision == "year" and str(wanted.first.year) in frame.sentence.table_header:
        return Met(part, "met")
    same = [mention for mention in around.dates if wanted.overlaps(mention)]
    met = any(not coarser(mention, wanted) for mention in same)
    owned = dict(zip(around.dates, frame.owned([(d.start, d.end) for d in around.dates]), strict=True))
    others = [p.date for p in frame.claim.parts if p.date is not None and p is not part]
    rivals = [
        mention
        for mention in around.dates
        if mention not in same and not any(other.overlaps(mention) for other in others)
    ]
    if not same and any(wanted.overlaps(mention) for mention in around.left) and rivals:
        told = max(rivals, key=lambda mention: likeness(wanted, mention) + owned[mention])
        return Met(part, "differs", format_date(told.iso(), frame.claim.language), TAKEN_BACK)
    # A year around a day says nothing against the day.
    rivals = [
        rival for rival in rivals if not within(wanted, rival) and not (same and coarser(rival, wanted))
    ]
    if met:
        # Of several dates, the one beside what the claim is about counts.
        own = max(owned[mention] for mention in same)
        rivals = [rival for rival in rivals if owned[rival] >= own + MARGIN]
        if not rivals:
            return Met(part, "met")
    beside = around_it(part, wanted, frame)
    if beside.state in ("near", "document"):
        # A year named in passing says nothing against the day that the document bears.
        rivals = [rival for rival in rivals if not coarser(rival, wanted)]
    if rivals:
        rival = max(rivals, key=lambda mention: likeness(wanted, mention) + owned[mention])
        quality = (PLAIN + SHARED * likeness(wanted, rival)) * (0.8 if same else 1.0)
        return Met(part, "differs", format_date(rival.iso(), frame.claim.language), quality)
    if same:
        return Met(part, "near" if wanted.precision != "day" else "document")
    return beside


def around_it(part: Part, wanted: DateMention, frame: Frame) -> Met:
    """A date that no date of the sentence meets, looked for in its title and its document."""
    around = frame.around
    headed = [mention for mention in around.headed if wanted.overlaps(mention)]
    if headed:
        return Met(part, "document" if all(coarser(mention, wanted) for mention in headed) else "near")
    written = around.written
    if written is not None and written.year is not None and wanted.first.year is not None:
        span, day = wanted.span(), written.span()
        if span and day and span[0] <= day[1] and day[0] <= span[1]:
            return Met(part, "near")
    if any(wanted.overlaps(mention) and not coarser(mention, wanted) for mention in around.elsewhere):
        return Met(part, "near" if wanted.precision == "day" else "document")
    years = {mention.first.year for mention in around.headed if mention.first.year}
    if not around.dates and years and wanted.first.year is not None and wanted.first.year not in years:
        return Met(part, "differs", str(min(years)), BY_TITLE)
    return Met(part, "missing")


def coarser(one: DateMention, other: DateMention) -> bool:
    """Whether a date is less precise than another, so that it does not bear that one out."""
    parts = zip(one.first.parts()[1:], other.first.parts()[1:], strict=True)
    return one.last is None and any(mine is None and its is not None for mine, its in parts)


def likeness(one: DateMention, other: DateMention) -> float:
    """Share of the parts of a date that two dates have in common."""
    pairs = [
        (a, b)
        for a, b in zip(one.first.parts(), other.first.parts(), strict=True)
        if a is not None and b is not None
    ]
    return sum(a == b for a, b in pairs) / 3


def within(one: DateMention, other: DateMention) -> bool:
    """Whether one date lies within what the other, less precise, leaves open."""
    return one.first.contains(other.first) or other.first.contains(one.first)
