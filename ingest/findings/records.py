"""What a document tells, each thing with the words that say so."""

from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, TypeVar

from ingest.document import Language

Precision = Literal["day", "month", "year", "day-no-year"]
Status = Literal["held", "planned", "moved"]
"""`moved`: a day that was announced and given up for another."""
Act = Literal["holds", "takes", "leaves"]
"""Whether someone has a role as a matter of course, is given it or lets go of it."""
TermKind = Literal["abbreviation", "definition", "listed", "name"]
"""`listed`: a row or line of a table or list of terms; `name`: an institution's, met in passing."""
FindingKind = Literal["event", "role", "body", "decision", "agenda", "number", "term"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A thing told; `quote` is the document's text from `start` to `end`, in code points."""

    start: int
    end: int
    quote: str
    page: int | None = field(default=None, kw_only=True)
    """From 1; None where the format has no pages."""


@dataclass(frozen=True, slots=True)
class Event(Finding):
    """What happened, or was to happen, on a day."""

    date: str
    """ISO 8601, as precise as is known; `--11-27` where the year is not."""
    title: str
    date_end: str | None = None
    """Last day of an event of several."""
    precision: Precision = "day"
    status: Status = "held"
    """As the document tells it, seen from its own date."""
    place: str = ""
    organisers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    """Bodies and people that are named, organisers left out."""
    decisions: tuple[str, ...] = ()
    """What was decided there, in the document's words."""
    main: bool = False
    """What the whole document is about."""
    by_itself: bool = False
    """Comes to pass by having been decided: a decision that takes effect, a term of office."""
    delayed: bool = False
    """Said to have been announced for another day."""


@dataclass(frozen=True, slots=True)
class Role(Finding):
    """Who is what."""

    person: str
    """In the nominative as far as that can be told."""
    role: str
    """«председатель», «исполнительный секретарь»; in the document's language."""
    body: str = ""
    """Of what, in the document's words; empty where it does not say."""
    act: Act = "holds"
    date: str | None = None
    """ISO: the day from (`takes`) or until (`leaves`) which, or the document's own."""


@dataclass(frozen=True, slots=True)
class Body(Finding):
    """An organisation that is named, at its first mention."""

    name: str
    mentions: int = 1


@dataclass(frozen=True, slots=True)
class Votes:
    """How many were for, against and neither; None where it is not told."""

    favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    unanimous: bool = False


@dataclass(frozen=True, slots=True)
class Decision(Finding):
    """What was decided."""

    text: str
    number: str = ""
    """«№ 15/2023»; empty where it has none."""
    date: str | None = None
    """ISO."""
    votes: Votes | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem(Finding):
    """What a meeting was to speak about."""

    text: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class DocumentNumber(Finding):
    """A number that a document bears or refers to."""

    number: str
    """As written: «№ 3/2021»."""
    of: str = ""
    """What is numbered, as written: «Решением», «Protocol»."""
    own: bool = False
    """Whether it is the document's own."""


@dataclass(frozen=True, slots=True)
class TermMention(Finding):
    """A term where a sentence, a line or a row introduces it."""

    how: TermKind = "name"
    names: tuple[str, ...] = ()
    """Long names as written, inflected perhaps; empty where only a short one stands."""
    languages: tuple[Language, ...] = ()
    """One a name."""
    abbreviations: tuple[str, ...] = ()
    """Short names, in any language."""
    definition: str = ""
    """What it is, in the text's words; empty where it does not say."""
    unsure: bool = False
    """The same words may mean something else: wants to be met in other documents, too."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything found in a document, in reading order."""

    events: tuple[Event, ...] = ()
    roles: tuple[Role, ...] = ()
    bodies: tuple[Body, ...] = ()
    decisions: tuple[Decision, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    numbers: tuple[DocumentNumber, ...] = ()
    terms: tuple[TermMention, ...] = ()


NOTHING = Findings()

_KINDS: dict[FindingKind, tuple[str, type[Finding]]] = {
    "event": ("events", Event),
    "role": ("roles", Role),
    "body": ("bodies", Body),
    "decision": ("decisions", Decision),
    "agenda": ("agenda", AgendaItem),
    "number": ("numbers", DocumentNumber),
    "term": ("terms", TermMention),
}
_F = TypeVar("_F", bound=Finding)


def as_rows(findings: Findings) -> list[tuple[FindingKind, dict[str, Any]]]:
    """What is found as kinds and plain values, what is as by default left out."""
    return [
        (kind, {field.name: value for field in fields(one) if (value := _plain(getattr(one, field.name)))})
        for kind, (name, _) in _KINDS.items()
        for one in getattr(findings, name)
    ]


def from_rows(rows: list[tuple[str, dict[str, Any]]]) -> Findings:
    """The inverse of `as_rows`; kinds and values of a later version are passed over."""
    found: dict[str, list[Finding]] = {name: [] for name, _ in _KINDS.values()}
    for kind, values in rows:
        for known, (name, made) in _KINDS.items():
            if kind == known:
                found[name].append(_made(made, values))
    return Findings(**{name: tuple(ones) for name, ones in found.items()})  # type: ignore[arg-type]


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Votes) else list(value) if isinstance(value, tuple) else value


def _made(kind: type[_F], values: dict[str, Any]) -> _F:
    given: dict[str, Any] = {"start": 0, "end": 0, "quote": ""}
    for one in fields(kind):
        if one.name in values:
            value = values[one.name]
            given[one.name] = tuple(value) if isinstance(value, list) else value
    if isinstance(given.get("votes"), dict):
        given["votes"] = Votes(**given["votes"])
    return kind(**given)
