"""A small engine: rules over the roles of tokens, each written as a line of role names.

A rule's pattern is a regular expression whose letters are roles: `day=DAY dash? month=MONTH`. Every token is
one letter, so that matching costs little and cannot run away.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from ingest.dates.partial import PartialDate
from ingest.dates.tokens import Point, Token
from ingest.document import Language

_SIGNS = ("dot", "comma", "dash")
_CASES = ("from", "to", "upto", "with")
# No date begins with these; saying so spares trying every rule at every word.
_INERT = dict.fromkeys(("word", "other", "stop", "comma", "dash", "dot", "slash", "hash", "counted"))
_ROLE = itemgetter(0)
_LOOKS = ("(?=", "(?!", "(?<")
_MAY_LACK = re.compile(r"(?:\?|\{0,\d+\})$")
_GROUP = re.compile(r"\(\?P<g\d+>")
# Texts after which compiling all rules as one is worth its while.
_MANY = 500
_NAME = re.compile(r"(?:([a-z]\w*)=)?([A-Za-z_]\w*)|\s+")


class _Letters(dict[str, str]):
    """A private character for every role that is asked for."""

    def __missing__(self, role: str) -> str:
        return self.setdefault(role, chr(0xE000 + len(self)))


class Alphabet:
    """A letter for every role, and the names that stand for several."""

    def __init__(self, macros: Mapping[str, str]) -> None:
        self._macros = macros
        self._letters = _Letters()

    def encode(self, tokens: Iterable[Token]) -> str:
        """One character a token."""
        return "".join(map(self._letters.__getitem__, map(_ROLE, tokens)))

    def letters(self, pattern: str) -> frozenset[str]:
        """The letters of every role that a pattern names."""
        found: set[str] = set()
        for _, name in _NAME.findall(pattern):
            if name in self._macros:
                found |= self.letters(self._macros[name])
            elif name:
                found.add(self._letters[name])
        return frozenset(found)

    def translate(self, pattern: str) -> tuple[str, dict[str, str]]:
        """A regular expression over letters, and the name behind each of its groups."""
        groups: dict[str, str] = {}

        def put(match: re.Match[str]) -> str:
            group, name = match.groups()
            if name is None:
                return ""
            if group is None and name not in self._macros:
                return self._letters[name]
            opening = "(?:"
            if group is not None:
                opening = f"(?P<g{len(groups)}>"
                groups[f"g{len(groups)}"] = group
            body = _NAME.sub(put, self._macros[name]) if name in self._macros else self._letters[name]
            return f"{opening}{body})"

        return _NAME.sub(put, pattern), groups


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match: the tokens by the names that the pattern gave them."""

    parts: Mapping[str, Sequence[Token]]
    match: Sequence[Token]
    role_before: str
    role_after: str
    """Of the tokens around the match, empty at an end of the text."""
    name_after: bool
    """Whether a capitalised word follows."""
    language: Language
    reference: PartialDate

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def tokens(self, name: str) -> Sequence[Token]:
        """The tokens of a part, none if it is not there."""
        return self.parts.get(name, ())

    def value(self, name: str) -> int | None:
        """The sum of the values of a part (twenty + first); None if it is not there."""
        return sum(token.value for token in self.parts[name]) if name in self.parts else None

    def number(self, name: str) -> int:
        """The value of a part that the pattern requires."""
        return sum(token.value for token in self.parts[name])

    def point(self, name: str) -> Point:
        """The date that a part was understood to be."""
        point = self.parts[name][0].point
        if point is None:
            raise ValueError(f"{name} is no date")
        return point


Build = Callable[[Found], Point | Sequence[Token] | None]
"""What a match means; None where it means nothing after all, tokens where there are several dates."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it means, in some languages or (None) in all."""

    pattern: str
    build: Build
    languages: tuple[Language, ...] | None = None


def _items(pattern: str) -> list[str]:
    """What stands side by side in a pattern; all of it as one where it is a choice."""
    items, depth = [""], 0
    for letter in pattern:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            return [pattern]
        if letter == " " and not depth:
            items.append("")
        else:
            items[-1] += letter
    return items


