"""What a whole document is about: the event that its title tells."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from ingest.dates import PartialDate
from ingest.document import ExtractedText, Metadata
from ingest.findings.events import Candidate
from ingest.findings.moments import precision_of
from ingest.findings.naming import ORGANISED, Names, organisations, people_in, place_in
from ingest.findings.people import meeting, nominative
from ingest.findings.reading import Sentence
from ingest.findings.records import Decision, Event
from ingest.findings.words import ordered
from ingest.names import NameMention

NEWS = frozenset({"press-release", "announcement", "reprint"})
"""Kinds whose title tells an event that the first sentences date."""
DATED = frozenset(
    {"press-release", "announcement", "correction", "minutes", "report", "plan", "charter", "order", "review"}
)
"""Kinds that are an event of the day they bear: a session, a report published, rules adopted."""
LABEL = re.compile(
    r"^(?:Анонс|АНОНС|Объявление|ОБЪЯВЛЕНИЕ|Пресс-релиз|Announcement|Press release|"
    r"E[’‘']lon|Эълон|Хабарландыру)"
    r"\s*[:.—–-]\s+(?=\S)"
)
"""What only says what kind of paper it is."""
MINUTES = re.compile(
    r"^(?:ПРОТОКОЛ|Протокол|протокол|MINUTES|Minutes|Протоколи|БАЁННОМА|Баённома|BAYONNOMA|Bayonnoma|ХАТТАМА|Хаттама)"
    r"(?:\s*(?:№|No\.?)?\s*\d[\w/-]*)?(?:\s+of(?:\s+the)?)?[\s:.,—–-]*"
)
"""What stands before a meeting in the title of its minutes."""
SHORTEST = 8
LASTING = (2, 3, 4, 5, 6, 7)
"""Days, in the order of the words for them."""
LEAD = 4
"""Sentences at the beginning that tell what a title is about."""
HEAD = 12
"""Sentences among which the line stands that dates a document."""
LONGEST_QUOTE = 700
STEM = 5
WORD = re.compile(r"[^\W_]+")
SHORT = 25
"""Characters of a line that says nothing: a place, a label."""
ENOUGH = 0.5
"""Share of the title's words that its quote must hold."""
NAME = r"[A-ZА-ЯЁҚҒҲЎӘІҢӨҰҮҺ][\w’‘ʻ'-]{2,}"
OPENING_PLACE = re.compile(
    rf"^(?:г\.\s*)?({NAME}),\s+\d|\d{{4}}[^,]{{0,12}},\s*(?:г\.\s*|город\s+|қ\.\s*)?({NAME})|\d-\w+,\s*({NAME})"
)
"""«г. Тельмезар, 12 декабря», «12 декабря 2023 года, г. Тельмезар», «2024-yil 30-may, Qumshariq»."""
CAPITALISED = re.compile(r"(?<![\w-])[А-ЯЁ][а-яё-]{2,}")
MOST_NAMES = 8
MOST_DECISIONS = 10


def main_event(
    sentences: Sequence[Sentence], told: Sequence[Candidate], text: ExtractedText, metadata: Metadata
) -> tuple[Event | None, Candidate | None]:
    """The event a document is about, and which of those told it takes the place of."""
    title = _titled(sentences, metadata.title)
    if metadata.kind in NEWS or metadata.kind == "correction":
        lead = _lead(sentences, title)
        about = _about(told, lead, metadata)
        if about is not None:
            return _of_lead(about, title, lead, text, metadata), about
    if metadata.kind in DATED and metadata.date:
        return _of_document(sentences, title, text, metadata), None
    return None, None


def _titled(sentences: Sequence[Sentence], title: str) -> Sentence | None:
    words = _stems(title)
    for sentence in sentences[:HEAD]:
        if words and len(words & _stems(sentence.text)) >= 0.8 * len(words):
            return sentence
    return None


def _lead(sentences: Sequence[Sentence], title: Sentence | None) -> list[Sentence]:
    """The first sentences that say something."""
    begin = title.end if title else 0
    body = [
        one for one in sentences if one.start >= begin and one.kind == "paragraph" and len(one.text) > SHORT
    ]
    return body[:LEAD]


def _about(told: Sequence[Candidate], lead: Sequence[Sentence], metadata: Metadata) -> Candidate | None:
    """Of the events told in the first sentences the one that the title is about: most of its words, else the
    first."""
    starts = [one.start for one in lead]
    title = _stems(metadata.title)
    near = [one for one in told if one.sentence.start in starts and one.event.status != "moved"]
    near = [one for one in near if one.moment.precision in {"day", "day-no-year"}] or near
    if not near:
        return None
    shared = [len(title & _stems(one.event.quote)) for one in near]
    best = max(range(len(near)), key=lambda n: (not near[n].moment.vague, shared[n], -n))
    first = near[best].sentence.start == starts[0] or near[0].moment.vague
    return near[best] if shared[best] or first else None


def _of_lead(
    about: Candidate,
    title: Sentence | None,
    lead: Sequence[Sentence],
    text: ExtractedText,
    metadata: Metadata,
) -> Event:
    event = about.event
    first, last = _whole(about, title, lead)
    event = replace(event, date=first, date_end=last, main=True)
    name = LABEL.sub("", metadata.title)
    name = name[:1].upper() + name[1:]
    if _bears(event.quote, name):
        return replace(event, title=name)
    if title is not None and title.start < event.start and event.end - title.start <= LONGEST_QUOTE:
        return replace(event, title=name, start=title.start, quote=text.text[title.start : event.end])
    return event


