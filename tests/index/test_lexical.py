"""The word index on disk: found, filtered, replaced, reopened."""

from pathlib import Path

import pytest
from llama_index.core.schema import TextNode

from index.filters import Filters
from index.lexical import Lexical
from ingest.errors import KengashError


def passage(name: str, text: str, language: str = "ru", **about: str | None) -> TextNode:
    metadata = {"document": f"{name}.txt", "title": "", "kind": "report", "language": language, **about}
    return TextNode(id_=name, text=text, metadata=metadata)


PASSAGES = [
    passage(
        "ru",
        "Учредительная конференция прошла 27 ноября 2024 года в Навдизе.",
        date="2024-11-28",
        kind="press-release",
        title="Итоги учредительной конференции",
    ),
    passage("uz", "Konferensiya o‘zbek va rus tillarida bo‘lib o‘tdi.", "uz", date="2024-11"),
    passage("cyrl", "Маҳалла раислари Кенгаш мажлисида қатнашди.", "uz", date="2023"),
    passage("en", "The OSCE held a meeting in Tashkent on 27 November 2024.", "en"),
    passage("kk", "Кеңестің отырысы желтоқсанда өтті, 2 610 мың теңге бөлінді.", "kk", date="2022-12-08"),
]


@pytest.fixture
def lexical(tmp_path: Path) -> Lexical:
    index = Lexical.create(tmp_path / "lexical")
    index.add(PASSAGES)
    index.commit()
    return index


def found(index: Lexical, query: str, **limits: object) -> list[str]:
    return [name for name, _ in index.search(query, 10, **limits)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("конференции в Навдизе", "ru"),
        ("ozbek tili", "uz"),
        ("ўзбек тилида", "uz"),
        ("mahallalar raisi", "cyrl"),
        ("meetings of the osce", "en"),
        ("кеңес отырысы", "kk"),
        ("2610 тысяч", "kk"),
        ("учредительная", "ru"),
    ],
)
def test_words_are_found_in_any_form(lexical: Lexical, query: str, first: str) -> None:
    assert found(lexical, query)[0] == first


@pytest.mark.parametrize("query", ["27.11.2024", "27 ноября", "November 27", "27-noyabr", "27 қараша"])
def test_a_day_is_found_in_every_language(lexical: Lexical, query: str) -> None:
    assert set(found(lexical, query)[:2]) == {"ru", "en"}


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(), {"ru", "uz", "cyrl", "en", "kk"}),
        (Filters(languages=("uz", "kk")), {"uz", "cyrl", "kk"}),
        (Filters(kinds=("press-release",)), {"ru"}),
        (Filters(documents=("en.txt", "kk.txt")), {"en", "kk"}),
        (Filters(date_from="2024-11-20"), {"ru", "uz"}),
        (Filters(date_to="2023-06-30"), {"cyrl", "kk"}),
        (Filters(date_from="2022-12-08", date_to="2022-12-08"), {"kk"}),
        (Filters(date_from="2024-01-01", languages=("uz",)), {"uz"}),
        (Filters(languages=("tg",)), set()),
    ],
)
def test_filters_hold(lexical: Lexical, filters: Filters, left: set[str]) -> None:
    assert set(lexical.ids(filters)) == left
    everything = "конференция konferensiya маҳалла osce кеңес"
    assert set(found(lexical, everything, filters=filters)) == left


def test_a_search_can_be_limited_to_passages(lexical: Lexical) -> None:
    assert found(lexical, "конференция konferensiya", ids=["uz", "kk", "none"]) == ["uz"]
    assert found(lexical, "конференция", ids=[]) == []


def test_the_title_counts_too(lexical: Lexical) -> None:
    assert found(lexical, "итоги") == ["ru"]


@pytest.mark.parametrize(
    "query",
    ["", " ", "🙂🙂", "AND OR NOT", '"', "*:*", "body:x)", "\\", "[x TO y]", "-", "\x00", "нетакогослова"],
)
def test_no_text_is_an_unsafe_query(lexical: Lexical, query: str) -> None:
    assert found(lexical, query) == []


def test_a_pasted_book_is_a_query(lexical: Lexical) -> None:
    assert found(lexical, "конференция " * 10_000) == ["uz", "ru"]


def test_replacing_a_passage_leaves_no_ghost(lexical: Lexical) -> None:
    lexical.add([passage("ru2", "Учредительное собрание перенесли.")])
    lexical.delete(["ru", "never-there"])
    lexical.commit()
    assert found(lexical, "учредительный") == ["ru2"]
    assert len(lexical) == len(PASSAGES)


def test_nothing_is_seen_before_the_commit(lexical: Lexical) -> None:
    lexical.add([passage("new", "Новость.")])
    assert found(lexical, "новость") == []
    lexical.rollback()
    lexical.commit()
    assert found(lexical, "новость") == []


def test_a_reader_sees_a_commit_after_reload(lexical: Lexical, tmp_path: Path) -> None:
    reader = Lexical.open(tmp_path / "lexical")
    lexical.add([passage("new", "Новость.")])
    lexical.commit()
    assert found(reader, "новость") == []
    reader.reload()
    assert found(reader, "новость") == ["new"]


def test_a_second_writer_is_told_so(lexical: Lexical, tmp_path: Path) -> None:
    other = Lexical.open(tmp_path / "lexical")
    other.add([])
    with pytest.raises(KengashError) as caught:
        lexical.delete(["ru"])
    assert caught.value.code == "lexical-locked"


def test_a_missing_index_is_told_apart_from_a_broken_one(lexical: Lexical, tmp_path: Path) -> None:
    with pytest.raises(KengashError) as missing:
        Lexical.open(tmp_path / "nowhere")
    (tmp_path / "lexical" / "meta.json").write_text("{}")
    with pytest.raises(KengashError) as broken:
        Lexical.open(tmp_path / "lexical")
    assert (missing.value.code, broken.value.code) == ("lexical-missing", "lexical-broken")


def test_a_broken_index_can_be_made_anew(lexical: Lexical, tmp_path: Path) -> None:
    (tmp_path / "lexical" / "meta.json").unlink()
    anew = Lexical.create(tmp_path / "lexical")
    assert len(anew) == 0
    anew.add(PASSAGES)
    anew.commit()
    assert found(anew, "учредительная") == ["ru"]


def test_a_document_that_goes_takes_no_words_of_another(tmp_path: Path) -> None:
    index = Lexical.create(tmp_path / "lexical")
    one = [passage(name, text, document="одна.txt") for name, text in (("1", "барсук"), ("2", "барсук спит"))]
    other = passage("3", "барсук", document="другая.txt")
    index.add([*one, other])
    index.commit()
    assert index.vocabulary.near("барсюк") == ["барсук"]
    index.delete(["1", "2"])
    index.commit()
    assert index.vocabulary.near("барсюк") == index.vocabulary.same_sound("barsuk") == ["барсук"]
    index.delete(["3"])
    index.commit()
    assert index.vocabulary.near("барсюк") == index.vocabulary.same_sound("barsuk") == []
