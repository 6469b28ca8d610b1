"""The glossary of an archive."""

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.intake import open_ingestion
from assistant.opening import open_assistant
from assistant.settings import Settings
from assistant.terms.align import Side, aligned
from assistant.terms.keys import cores, name_stems, short_key
from assistant.terms.spotting import Spotter
from assistant.terms.term import Term
from assistant.terms.wording import base_form
from index.embedding import built_in_table
from ingest.document import Language

DOCUMENTS = {
    "2021-03-01_ustav.txt": (
        "УСТАВ СОВЕТА СЁЛ СТЕПИ\n\n1 марта 2021 года\n\n"
        "Статья 1. Совет сёл Степи (сокращённо ССС) является совещательным органом пяти сёл. "
        "Наименования на других языках: Dasht qishloqlari kengashi (DQK), Дала ауылдары кеңесі (ДАК), "
        "Steppe Villages Council (SVC).\n\n"
        "Статья 2. Под соучастием понимается труд, который вносит сам заявитель.\n\n"
        "Статья 3. Наставник — это сосед, который помогает семье.\n"
    ),
    "2022-05-02_novost.txt": (
        "Открылся центр «Умид»\n\n2 мая 2022 года\n\n"
        "В совещании Совета сёл Степи (ССС) участвовал Фонд развития горных территорий (ФРГТ). "
        "Центр «Умид» помогает семьям найти работу и учёбу.\n"
    ),
    "2022-05-03_news_en.txt": (
        "Umid Centre opens\n\n3 May 2022\n\n"
        "The Foundation for the Development of Mountain Territories (FDMT) took part in the meeting. "
        "The Umid Centre received its first visitors, and they said that they were glad to be there.\n"
    ),
    "2022-06-01_yangilik.txt": (
        "«Umid» markazi ochildi\n\n2022-yil 1-iyun\n\n"
        "Kecha «Umid» markazida birinchi dars bo‘lib o‘tdi. Unga yigirma nafar yosh keldi. "
        "Murabbiy — bu oilaga yordam beradigan qo‘shni.\n"
    ),
    "2022-07-01_kirill.txt": (
        "Янги марказ ҳақида\n\n2022 йил 1 июль\n\n"
        "Тоғли ҳудудларни ривожлантириш жамғармаси (ТҲРЖ) вакиллари «Умид» марказига келди. "
        "Улар ўқувчилар билан суҳбатлашди ва марказ ишини кўрди.\n"
    ),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("documents")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    store = tmp_path_factory.mktemp("store")
    (store / "glossary.csv").write_text(
        "ru,en,uz_latn,uz_cyrl,kk\n"
        '"Стипендия «Росток», СР","Sprout Grant",,,\n'
        '"Совет сёл Степи, ССС",,"Dasht qishloqlari kengashi, DQK",,\n',
        encoding="utf-8",
    )
    settings = Settings(store=store)
    with open_ingestion(settings) as ingestion:
        ingestion.run([folder])
    opened = open_assistant(settings)
    yield opened
    opened.archive.close()


def term(assistant: Assistant, name: str) -> Term:
    return next(one for one in assistant.glossary() if name in [one.term, *one.abbreviations])


def test_one_term_in_every_language_and_case(assistant: Assistant) -> None:
    council = term(assistant, "ССС")
    assert council.term == "Совет сёл Степи"
    assert set(council.abbreviations) >= {"ССС", "DQK", "ДАК", "SVC"}
    assert {language: names[:1] for language, names in council.names.items()} == {
        "ru": ["Совет сёл Степи"],
        "en": ["Steppe Villages Council"],
        "uz": ["Dasht qishloqlari kengashi"],
        "kk": ["Дала ауылдары кеңесі"],
    }
    assert council.definition == "совещательный орган пяти сёл"
    assert council.documents == ["2021-03-01_ustav.txt", "2022-05-02_novost.txt"]


def test_names_that_mean_alike_are_one_term(assistant: Assistant) -> None:
    fund = term(assistant, "ФРГТ")
    assert {"ФРГТ", "FDMT", "ТҲРЖ"} <= set(fund.abbreviations)
    assert fund.names["en"] == ["Foundation for the Development of Mountain Territories"]
    assert fund.names["uz"] == ["Тоғли ҳудудларни ривожлантириш жамғармаси"]


def test_a_quoted_name_is_one_in_every_script(assistant: Assistant) -> None:
    centre = next(one for one in assistant.glossary() if "Умид" in one.term)
    assert (
        centre.names["uz"][:2] == ["«Umid» markazi", "«Умид» марказига"]
        or "«Umid» markazi" in centre.names["uz"]
    )
    assert "Umid Centre" in centre.names["en"]
    assert centre.definition == "помогает семьям найти работу и учёбу"


@pytest.mark.parametrize(
    ("name", "definition"),
    [
        ("Наставник", "сосед, который помогает семье"),
        ("соучастие", "труд, который вносит сам заявитель"),
        ("Murabbiy", "oilaga yordam beradigan qo‘shni"),
    ],
)
def test_definitions_are_cited(assistant: Assistant, name: str, definition: str) -> None:
    found = term(assistant, name)
    assert found.definition == definition
    first = found.citations[0]
    assert definition in first.quote
    assert assistant.archive.text(first.document).text[first.start : first.end] == first.quote


def test_the_users_own_terms_come_first(assistant: Assistant) -> None:
    own = [one.term for one in assistant.glossary()[:2]]
    assert own == ["Совет сёл Степи", "Стипендия «Росток»"]
    grant = term(assistant, "СР")
    assert grant.names["en"] == ["Sprout Grant"]
    assert grant.citations == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Вчера Советом сёл Степи решено.", ["Советом сёл Степи"]),
        ("ССС и ФРГТ договорились.", ["ССС", "ФРГТ"]),
        ("Работа с наставниками в центре «Умид»", ["наставниками", "центре «Умид»"]),
        ("Dasht qishloqlari kengashining qarori", ["Dasht qishloqlari kengashining"]),
        ("Дала ауылдары кеңесінің шешімі", ["Дала ауылдары кеңесінің"]),
        ("The Steppe Villages Council met.", ["Steppe Villages Council"]),
        ("Ничего знакомого здесь нет.", []),
        ("", []),
    ],
)
def test_terms_explain_themselves_in_any_case(assistant: Assistant, text: str, expected: list[str]) -> None:
    found = assistant.explain(text)
    assert [text[start:end] for start, end, _ in found if expected] == expected
    assert all(start < end for start, end, _ in found)


