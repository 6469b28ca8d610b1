"""What happened, in few words, taken from the sentence that tells it."""

import re

from ingest.document import Language
from ingest.findings.moments import Moment, changes
from ingest.findings.reading import Sentence
from ingest.findings.words import Sort, folded, pattern
from ingest.morphology import dictionary

LIST_NUMBER = re.compile(r"^\(?\d{1,2}[.)]\s+")
DOUBLE_STOP = re.compile(r"\s*([,;:])(?:\s*[,;:])+")
EVENT_WORDS: tuple[Sort, ...] = ("noun", "verb")
LONGEST = 140
"""Characters of a title."""
PREPOSITION = re.compile(
    r"(?:^|(?<=\W))(?:в|во|на|с|со|к|от|по|уже|ещё|лишь|только|on|in|from|since|for|of|at|the|dated)\s*$",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"^(?:г\.|года|году|год|числа|куни|kuni|күні|йили|yili|жылы|йилда|yilda|жылдың|г)?(?![\w])\s*"
)
ASIDE = re.compile(
    r",\s+(?:который|которая|которое|которые|которых|где|что|чтобы|причём|в том числе|who|which|where|"
    r"so that|including|bu haqda|деди|dedi|деп)\b.*$",
    re.IGNORECASE,
)
SAID = re.compile(
    r"^.{0,90}?\b(?:(?:сообщил[аи]?|сообщае[тм]|информируе[тм]|напомнил[аи]?|объявил[аи]?|отметил[аи]?)\s*,\s*что|"
    r"(?:said|told|announced|reported|noted)(?:\s+that)?)\s+",
    re.IGNORECASE,
)
STOP = re.compile(r"[;]|\s[—–]\s|:\s|\.\s|,\s")
JOINS = re.compile(r"^(?:и|а|а также|and|va|ва|және|снова|again)\s+", re.IGNORECASE)
ENDS = re.compile(r"[\s,;:—–-]+(?:и|а|в|на|с|and|on|in|was|were|is|has been|va|ва|және)?$")
DECIDED = re.compile(
    r"^(?:Решили|Постановили|Resolved|Decided|Qaror qilindi|Қарор қилинди|Шешті)\b[^:]{0,40}:\s*"
)
ENOUGH = 25
"""Characters that say enough to leave out what follows a semicolon."""
CELL = re.compile(r"\s+\|\s+")


def headline(sentence: Sentence, moment: Moment, part: tuple[int, int], before: Sentence | None) -> str:
    """A title made of the sentence's own words, the date left out."""
    text = sentence.text
    if sentence.kind == "table-row":
        return _of_row(text, moment)
    later = moment.given_up or moment.instead or sentence.dates[0].start < moment.start
    if later and changes(sentence):
        return _cut(_subject(text[: sentence.dates[0].start], sentence))
    start, end = part
    lead = PREPOSITION.sub("", text[start : moment.start]).rstrip()
    rest = AFTER.sub("", text[moment.end : end].lstrip(" )"))
    title = f"{lead}{rest}" if rest[:1] in ",;:." else f"{lead} {rest}"
    colon = text.find(":", start, moment.start)
    listed = start == 0 and end < len(text) and colon > 0
    if listed:
        title = f"{_noun(text[:colon], sentence.language)}: {title[colon + 1 :].strip()}"
    elif start and not _told(title, sentence):
        # «Состоялись четыре сессии: 22 февраля в Навдизе, 30 мая в Байсаре»: what is said of them all.
        head = text[: _head_end(text, part)]
        title = f"{_noun(head, sentence.language)}: {JOINS.sub('', title.strip(' ,:;—–'))}"
    title = SAID.sub("", title.strip())
    title = LIST_NUMBER.sub("", DECIDED.sub("", title))
    if before is not None:
        title = before.text.rstrip(".") if len(title) < LONGEST else title
    title = ASIDE.sub("", title)
    return _cut(title)


def _subject(before: str, sentence: Sentence) -> str:
    """What is put off: what stands before the word that says so and before the first date."""
    moved = pattern("moved", sentence.language).search(sentence.folded)
    if moved is not None:
        before = before[: moved.start()]
    before = SAID.sub("", PREPOSITION.sub("", before))
    head, _, tail = before.rpartition(",")
    return head if head and len(tail.split()) <= 3 else before


def _told(part: str, sentence: Sentence) -> bool:
    words = folded(part)
    return any(pattern(sort, sentence.language).search(words) for sort in EVENT_WORDS)


def _noun(head: str, language: Language) -> str:
    """The event that is listed, «сессия» of «Состоялись четыре сессии»; or else all that is said."""
    found = list(pattern("noun", language).finditer(folded(head)))
    if not found:
        return head.rstrip(" :—–,")
    word = re.match(r"[\w’‘ʻ'-]+", head[found[-1].start() :])
    noun = word.group() if word else head
    return str(dictionary().parse(noun)[0].normal_form) if language == "ru" else noun


def _head_end(text: str, part: tuple[int, int]) -> int:
    colon = text.find(":")
    return colon if 0 < colon <= part[0] else part[0]


def _of_row(text: str, moment: Moment) -> str:
    cells = CELL.split(text)
    position, rest = 0, []
    for cell in cells:
        start = text.index(cell, position)
        position = start + len(cell)
        if not (start <= moment.start < position and len(cell) < moment.end - moment.start + 12):
            rest.append(cell)
    return _cut(max(rest, key=len) if rest else text)


def _cut(title: str) -> str:
    title = DOUBLE_STOP.sub(r"\1", " ".join(title.split())).strip(" ,;:.—–-")
    title = JOINS.sub("", title)
    head = title.split("; ")[0]
    title = head if len(head) >= ENOUGH else title
    if len(title) > LONGEST:
        stops = [m.start() for m in STOP.finditer(title[: LONGEST + 1]) if m.start() > 40]
        title = title[: stops[-1]] if stops else title[:LONGEST].rsplit(" ", 1)[0] + "…"
    title = ENDS.sub("", title).strip(" ,;:.—–-")
    if title.count("«") > title.count("»"):
        title += "»"
    return title[:1].upper() + title[1:]
