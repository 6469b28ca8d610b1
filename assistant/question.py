"""Understanding a question: its language, what it wants, and the dates it names."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

from assistant.focus import asked_noun, key_noun, plain
from ingest.dates import DateMention, PartialDate, find_dates
from ingest.language import detect_language
from ingest.morphology import dictionary

Wanted = Literal[
    "date",
    "place",
    "person",
    "organisation",
    "number",
    "list",
    "count",
    "definition",
    "yes-no",
    "reason",
    "summary",
    "passage",
]
"""The kind of answer a question asks for; `passage` where it asks for nothing more special."""

AskedLanguage = Literal["ru", "en", "uz", "kk"]
ASKED_LANGUAGES: tuple[AskedLanguage, ...] = get_args(AskedLanguage)

APOSTROPHES = re.compile("[’‘ʻʼ'`´]")
WORD = re.compile(r"\w+(?:-\w+)*")
KAZAKH_ONLY = re.compile("[әңөұүһі]", re.I)
UZBEK_ONLY = re.compile("[ўҳ]", re.I)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood."""

    text: str
    """As asked."""
    understood: str
    """As searched, in plain words: for a follow-up, with what it leans on."""
    language: AskedLanguage
    wanted: Wanted
    dates: tuple[DateMention, ...] = ()
    """Dates that the question names, resolved against the day it is asked."""
    numbers: tuple[str, ...] = ()
    """Digits that the question names outside its dates, such as `1147`."""
    counted: str | None = None
    """What is counted, for `number`: the words right after "how many"."""
    listed: str | None = None
    """What is to be listed: the words right after "which" or "list"."""
    follow_up: bool = False
    mended: str = ""
    """Its own words as searched, typing errors mended."""
    thread: tuple[str, ...] = ()
    """For a follow-up, the questions it leans on, oldest first."""
    told: tuple[str, ...] = ()
    """For a follow-up, values that the question before was answered with: it asks for others."""

    @property
    def earlier(self) -> str:
        """The words of the questions it leans on."""
        return " ".join(self.thread)

    @property
    def searched(self) -> str:
        """What search reads."""
        return f"{self.mended} {self.earlier}".strip()


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled table of `questions.toml`."""

    wanted: tuple[tuple[Wanted, dict[AskedLanguage, re.Pattern[str]]], ...]
    followups: dict[AskedLanguage, re.Pattern[str]]
    stopwords: dict[AskedLanguage, frozenset[str]]


@cache
def patterns() -> Patterns:
    """The table of question patterns, compiled once."""
    table = tomllib.loads(files("assistant").joinpath("questions.toml").read_text("utf-8"))

    def compiled(row: dict[str, str]) -> dict[AskedLanguage, re.Pattern[str]]:
        return {language: re.compile(row[language]) for language in ASKED_LANGUAGES if language in row}

    return Patterns(
        wanted=tuple((cast(Wanted, row["kind"]), compiled(row)) for row in table["wanted"]),
        followups=compiled(table["followups"]),
        stopwords={language: frozenset(table["stopwords"][language].split()) for language in ASKED_LANGUAGES},
    )


def folded(text: str) -> str:
    """Lower-cased, without apostrophes: the form in which patterns and stop words are matched."""
    return APOSTROPHES.sub("", text.lower()).strip()


def question_language(text: str) -> AskedLanguage:
    """The language an answer should come in, also for a handful of words.

    Letters that only one language has decide first, then question and function words, then the detector.
    """
    if KAZAKH_ONLY.search(text):
        return "kk"
    if UZBEK_ONLY.search(text):
        return "uz"
    words = [word for word in WORD.findall(folded(text)) if not word.isdigit()]
    cyrillic = any("а" <= letter <= "я" for letter in text.lower())
    rows = patterns()
    votes: dict[AskedLanguage, float] = {}
    for language in ASKED_LANGUAGES:
        stops = sum(word in rows.stopwords[language] for word in words)
        asks = any(language in row and row[language].search(folded(text)) for _, row in rows.wanted)
        votes[language] = stops + 0.5 * asks
    if not cyrillic:
        votes["kk"] = 0.0
    best = max(votes.values())
    leaders = [language for language in ASKED_LANGUAGES if votes[language] == best]
    if best > 0 and len(leaders) == 1:
        return leaders[0]
    detected = detect_language(text)
    if detected in leaders or (best == 0 and detected in ASKED_LANGUAGES):
        return detected
    return "ru" if cyrillic or not text.isascii() else leaders[0] if best > 0 else "en"


def wanted(text: str, language: AskedLanguage) -> Wanted:
    """The kind of answer that the question's words ask for."""
    text = folded(text)
    kind = by_words(text, language)
    if kind in (None, "definition") and (asks := asked_noun(text)) is not None:
        return cast(Wanted, asks)
    if kind is None and (asks := key_noun(text)) is not None:
        return cast(Wanted, asks)
    return kind or by_words(plain(text), language, spelt_plainly=True) or stated(text, language) or "passage"