@pytest.mark.parametrize(
    ("language", "name", "base"),
    [
        ("ru", "Совета сёл Степи", "Совет сёл Степи"),
        ("ru", "Международным институтом соседской медиации", "Международный институт соседской медиации"),
        ("ru", "Службы социального сопровождения", "Служба социального сопровождения"),
        ("ru", "соседским сообществом", "соседское сообщество"),
        ("ru", "постоянно действующим органом сёл", "постоянно действующий орган сёл"),
        ("ru", "сети женских предприятий «Чашма»", "сеть женских предприятий «Чашма»"),
        ("ru", "Совет сёл Степи", "Совет сёл Степи"),
        ("ru", "программы развития", "программа развития"),
        ("uz", "Dasht qishloqlari kengashining", "Dasht qishloqlari kengashi"),
        ("uz", "«Tayanch» markazida", "«Tayanch» markazi"),
        ("uz", "Қишлоқлар кенгашининг", "Қишлоқлар кенгаши"),
        ("kk", "Дала ауылдары кеңесінің", "Дала ауылдары кеңесі"),
        ("kk", "«Үміт» орталығында", "«Үміт» орталығы"),
        ("en", "Steppe Villages Council", "Steppe Villages Council"),
    ],
)
def test_names_lose_the_case_of_their_sentence(language: Language, name: str, base: str) -> None:
    assert base_form(name, language) == base


@pytest.mark.parametrize(
    ("one", "other"),
    [("центр «Таянч»", "«Tayanch» markazi"), ("артель «Ипак йули»", "«Ipak yo‘li»")],
)
def test_quoted_names_meet_across_scripts(one: str, other: str) -> None:
    assert cores(one)[0][0] == cores(other)[0][0]


def test_keys() -> None:
    assert name_stems("Совета сёл Степи", "ru") == name_stems("Советом сёл Степи", "ru")
    assert short_key("РГ–4") == short_key("РГ-4")


def test_only_the_nearest_names_are_one_thing() -> None:
    sides = [
        Side((("ru", "Фонд развития горных территорий"),)),
        Side((("ru", "Комитет по делам семьи"),)),
        Side((("en", "Committee on Family Affairs"),)),
        Side((("en", "Weather observation post"),)),
    ]
    assert [set(pair) for pair in aligned(sides, built_in_table())] == [{1, 2}]


def test_numbers_keep_groups_apart() -> None:
    sides = [
        Side((("ru", "РГ-1 по занятости"),), "1"),
        Side((("ru", "РГ-2 по занятости молодёжи"),), "2"),
        Side((("en", "youth employment"),), "2"),
    ]
    assert {frozenset(pair) for pair in aligned(sides, built_in_table())} <= {frozenset({1, 2})}


def test_nothing_is_found_without_terms() -> None:
    assert Spotter(()).spans("Совет сёл Степи (ССС)") == []
