"""The word index: BM25 over analysed passages, on disk (tantivy)."""

import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

import tantivy
from llama_index.core.schema import TextNode

from index.analysis import analyse, analyser, name_key, tokenise
from index.filters import Filters
from index.glossary import find_abbreviations
from index.query import SearchQuery, plain_query
from index.vocabulary import NAME_MARK, SHORTEST, SOUND_MARK, Vocabulary
from ingest.errors import KengashError

_WRITER_BYTES = 64_000_000
_TITLE_BOOST = 0.6
_NO_SCORE = 0
_MOST_SPELLINGS = 100_000


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    # Analysed by us and joined with spaces; no positions, nobody asks for phrases.
    builder.add_text_field("body", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("title", tokenizer_name="whitespace", index_option="freq")
    # For mending questions: the words as they stand, and behind the key that spellings of a name share.
    for name in ("word", "sound"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("document", "language", "kind", "abbreviation"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    # The first and the last day a document's date may mean, as 20241127; 0 where it has none.
    builder.add_integer_field("first_day", indexed=True, fast=True)
    builder.add_integer_field("last_day", indexed=True, fast=True)
    return builder.build()


class Lexical:
    """Words of passages, searchable as soon as committed and reloaded.

    One writer at a time (tantivy's own lock); any number of readers, each of which sees a commit after
    `reload`. Not a store: whatever it holds can be rebuilt from the catalogue.
    """

    def __init__(self, index: tantivy.Index, folder: Path) -> None:
        self._index = index
        self._folder = folder
        self._schema = index.schema
        self._writer: tantivy.IndexWriter | None = None
        index.register_tokenizer(
            "whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        self._look()

    @classmethod
    def create(cls, folder: Path) -> "Lexical":
        """An empty index in `folder`; what stood there before is gone."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return cls(tantivy.Index(_schema(), path=str(folder)), folder)

    @classmethod
    def open(cls, folder: Path) -> "Lexical":
        """The index in `folder`.

        Raises KengashError `lexical-missing` where there is none and `lexical-broken` where its files are
        damaged or written by another version: rebuild it with `create`. Both carry `path`.
        """
        try:
            if not folder.is_dir() or not tantivy.Index.exists(str(folder)):
                raise KengashError("lexical-missing", path=str(folder))
            index = tantivy.Index.open(str(folder))
            if index.schema != _schema():
                raise KengashError("lexical-broken", path=str(folder))
            return cls(index, folder)
        except (ValueError, OSError) as error:
            raise KengashError("lexical-broken", path=str(folder)) from error

    @classmethod
    def empty(cls) -> "Lexical":
        """An index without passages, in memory."""
        return cls(tantivy.Index(_schema()), Path())

    def add(self, passages: Iterable[TextNode]) -> None:
        """Queue passages; metadata read: document, title, heading, date, language, kind."""
        writer = self._writing()
        told: dict[str, set[str]] = defaultdict(set)
        for passage in passages:
            writer.add_document(_document(passage, told[str(passage.metadata.get("document") or "")]))

    def delete(self, ids: Iterable[str]) -> None:
        """Queue the removal of passages; ids that are not there are no error."""
        writer = self._writing()
        for passage_id in ids:
            writer.delete_documents_by_term("id", passage_id)

    def commit(self) -> None:
        """Make everything queued durable and visible, here and to readers that reload."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None  # lets go of the lock
        self._look()

    def rollback(self) -> None:
        """Forget everything queued since the last commit."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer = None

    def sweep(self) -> None:
        """Take away files that a writer left when it was killed: one of a name it needs stops the next."""
        self._writing().garbage_collect_files()

    def reload(self) -> None:
        """See what others have committed.

        Raises KengashError `lexical-broken` (path) where they have taken the index away; what was seen before
        stays to be searched.
        """
        try:
            self._look()
        except (ValueError, OSError) as error:
            raise KengashError("lexical-broken", path=str(self._folder)) from error

    def _look(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()
        self._vocabulary = Vocabulary(self._searcher)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the archive as of the last commit or reload."""
        return self._vocabulary

    def search(
        self,
        query: str | SearchQuery,
        k: int,
        filters: Filters | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[tuple[str, float]]:
        """At most `k` passages with at least one word of the query: (passage id, BM25 score > 0), best first.

        `ids` limits the search to those passages, as `filters` does by their documents. Any text is a safe
        query; one without words finds nothing. Ties keep an order of their own, the same every time.
        """
        understood = plain_query(query) if isinstance(query, str) else query
        words = [
            q for group in understood.groups if (q := self._group(group.terms, group.weight)) is not None
        ]
        if not words or k <= 0:
            return []
        clauses = [
            (tantivy.Occur.Must, tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in words]))
        ]
        clauses += [(tantivy.Occur.Must, q) for q in self._limits(filters, ids)]
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), k, count=False).hits
        return [
            (str(self._searcher.doc(address)["id"][0]), float(score)) for score, address in hits if score > 0
        ]

    def ids(self, filters: Filters | None = None) -> list[str]:
        """Ids of all passages that the filters let through."""
        limits = self._limits(filters, None) or [tantivy.Query.all_query()]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, q) for q in limits])
        hits = self._searcher.search(query, max(len(self), 1), count=False).hits
        return [str(self._searcher.doc(address)["id"][0]) for _, address in hits]

    def _group(self, terms: Sequence[tuple[str, float]], weight: float) -> tantivy.Query | None:
        """The best of several spellings of one word, in the text or, for less, in its title."""
        queries = []
        for term, share in terms:
            for field, boost in (("body", 1.0), ("title", _TITLE_BOOST)):
                one = tantivy.Query.term_query(self._schema, field, term, index_option="freq")
                queries.append(tantivy.Query.boost_query(one, boost * share * weight))
        return tantivy.Query.disjunction_max_query(queries, tie_breaker=0.1) if queries else None

    def _limits(self, filters: Filters | None, ids: Sequence[str] | None) -> list[tantivy.Query]:
        schema, limits = self._schema, []
        if ids is not None:
            limits.append(tantivy.Query.term_set_query(schema, "id", list(ids)))
        if filters is None or not filters:
            return [tantivy.Query.const_score_query(q, _NO_SCORE) for q in limits]
        for field, values in (
            ("language", filters.languages),
            ("kind", filters.kinds),
            ("document", filters.documents),
        ):
            if values:
                limits.append(tantivy.Query.term_set_query(schema, field, list(values)))
        if filters.date_from or filters.date_to:
            first, last = _days(filters.date_from)[0] or 1, _days(filters.date_to)[1] or 9999_12_31
            number = tantivy.FieldType.Integer
            limits.append(tantivy.Query.range_query(schema, "last_day", number, max(first, 1), 9999_12_31))
            limits.append(tantivy.Query.range_query(schema, "first_day", number, 1, last))
        return [tantivy.Query.const_score_query(q, _NO_SCORE) for q in limits]

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            try:
                self._writer = self._index.writer(_WRITER_BYTES, 1)
            except ValueError as error:
                raise KengashError("lexical-locked", path=str(self._folder)) from error
        return self._writer


