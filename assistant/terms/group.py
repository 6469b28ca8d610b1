"""The mentions of an archive, put together by term."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from assistant.terms.align import Embedder, Side, aligned
from assistant.terms.keys import Key, alike, cores, name_stems, number_of, short_key, word_keys
from index.glossary import Entry, Glossary
from index.knowledge import Told
from ingest.document import Language
from ingest.findings import TermMention

Mention = Told[TermMention]


@dataclass(slots=True)
class Group:
    """What is told of one term."""

    mentions: list[Mention]
    entries: list[Entry] = field(default_factory=list)
    """Rows of the tables of names that name it, too."""

    def names(self) -> list[tuple[Language, str]]:
        """Long names as written, in the order of the mentions."""
        return [
            (language, name)
            for mention in self.mentions
            for language, name in zip(mention.what.languages, mention.what.names, strict=True)
        ]

    def shorts(self) -> list[str]:
        """Short names, each once."""
        return list(dict.fromkeys(short for mention in self.mentions for short in mention.what.abbreviations))

    def stems(self) -> dict[Language, set[Key]]:
        """Name keys by language."""
        found: dict[Language, set[Key]] = defaultdict(set)
        for language, name in self.names():
            found[language].add(name_stems(name, language))
        return found

    def documents(self) -> set[str]:
        """Names of the documents that mention it."""
        return {mention.document.name for mention in self.mentions}


class Sets:
    """Which of the numbers 0 to n-1 belong together."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def find(self, one: int) -> int:
        """The number that stands for the set."""
        while self._parent[one] != one:
            self._parent[one] = self._parent[self._parent[one]]
            one = self._parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Make one set of two; the lower number stands for it."""
        a, b = sorted((self.find(one), self.find(other)))
        self._parent[b] = a


def grouped(mentions: Sequence[Mention], tables: Iterable[Glossary], embedder: Embedder) -> list[Group]:
    """Groups, those of most documents first.

    Mentions of one name belong together in every case and spelling; so do those of one abbreviation whose
    names agree, of one quoted name, of one row of the tables, and, across languages, names that mean alike.
    """
    groups = _merged([Group([mention]) for mention in mentions], _by_name)
    groups = _merged(groups, _by_core)
    groups = _merged(groups, _by_short)
    for table in tables:
        groups = _by_table(groups, table)
    groups.sort(key=lambda group: -len(group.documents()))
    return _joined(groups, aligned([_side(group) for group in groups], embedder))


Pairs = Callable[[Sequence[Group]], Iterable[tuple[int, int]]]


def _merged(groups: Sequence[Group], pairs: Pairs) -> list[Group]:
    return _joined(groups, pairs(groups))


def _joined(groups: Sequence[Group], pairs: Iterable[tuple[int, int]]) -> list[Group]:
    sets = Sets(len(groups))
    for one, other in pairs:
        sets.join(one, other)
    found: dict[int, Group] = {}
    for number, group in enumerate(groups):
        root = sets.find(number)
        if root in found:
            found[root].mentions += group.mentions
            found[root].entries += [entry for entry in group.entries if entry not in found[root].entries]
        else:
            found[root] = Group(list(group.mentions), list(group.entries))
    return list(found.values())


def _by_key(groups: Sequence[Group], keys: Callable[[Group], Iterable[object]]) -> Iterable[tuple[int, int]]:
    first: dict[object, int] = {}
    for number, group in enumerate(groups):
        for key in keys(group):
            yield first.setdefault(key, number), number


def _by_name(groups: Sequence[Group]) -> Iterable[tuple[int, int]]:
    return _by_key(
        groups, lambda group: [stems for found in group.stems().values() for stems in found if stems]
    )


def _by_core(groups: Sequence[Group]) -> Iterable[tuple[int, int]]:
    quoted = {core for group in groups for _, name in group.names() for core in cores(name)}

    def keys(group: Group) -> Iterable[Key]:
        for _, name in group.names():
            yield from cores(name)
            yield from (key for key in word_keys(name) if key in quoted)

    return _by_key(groups, keys)


def _by_short(groups: Sequence[Group]) -> Iterable[tuple[int, int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        for short in group.shorts():
            for other in having[short_key(short)]:
                if number_of([short]) is not None or _agree(groups[other], group):
                    yield other, number
            having[short_key(short)].append(number)


def _agree(one: Group, other: Group) -> bool:
    """Whether the long names of two groups do not tell them apart."""
    ours, theirs = one.stems(), other.stems()
    shared = ours.keys() & theirs.keys()
    return not shared or any(
        alike(a, b) for language in shared for a in ours[language] for b in theirs[language]
    )


def _by_table(groups: list[Group], table: Glossary) -> list[Group]:
    by_name: dict[Key, int] = {}
    for number, group in enumerate(groups):
        for stems in group.stems().values():
            by_name |= {key: number for key in stems if key}
    pairs = []
    for entry in table.entries:
        found = list(dict.fromkeys(by_name[key] for key in entry_keys(entry) if key in by_name))
        for number in found:
            groups[number].entries.append(entry)
        pairs += [(found[0], number) for number in found[1:]]
    return _joined(groups, pairs)


def entry_keys(entry: Entry) -> list[Key]:
    """Name keys of a row's long names."""
    return [
        name_stems(name, _language(language))
        for language, name in entry.names
        if " " in name or not name.isupper()
    ]


def _language(code: str) -> Language:
    known: dict[str, Language] = {"ru": "ru", "en": "en", "uz": "uz", "kk": "kk"}
    return known.get(code, "und")


def _side(group: Group) -> Side:
    names = {name_stems(name, language): (language, name) for language, name in group.names()}
    meanings = [
        (mention.document.language, mention.what.definition)
        for mention in group.mentions
        if mention.what.definition
    ]
    return Side(tuple(names.values() or meanings[:1]), number_of(group.shorts()))