def _whole(about: Candidate, title: Sentence | None, lead: Sequence[Sentence]) -> tuple[str, str | None]:
    """First and last day: a two-day conference that ended today began yesterday."""
    event = about.event
    days = next((n for one in lead for n in [_days(one)] if n), None)
    begins = about.moment.first.span()
    if days is None or event.date_end or event.precision != "day" or begins is None or begins[0].year < 1900:
        return event.date, event.date_end
    ended = about.sentence.has("ended")
    step = timedelta(days=days - 1)
    first = begins[0] - step if ended else begins[0]
    return PartialDate.of(first).iso(), PartialDate.of(first + step).iso()


def _days(sentence: Sentence) -> int | None:
    """How many days a sentence says that something lasts."""
    for count, pattern in enumerate(ordered("days", sentence.language)):
        if pattern.search(sentence.folded):
            return LASTING[count % len(LASTING)]
    return None


def _of_document(
    sentences: Sequence[Sentence], title: Sentence | None, text: ExtractedText, metadata: Metadata
) -> Event | None:
    """The document itself as an event of its day; None where no line of it tells the day."""
    assert metadata.date is not None
    line = next(
        (
            one
            for one in (*sentences[:HEAD], *sentences[-4:])
            if any(m.resolved and m.last is None and m.first.iso() == metadata.date for m in one.dates)
        ),
        None,
    )
    if line is None or title is None:
        return None
    start, end = min(line.start, title.start), max(line.end, title.end)
    if end - start > LONGEST_QUOTE:
        return None
    day = PartialDate.parse(metadata.date)
    told = MINUTES.sub("", metadata.title) if metadata.kind == "minutes" else metadata.title
    return Event(
        start,
        end,
        text.text[start:end],
        date=metadata.date,
        title=meeting(told, metadata.language) if len(told) > SHORTEST else metadata.title,
        precision=precision_of(day),
        main=True,
    )


def _bears(quote: str, title: str) -> bool:
    words = _stems(title)
    return bool(words) and len(words & _stems(quote)) >= ENOUGH * len(words)


def _stems(text: str) -> set[str]:
    return {word.casefold().replace("ё", "е")[:STEM] for word in WORD.findall(text) if len(word) > 1}


def with_names(
    told: Sequence[Candidate],
    main: Event | None,
    instead: Candidate | None,
    decided: Sequence[Decision],
    sentences: Sequence[Sentence],
    names: Names,
) -> list[Event]:
    """The events with where they were and who was there, the main one first."""
    events = []
    forms = frozenset(word for one in sentences for word in CAPITALISED.findall(one.text))
    for one in told:
        if one is instead or (one.moment.vague and _dated_within(one, told)):
            continue
        here = names.get(one.sentence.start, ())
        events.append(_named(one.event, one.sentence, one.part, here, forms))
    if main is not None:
        line = instead.sentence if instead else None
        whole = main
        if line is not None:
            whole = _named(main, line, (0, len(line.text)), names.get(line.start, ()), forms)
        organisers = _organisers(sentences, names) or whole.organisers
        place = whole.place or _place_before(main, sentences, names, forms) or _place_of_opening(sentences)
        texts = tuple(dict.fromkeys(one.text for one in decided))[:MOST_DECISIONS]
        others = tuple(name for name in whole.participants if name not in organisers)
        events.insert(
            0, replace(whole, organisers=organisers, participants=others, place=place, decisions=texts)
        )
    return events


def _dated_within(vague: Candidate, told: Sequence[Candidate]) -> bool:
    """Whether the document tells the very day of something in that week."""
    return any(
        not one.moment.vague and vague.event.date <= one.event.date <= (vague.event.date_end or "")
        for one in told
    )


def _named(
    event: Event,
    sentence: Sentence,
    part: tuple[int, int],
    names: Sequence[NameMention],
    forms: Collection[str],
) -> Event:
    bodies = organisations(sentence, names)
    people = [nominative(one.text, sentence.language) for one in people_in(sentence, names)]
    organised = bool(ORGANISED.search(sentence.text))
    return replace(
        event,
        place=place_in(sentence, names, *part, forms)
        or place_in(sentence, names, 0, len(sentence.text), forms),
        organisers=tuple(bodies[:MOST_NAMES]) if organised else (),
        participants=tuple([*([] if organised else bodies), *people][:MOST_NAMES]),
    )


def _organisers(sentences: Sequence[Sentence], names: Names) -> tuple[str, ...]:
    for one in sentences:
        if ORGANISED.search(one.text) and (found := organisations(one, names.get(one.start, ()))):
            return tuple(found[:MOST_NAMES])
    return ()


def _place_before(main: Event, sentences: Sequence[Sentence], names: Names, forms: Collection[str]) -> str:
    """Where the sentence says it that the one with the date leans on."""
    first = next((one for one in sentences if one.start == main.start), None)
    return place_in(first, names.get(first.start, ()), 0, len(first.text), forms) if first else ""


def _place_of_opening(sentences: Sequence[Sentence]) -> str:
    """«12 декабря 2023 года, г. Тельмезар», «Telmezar, 15 November 2024»: beside the date of the document."""
    for one in sentences[:HEAD]:
        found = OPENING_PLACE.search(one.text) if len(one.text) < 80 and one.dates else None
        if found:
            return next(name for name in found.groups() if name)
    return ""