class _Spellings(dict[str, tuple[str, str]]):
    """What each word met so far brings to the `word` and the `sound` field, in one language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._analyser = analyser(language)

    def __missing__(self, word: str) -> tuple[str, str]:
        if len(self) > _MOST_SPELLINGS:
            self.clear()
        # A name's key must not hang on its case: Ташкенте has another than Toshkent, its stem has not.
        forms = [
            f for f in dict.fromkeys((word, *self._analyser[word])) if len(f) >= SHORTEST and f.isalpha()
        ]
        sounds = " ".join(f"{key}{SOUND_MARK}{form}" for form in forms if (key := name_key(form)))
        found = self[word] = (word if word in forms else "", sounds)
        return found


_spellings = cache(_Spellings)


@lru_cache(10_000)
def _heading_terms(heading: str, language: str) -> str:
    return " ".join(analyse(heading, language))


def _document(passage: TextNode, told: set[str]) -> tantivy.Document:
    """What is indexed of a passage.

    `told` grows by its words: a document's, whose passages come and go together, are spelled out once.
    """
    about = passage.metadata
    language = str(about.get("language") or "und")
    heading = " ".join(str(about[key]) for key in ("title", "heading") if about.get(key))
    first, last = _days(about.get("date"))
    words = tokenise(passage.text)
    new = set(words) - told
    told |= new
    spellings = list(map(_spellings(language).__getitem__, new))
    return tantivy.Document(
        id=[passage.node_id],
        body=[" ".join(analyser(language).terms(words))],
        title=[_heading_terms(heading, language)],
        document=[str(about.get("document") or "")],
        language=[language],
        kind=[str(about.get("kind") or "other")],
        word=[" ".join([word for word, _ in spellings])],
        sound=[" ".join([sounds for _, sounds in spellings])],
        abbreviation=[f"{short}{NAME_MARK}{name}" for name, short in find_abbreviations(passage.text)],
        first_day=first,
        last_day=last,
    )


def _days(date: str | None) -> tuple[int, int]:
    """The first and last day an ISO date may mean: `2024-11` is 20241101 to 20241131; 0 for none."""
    if not date or not date[:4].isdigit():
        return 0, 0
    year, month, day = (*(int(part) for part in date[:10].split("-")), 0, 0)[:3]
    return year * 10_000 + (month or 1) * 100 + (day or 1), year * 10_000 + (month or 12) * 100 + (day or 31)