def by_words(text: str, language: AskedLanguage, spelt_plainly: bool = False) -> Wanted | None:
    """The kind of answer that asking words want; `text` is folded."""
    # Russian typed in Latin letters still reads as Russian words in the table; a few words may be misjudged.
    own = dict.fromkeys((language, "ru"))
    rows = plain_patterns() if spelt_plainly else patterns().wanted
    for languages in (tuple(own), tuple(other for other in ASKED_LANGUAGES if other not in own)):
        for kind, row in rows:
            if any(one in row and row[one].search(text) for one in languages):
                return kind
    return None


@cache
def plain_patterns() -> tuple[tuple[Wanted, dict[AskedLanguage, re.Pattern[str]]], ...]:
    """The table for questions typed without the letters of Kazakh and Uzbek."""
    return tuple(
        (
            kind,
            {
                language: re.compile(plain(row[language].pattern))
                for language in ("uz", "kk")
                if language in row
            },
        )
        for kind, row in patterns().wanted
    )


FINITE = frozenset({"VERB", "PRTS", "ADJS"})
ASKING = re.compile(
    r"\b(?:кто|кого|кому|кем|ком|что|чего|чему|чем|чём|как\w*|чей|чь\w+|где|куда|откуда|когда|сколько\w*)\b"
)


def stated(text: str, language: AskedLanguage) -> Wanted | None:
    """`yes-no` for a Russian statement that only its question mark makes a question."""
    if language != "ru" or not text.endswith("?"):
        return None
    words = WORD.findall(text)
    if len(words) < 2 or ASKING.search(text):
        return None
    tags = (dictionary().parse(word)[0].tag.POS for word in words)
    return "yes-no" if any(tag in FINITE for tag in tags) else None


COUNTED = re.compile(
    r"(?:сколько|скольких|сколькими|skolko|kansha|qansha|канша|how (?:many|much)|necht?a|nechi|qancha"
    r"|нечта|неча|қанча|қанша|неше)\s+"
    r"(?:всего\s+|of\s+)?([\w-]+(?:\s+[\w-]+)?)"
)
LISTED = re.compile(
    r"(?:каки(?:е|х|ми|м)|каковы|перечисли(?:те)?|назови(?:те)?|which|what(?: are| were)?(?: the)?"
    r"|list(?: the)?|name(?: all| the)+|qanday|qaysi|қандай|қай|қайси)\s+([\w-]+(?:\s+[\w-]+)?)"
)
NUMBER = re.compile(r"(?<![\w.,])\d[\d\s]*\d(?![\w.,]\d)|(?<!\w)\d(?!\w)")


NUMBERED = re.compile(r"(?:№|#|\bNo\.?)\s*$", re.I)
BARE_YEAR = re.compile(r"(?<![\w№#/.,–—-])(?:19|20)\d\d(?![\w/–—]|[.,:-]\d)")


def with_bare_years(text: str, found: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """The dates of a question with the years in it that nothing says to be years."""
    years = [
        DateMention(
            match.start(), match.end(), match.group(), PartialDate(int(match.group())), precision="year"
        )
        for match in BARE_YEAR.finditer(text)
        if not any(one.start < match.end() and match.start() < one.end for one in found)
        and not NUMBERED.search(text[: match.start()])
    ]
    return tuple(sorted((*found, *years), key=lambda one: one.start))


def understand(
    text: str, today: PartialDate, understood: str | None = None, mended: str | None = None
) -> Question:
    """Read a question.

    `today` is the day that relative dates are measured from; `understood` how it was understood before;
    `mended` the text with its typing errors mended, where it has any.
    """
    language = question_language(text)
    mended = mended or text
    dates = with_bare_years(mended, find_dates(mended, language, today))
    counted = COUNTED.search(folded(mended))
    listed = LISTED.search(folded(mended))
    taken = [(mention.start, mention.end) for mention in dates]
    numbers = tuple(
        re.sub(r"\s", "", match.group())
        for match in NUMBER.finditer(mended)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    )
    kind = wanted(text, language)
    return Question(
        text=text,
        understood=understood or text,
        language=language,
        wanted=wanted(mended, language) if kind == "passage" else kind,
        dates=dates,
        numbers=numbers,
        counted=counted.group(1) if counted else None,
        listed=listed.group(1) if listed else None,
        mended=mended,
        thread=(understood,) if understood and understood != text else (),
    )
