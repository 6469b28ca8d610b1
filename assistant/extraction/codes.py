"""Numbers that name rather than count: telephones, numbers of documents, hours."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.extraction.candidate import Candidate, scored
from assistant.extraction.lists import Listed
from assistant.question import folded


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of code: how it is asked for, and how it is written."""

    name: str
    asked: re.Pattern[str]
    written: re.Pattern[str]


@cache
def codes() -> tuple[Code, ...]:
    """The table of `codes.toml`, compiled."""
    table = tomllib.loads(files("assistant").joinpath("codes.toml").read_text("utf-8"))
    return tuple(
        Code(row["name"], re.compile(row["asked"]), re.compile(row["written"], re.I))
        for row in table["codes"]
    )


HOW_MANY = re.compile(
    r"\bсколько\s+(?!начин|начал|откр|закр|собир|состо|приход|отход|отправ|выезж)"
    r"|how many|necht|нечт|қанша|неше\s+(?!де)"
)


def code_asked(question: str) -> Code | None:
    """The kind of code that a question asks for, if any; what asks how many asks for none."""
    text = folded(question)
    if HOW_MANY.search(text):
        return None
    return next((code for code in codes() if code.asked.search(text)), None)


def code_candidates(reading: Listed) -> list[Candidate]:
    """The codes of the kind asked for; none where the question asks for none."""
    code = code_asked(reading.question.mended)
    found = []
    for sentence in reading.sentences if code is not None else ():
        for match in code.written.finditer(sentence.text) if code is not None else ():
            group = next((k for k, value in enumerate(match.groups(), 1) if value), 0)
            start, end = match.span(group)
            if match.group(group) in reading.question.text:
                continue
            score = scored(sentence, start, end, reading.asked)
            found.append(Candidate(sentence, start, end, "number", match.group(group).strip(), score))
    return found