class _Written:
    """A rule with what can be told of it before it is compiled, which is when a text first calls for it."""

    def __init__(self, rule: Rule, alphabet: Alphabet) -> None:
        self.build = rule.build
        self.pattern = rule.pattern
        self._alphabet = alphabet
        beside = [item for item in _items(rule.pattern) if not item.startswith(_LOOKS)]
        needed = [n for n, item in enumerate(beside) if not _MAY_LACK.search(item)]
        self._needs = [alphabet.letters(beside[n]) for n in needed]
        self.begins = frozenset().union(*map(alphabet.letters, beside[: needed[0] + 1]))
        """Letters that a match may begin with."""
        self.groups: dict[str, str] = {}
        """The names behind the groups of a match."""
        self._compiled: re.Pattern[str] | None = None

    def match(self, roles: str, letters: frozenset[str], start: int) -> re.Match[str] | None:
        """The rule's match from `start` on in `roles`, which are these letters."""
        if self._compiled is None:
            # Where one of its parts finds none of its letters there is none, and nothing to compile.
            if any(needs.isdisjoint(letters) for needs in self._needs):
                return None
            expression, self.groups = self._alphabet.translate(self.pattern)
            self._compiled = re.compile(expression)
        return self._compiled.match(roles, start)


class Grammar:
    """Rules of one level: each reduces a stretch of tokens to one that is a date."""

    def __init__(self, rules: Sequence[Rule], alphabet: Alphabet, language: Language) -> None:
        self._alphabet = alphabet
        self._language = language
        own = [rule for rule in rules if rule.languages is None or language in rule.languages]
        self._rules = [_Written(rule, alphabet) for rule in own]
        self._inert = alphabet.letters(" ".join(_INERT))
        self._beginning: dict[str, list[_Written]] = defaultdict(list)
        for written in self._rules:
            for letter in written.begins - self._inert:
                self._beginning[letter].append(written)
        self._somewhere = re.compile(f"[{''.join(self._beginning)}]")
        """Where a rule may begin; after many texts, where one does."""
        self._read = 0

    def reduce(self, tokens: list[Token], reference: PartialDate) -> list[Token]:
        """The tokens with every longest match put in the place of its tokens."""
        if all(token.role in _INERT for token in tokens):
            return tokens
        self._read += 1
        if self._read == _MANY:
            self._somewhere = self._anything()
        roles = self._alphabet.encode(tokens)
        letters = frozenset(roles)
        reduced: list[Token] = []
        position = 0
        while match := self._somewhere.search(roles, position):
            reduced += tokens[position : match.start()]
            made, position = self._longest(tokens, roles, letters, match.start(), reference)
            reduced += made
        return reduced + tokens[position:] if position else tokens

    def _anything(self) -> re.Pattern[str]:
        """All rules at once: quicker to try than one after the other, slow to compile."""
        patterns = "|".join(rule.pattern for rule in self._rules)
        expression = _GROUP.sub("(?:", self._alphabet.translate(patterns)[0])
        return re.compile(f"(?![{''.join(self._inert)}])(?:{expression})")

    def _longest(
        self, tokens: list[Token], roles: str, letters: frozenset[str], start: int, reference: PartialDate
    ) -> tuple[list[Token], int]:
        """The dates that begin here, and where they end; the token itself if there are none."""
        rules = self._beginning[roles[start]]
        matches = [(match, rule) for rule in rules if (match := rule.match(roles, letters, start))]
        for match, rule in sorted(matches, key=lambda pair: -pair[0].end()):
            end = match.end()
            parts: dict[str, Sequence[Token]] = {}
            for group, name in rule.groups.items():
                if match.start(group) >= 0 and name not in parts:
                    parts[name] = tokens[match.start(group) : match.end(group)]
            found = Found(
                parts,
                tokens[start:end],
                tokens[start - 1].role if start else "",
                tokens[end].role if end < len(tokens) else "",
                end < len(tokens) and tokens[end].capital,
                self._language,
                reference,
            )
            made = rule.build(found)
            if isinstance(made, Point):
                made = [as_token(made, tokens[start:end])]
            if made:
                return list(made), end
        return [tokens[start]], start + 1


def as_token(point: Point, tokens: Sequence[Token]) -> Token:
    """One token for those that tell a date; `range` if it takes no part in larger dates."""
    closed = point.open or (point.last and point.precision in ("day", "month", "year"))
    role = "range" if closed else "point" + _case(tokens)
    return Token(role, tokens[0].start, tokens[-1].end, point=point)


def _case(tokens: Sequence[Token]) -> str:
    """The case of a stretch of tokens: that of its last word, where it matters to what follows."""
    last = next((token for token in reversed(tokens) if token.role not in _SIGNS), None)
    if last is None:
        return ""
    if last.role.startswith("point"):
        return last.role.removeprefix("point")
    return f"_{last.case}" if last.case in _CASES else ""
