"""How far the glossary of an archive agrees with a list of its terms."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from eval import metrics
from eval.evaluation import Failure, Glossary
from eval.questions import GoldTerm
from eval.scoring import HALF, tokens


class Evidence(Protocol):
    """A citation, as far as it is needed here."""

    @property
    def document(self) -> str:
        """The document's name in the archive."""

    @property
    def quote(self) -> str:
        """Verbatim."""


class Term(Protocol):
    """A term that the archive gives."""

    @property
    def term(self) -> str:
        """Its first name."""

    @property
    def abbreviations(self) -> Sequence[str]:
        """Its short names."""

    @property
    def names(self) -> Mapping[str, Sequence[str]]:
        """Its names by language."""

    @property
    def definition(self) -> str | None:
        """What it means, where a document says so."""

    @property
    def citations(self) -> Sequence[Evidence]:
        """Where it says so."""


def score_glossary(gold: Sequence[GoldTerm], given: Sequence[Term]) -> tuple[Glossary, list[Failure]]:
    """Score a glossary.

    A term of the list is found when one that is given shares a name with it; one that is given and not in
    the list counts as right when a citation holds its name with its abbreviation, or with half of its
    definition. Names are compared by their words' first letters.
    """
    listed = [_keys(term.names) for term in gold]
    told = [_keys(_names(term)) for term in given]
    every_listed, every_told = set().union(*listed), set().union(*told)
    found = [bool(keys & every_told) for keys in listed]
    right = [bool(keys & every_listed) or _borne_out(term) for term, keys in zip(given, told, strict=True)]
    glossary = Glossary(
        n=len(gold),
        found=len(given),
        recall=metrics.mean(found),
        precision=metrics.mean(right),
        intervals={"recall": metrics.interval(found), "precision": metrics.interval(right)},
    )
    missed = [
        _failure(term.names[0], term.names, term.gold_documents, (), ())
        for term, is_found in zip(gold, found, strict=True)
        if not is_found
    ]
    wrong = [
        _failure(
            term.term, (), (), [c.quote for c in term.citations[:1]], [c.document for c in term.citations]
        )
        for term, is_right in zip(given, right, strict=True)
        if not is_right
    ]
    return glossary, missed + wrong


def _names(term: Term) -> list[str]:
    return [term.term, *term.abbreviations, *(name for names in term.names.values() for name in names)]


def _keys(names: Iterable[str]) -> set[tuple[str, ...]]:
    return {key for name in names if (key := tuple(tokens(name)))}


def _borne_out(term: Term) -> bool:
    name, definition = tokens(term.term), tokens(term.definition or "")
    for citation in term.citations:
        words = set(tokens(citation.quote))
        named = bool(name) and words.issuperset(name)
        shortened = any(words.issuperset(tokens(short)) for short in term.abbreviations if tokens(short))
        defined = bool(definition) and sum(token in words for token in definition) >= HALF * len(definition)
        if named and (shortened or defined):
            return True
    return False


def _failure(
    text: str,
    wanted: Iterable[str],
    wanted_documents: Iterable[str],
    found: Iterable[str],
    found_documents: Iterable[str],
) -> Failure:
    return Failure(
        part="glossary",
        id=text,
        language="",
        groups=(),
        text=text,
        wanted=tuple(wanted),
        wanted_documents=tuple(wanted_documents),
        found=tuple(found),
        found_documents=tuple(found_documents),
    )
