"""Questions as an archive can answer them: mended, widened, never emptied."""

import time

import pytest
from llama_index.core.schema import TextNode

from index.analysis import analyse
from index.glossary import Entry, Glossary
from index.lexical import Lexical
from index.query import LONGEST_QUERY, plain_query, understand
from index.vocabulary import Vocabulary

ARCHIVE = {
    "ru": "конференция участие местных сообществ организаторы меморандум председатель Досбулатова Мирзиёев "
    "Навдиз сумма в долларах устав кворум город после поправка Ташкенте участник 27 ноября "
    "Региональный центр по превентивной дипломатии (РЦПД)",
    "en": "conference youth section moderated memorandum observer community Tashkent the",
    "uz": "konferensiya mahalla mediatorlari loyihasi haftada uch marta",
    "kk": "жазғы мектеп кеңес отырысы",
}


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    lexical = Lexical.create(tmp_path_factory.mktemp("index") / "lexical")
    lexical.add(TextNode(text=text, metadata={"language": language}) for language, text in ARCHIVE.items())
    lexical.commit()
    return lexical.vocabulary


GLOSSARY = Glossary([Entry((("ru", "ОБСЕ"), ("en", "OSCE"), ("uz", "YeXHT")))])


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("rjyathtywbz", "конференция"),
        ("rjyathtywbz d nfirtynt", "конференция в ташкенте"),
        ("сщтаукутсу", "conference"),
        ("konferencia uchastie mestnyh soobshestv organizatory", "конференция участие местных"),
        ("ustav kvorum skolko gorodov posle popravok", "устав кворум сколько городов после поправок"),
        ("мемарандум", "меморандум"),
        ("досбулатва председатиль", "досбулатова председатель"),
        ("confernece on the comunity", "conference on the community"),
        ("навдис", "навдиз"),
    ],
)
def test_what_was_typed_wrong_is_mended(vocabulary: Vocabulary, asked: str, meant: str) -> None:
    understood = understand(asked, vocabulary).text.lower()
    assert all(word in understood for word in meant.split())


@pytest.mark.parametrize(
    "asked",
    [
        "Когда прошла конференция в Ташкенте?",
        "who moderated the youth section",
        "mahalla mediatorlari haftada necha marta",
        "кеңес отырысы қашан өтті",
        "сколько стоит полуостров",  # a word of the language, though not of the archive
        "ОБСЕ 2024",
        "РГ-4",
    ],
)
def test_what_was_typed_right_stays(vocabulary: Vocabulary, asked: str) -> None:
    assert understand(asked, vocabulary, GLOSSARY).text == asked


@pytest.mark.parametrize(
    ("asked", "term"),
    [
        ("Mirziyoyev", "мирзиеев"),
        ("Мирзиёев", "мирзиеев"),
        ("toshkent", "ташкент"),
        ("Навдиз", "навдиз"),
        ("navdiz", "навдиз"),
        ("konferensiya", "конференция"),
        ("конфиренция", "конференция"),
        ("махалля", "mahalla"),
        ("xaftada", "hafta"),
        ("27 ноября", "d11-27"),
    ],
)
def test_the_word_index_is_asked_for_what_the_archive_has(
    vocabulary: Vocabulary, asked: str, term: str
) -> None:
    groups = understand(asked, vocabulary).groups
    assert any(term in dict(group.terms) for group in groups)


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("что сделала ОБСЕ", "OSCE"),
        ("YeXHT nima qildi", "ОБСЕ"),
        ("Расшифруй РЦПД", "Региональный центр по превентивной дипломатии"),
    ],
)
def test_names_bring_their_other_names(vocabulary: Vocabulary, asked: str, other: str) -> None:
    query = understand(asked, vocabulary, GLOSSARY)
    assert any(other in span.others for span in query.names)
    assert any(dict(group.terms).keys() & set(analyse(other)) for group in query.groups)


def test_words_that_ask_weigh_little(vocabulary: Vocabulary) -> None:
    weights = {word.text: word.weight for word in understand("кто и когда вёл конференцию", vocabulary).words}
    assert weights["кто"] == weights["когда"] == weights["и"] < weights["конференцию"]


@pytest.mark.parametrize("text", ["", " \n", "🙂🙂🙂", "?!", "\x00", "'''"])
def test_nothing_asked_is_nothing_to_search(vocabulary: Vocabulary, text: str) -> None:
    assert understand(text, vocabulary, GLOSSARY).groups == plain_query(text).groups == []


@pytest.mark.parametrize(
    "text", ["слово " * 20_000, "щ" * 100_000, "rjyathtywbz" * 9_000, "a1б2" * 25_000, "-" * 100_000]
)
def test_a_pasted_book_takes_no_time(vocabulary: Vocabulary, text: str) -> None:
    start = time.process_time()
    query = understand(text, vocabulary, GLOSSARY)
    assert len(query.words) <= LONGEST_QUERY
    assert time.process_time() - start < 1.0


def test_mixed_scripts_in_one_question(vocabulary: Vocabulary) -> None:
    query = understand("когда Konferensiya в Tashkent 会議 қайда?", vocabulary)
    terms = {term for group in query.groups for term, _ in group.terms}
    assert {"konferensia", "конференция", "ташкент", "tashkent"} <= terms
