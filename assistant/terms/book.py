"""The glossary of an archive, made once a generation."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence

from assistant.answer import Citation
from assistant.terms.align import Embedder
from assistant.terms.group import Mention, grouped
from assistant.terms.keys import name_stems
from assistant.terms.making import abbreviations_of, is_term, term_of
from assistant.terms.spotting import Spotter
from assistant.terms.term import NAME_LANGUAGES, Term
from index.analysis import analyse
from index.archive import Archive
from index.glossary import Entry, Glossary
from ingest.document import Language

USED_IN = 200
"""Passages looked at for each name to tell where a term is used."""
MET_IN = 40
"""Passages looked at to tell whether a doubtful term is met elsewhere."""


class TermBook:
    """The terms of one archive. Any thread may ask; they are put together anew when the archive changes."""

    def __init__(
        self,
        archive: Archive,
        embedder: Callable[[], Embedder],
        own: Glossary,
        shipped: Glossary,
        page_of: Callable[[str, int], int | None],
    ) -> None:
        """`own` is the user's table, `page_of` tells the page of a document's offset."""
        self._archive = archive
        self._embedder = embedder
        self._own = own
        self._shipped = shipped
        self._page_of = page_of
        self._turn = threading.Lock()
        self._generation: int | None = None
        self._terms: list[Term] = []
        self._spotter = Spotter(())

    def terms(self) -> list[Term]:
        """The user's own terms first, then those of the documents, each by the alphabet."""
        self._refresh()
        return self._terms

    def spotter(self) -> Spotter:
        """What finds the terms in a text."""
        self._refresh()
        return self._spotter

    def used_in(self, term: Term) -> list[str]:
        """Names of the documents that speak of a term, as far as its words are looked for."""
        names = [*term.abbreviations, *(name for names in term.names.values() for name in names)]
        own = Spotter([term])
        ids = {one for name in names for one, _ in self._archive.search_words(name, USED_IN)}
        speaking = [node for node in self._archive.passages(sorted(ids)) if own.spans(node.text)]
        return sorted({*term.documents, *(str(node.metadata["document"]) for node in speaking)})

    def _refresh(self) -> None:
        generation = self._archive.generation
        with self._turn:
            if generation != self._generation:
                self._terms = self._made()
                self._spotter = Spotter(self._terms)
                self._generation = generation

    def _made(self) -> list[Term]:
        mentions = self._archive.knowledge.terms()
        groups = grouped(mentions, (self._own, self._shipped), self._embedder())
        own = set(self._own.entries)
        spoken = Counter(document.language for document in self._archive.documents())
        home = spoken.most_common(1)[0][0] if spoken else "ru"
        found = [
            (not any(entry in own for entry in group.entries), term_of(group, self._cite, home))
            for group in groups
            if any(entry in own for entry in group.entries) or is_term(group, self._met)
        ]
        used = {entry for group in groups for entry in group.entries}
        found += [(False, listed(entry)) for entry in self._own.entries if entry not in used and entry.names]
        return [term for _, term in sorted(found, key=lambda pair: (pair[0], pair[1].term.casefold()))]

    def _met(self, name: str, language: Language) -> int:
        """In how many documents a name stands, as far as its words are looked for."""
        wanted = set(name_stems(name, language))
        hits = self._archive.search_words(name, MET_IN)
        nodes = self._archive.passages([one for one, _ in hits])
        return len(
            {
                str(node.metadata["document"])
                for node in nodes
                if wanted <= set(analyse(node.text, str(node.metadata["language"])))
            }
        )

    def _cite(self, mention: Mention, n: int) -> Citation:
        document, what = mention.document, mention.what
        return Citation(
            n=n,
            document=document.name,
            title=document.title,
            date=document.date,
            page=self._page_of(document.name, what.start) if document.pages else None,
            quote=what.quote,
            start=what.start,
            end=what.end,
        )


def listed(entry: Entry) -> Term:
    """A row of the user's table that no document explains."""
    shorts = abbreviations_of(entry)
    long: Sequence[tuple[str, str]] = [pair for pair in entry.names if pair[1] not in shorts]
    names = {known: [name for language, name in long if language == known] for known in NAME_LANGUAGES}
    first = next((name for _, name in long), shorts[0] if shorts else "")
    return Term(term=first, abbreviations=shorts, names=names, definition=None, citations=[], documents=[])
