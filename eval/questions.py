"""What a measurement asks for: questions, claims, events and terms, each with its gold."""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar
from urllib.parse import quote

from ingest.errors import KengashError

GoldMode = Literal["any", "all", "none"]
Split = Literal["tune", "check"]
ClaimVerdict = Literal["supported", "refuted", "not_enough_info"]
VERDICTS: tuple[ClaimVerdict, ...] = ("supported", "refuted", "not_enough_info")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what counts as right."""

    id: str
    text: str
    language: str
    kind: str = "other"
    tags: tuple[str, ...] = ()
    gold: Mapping[str, int] = field(default_factory=dict)
    """Grade of each gold document, above 0; empty where the archive has no answer."""
    gold_mode: GoldMode = "any"
    """`any` gold document is enough, `all` are needed, or there is `none`."""
    answers: tuple[str, ...] = ()
    """Accepted short answers; dates also in ISO 8601. Empty where only finding is measured."""
    answers_mode: Literal["any", "all"] = "any"
    """`any`: the items are alternatives. `all`: parts of one answer, ` / ` between alternatives."""
    previous: str | None = None
    """The question that a follow-up continues."""
    split: Split | None = None

    @property
    def answerable(self) -> bool:
        """Whether the archive tells."""
        return self.gold_mode != "none"

    @property
    def groups(self) -> tuple[str, ...]:
        """Its kind, then its tags, each once."""
        return tuple(dict.fromkeys((self.kind, *self.tags)))


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement to check and the right verdict."""

    id: str
    text: str
    language: str
    verdict: ClaimVerdict
    gold_documents: tuple[str, ...] = ()
    wrong_part: str = ""
    """Verbatim in the text of a refuted claim; else empty."""
    correct: str = ""
    differs_in: str = "none"
    cross_lingual: bool = False
    split: Split | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """What it is counted under: its verdict, what differs, and whether it crosses languages."""
        differs = () if self.differs_in == "none" else (self.differs_in,)
        return (self.verdict, *differs, *(("cross-lingual",) if self.cross_lingual else ()))


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event that the timeline should have."""

    date: str
    """ISO 8601, or `start/end`."""
    title: str
    gold_documents: tuple[str, ...]
    place: str = ""
    status: str = "held"


@dataclass(frozen=True, slots=True)
class GoldTerm:
    """A term that the glossary should have."""

    names: tuple[str, ...]
    """The term, its abbreviations and its names in every language."""
    gold_documents: tuple[str, ...]


class _Split(Protocol):
    @property
    def split(self) -> Split | None: ...


_S = TypeVar("_S", bound=_Split)


def of_split(rows: Sequence[_S], split: Split | None) -> list[_S]:
    """The rows of one half; rows without a half belong to both; None keeps every row."""
    return [row for row in rows if split is None or row.split in (None, split)]


def conversations(questions: Sequence[Question]) -> dict[str, str]:
    """The conversation of each question that is part of one: question id to the id of its first turn.

    A chain is read through the `previous` of the previous; one that leads out of `questions`
    starts at the last question that is still there.
    """
    by_id = {question.id: question for question in questions}

    def root(question: Question) -> str:
        seen = {question.id}
        while question.previous in by_id and question.previous not in seen:
            question = by_id[question.previous]
            seen.add(question.id)
        return question.id

    roots = {question.id: root(question) for question in questions}
    talked = {first for question_id, first in roots.items() if first != question_id}
    return {question_id: first for question_id, first in roots.items() if first in talked}


def load_questions(path: Path) -> list[Question]:
    """Read a JSON-lines file, or a folder in BEIR form. Raises KengashError `bad-question-set`."""
    return load_beir(path).questions if path.is_dir() else [_question(row, path) for row in _rows(path)]


def load_claims(path: Path) -> list[Claim]:
    """Read claims from a JSON-lines file. Raises KengashError `bad-question-set`."""
    return [
        Claim(
            id=_text(row, "id", path),
            text=_text(row, "claim", path),
            language=row.get("lang", "und"),
            verdict=_one_of(row, "verdict", VERDICTS, path),
            gold_documents=tuple(row.get("gold_docs", ())),
            wrong_part=row.get("wrong_part", ""),
            correct=row.get("correct", ""),
            differs_in=row.get("differs_in", "none"),
            cross_lingual=row.get("cross_lingual", False),
            split=row.get("split"),
        )
        for row in _rows(path)
    ]


def load_events(path: Path) -> list[GoldEvent]:
    """Read gold events from a JSON-lines file. Raises KengashError `bad-question-set`."""
    return [
        GoldEvent(
            date=_text(row, "date", path),
            title=_text(row, "title", path),
            gold_documents=tuple(row.get("gold_docs", ())),
            place=row.get("place", ""),
            status=row.get("status", "held"),
        )
        for row in _rows(path)
    ]


def load_terms(path: Path) -> list[GoldTerm]:
    """Read gold terms from a JSON-lines file. Raises KengashError `bad-question-set`."""
    terms = []
    for row in _rows(path):
        names = (
            _text(row, "term", path),
            *row.get("abbreviation", "").split(" / "),
            *row.get("names", {}).values(),
        )
        unique = dict.fromkeys(name for name in names if name)
        terms.append(GoldTerm(tuple(unique), tuple(row.get("gold_docs", ()))))
    return terms


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A folder in BEIR form: a corpus and the questions on it."""

    questions: list[Question]
    """Only those with a judged document; they measure finding alone."""
    documents: Mapping[str, str]
    """Text of each document, title first, under the file name that `write_corpus` gives it."""


def load_beir(folder: Path, *, language: str = "und") -> BeirSet:
    """Read `corpus.jsonl`, `queries.jsonl` and `qrels/*.tsv` (or `qrels.tsv`), plain or gzipped.

    Grades of 0 and below are no gold. Raises KengashError `bad-question-set` where a part is missing.
    """
    judged: dict[str, dict[str, int]] = {}
    for qrels in _qrels_files(folder):
        for query, document, grade in _qrels(qrels):
            if grade > 0:
                judged.setdefault(query, {})[beir_name(document)] = grade
    corpus, queries = _find(folder, "corpus.jsonl"), _find(folder, "queries.jsonl")
    documents = {
        beir_name(_text(row, "_id", corpus)): f"{row.get('title', '')}\n\n{row.get('text', '')}".strip()
        for row in _rows(corpus)
    }
    questions = [
        Question(
            id=_text(row, "_id", queries),
            text=_text(row, "text", queries),
            language=row.get("lang", language),
            gold=judged[row["_id"]],
        )
        for row in _rows(queries)
        if row.get("_id") in judged
    ]
    return BeirSet(questions, documents)


def beir_name(document_id: str) -> str:
    """The file name under which a BEIR document is ingested."""
    return quote(document_id, safe=" ") + ".txt"


def write_corpus(beir: BeirSet, folder: Path) -> None:
    """Write the corpus as text files, so that it can be ingested like any folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in beir.documents.items():
        (folder / name).write_text(text, encoding="utf-8")


def _question(row: dict[str, Any], path: Path) -> Question:
    return Question(
        id=_text(row, "id", path),
        text=_text(row, "question", path),
        language=row.get("lang", "und"),
        kind=row.get("kind", "other"),
        tags=tuple(row.get("tags", ())),
        gold=dict.fromkeys(row.get("gold_docs", ()), 1),
        gold_mode=row.get("gold_mode", "any" if row.get("gold_docs") else "none"),
        answers=tuple(row.get("answers", ())),
        answers_mode=row.get("answers_mode", "any"),
        previous=row.get("previous"),
        split=row.get("split"),
    )


def _text(row: dict[str, Any], name: str, path: Path) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise KengashError(
            "bad-question-set", path=str(path), missing=name, row=row.get("id") or row.get("_id")
        )
    return value


_V = TypeVar("_V", bound=str)


def _one_of(row: dict[str, Any], name: str, allowed: Sequence[_V], path: Path) -> _V:
    value = _text(row, name, path)
    for choice in allowed:
        if choice == value:
            return choice
    raise KengashError("bad-question-set", path=str(path), missing=name, row=row.get("id"))


def _lines(path: Path) -> Iterator[str]:
    try:
        if path.suffix == ".gz":
            with gzip.open(path, "rt", encoding="utf-8") as file:
                yield from file
        else:
            with path.open(encoding="utf-8") as file:
                yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise KengashError("bad-question-set", path=str(path), missing=str(error), row=None) from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise KengashError("bad-question-set", path=str(path), missing="JSON", row=number) from error
        if not isinstance(row, dict):
            raise KengashError("bad-question-set", path=str(path), missing="JSON", row=number)
        yield row


def _find(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.exists():
            return path
    raise KengashError("bad-question-set", path=str(folder), missing=name, row=None)


def _qrels_files(folder: Path) -> list[Path]:
    places = ("qrels/*.tsv", "qrels/*.tsv.gz", "qrels.tsv", "qrels.tsv.gz")
    found = [path for place in places for path in sorted(folder.glob(place))]
    if not found:
        raise KengashError("bad-question-set", path=str(folder), missing="qrels/*.tsv", row=None)
    return found


def _qrels(path: Path) -> Iterator[tuple[str, str, int]]:
    """Query, document and grade of each line, a header or none in front."""
    for number, row in enumerate(csv.reader(_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        grade = row[-1] if len(row) >= 3 else ""
        if grade.removeprefix("-").isdigit():
            yield row[0], row[-2], int(grade)
        elif number > 1 and row:
            raise KengashError("bad-question-set", path=str(path), missing="grade", row=number)
