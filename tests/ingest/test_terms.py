"""Terms that documents introduce."""

import pytest

from ingest.document import ExtractedText, Kind, Language, Metadata
from ingest.findings.records import TermMention
from ingest.findings.terms import find_terms
from ingest.readers.base import TextBuilder
from ingest.readers.txt import add_plain


def extracted(text: str) -> ExtractedText:
    builder = TextBuilder()
    add_plain(text, builder)
    return builder.build()


def terms(text: str, language: Language, kind: Kind = "report", title: str = "") -> list[TermMention]:
    return list(find_terms(extracted(text), Metadata(title, language, kind)))


@pytest.mark.parametrize(
    ("language", "text", "name", "short"),
    [
        ("ru", "Региональный экспертный совет (РЭС) собрался вчера.", "Региональный экспертный совет", "РЭС"),
        (
            "ru",
            "Выступил Региональный центр ООН по превентивной дипломатии для Центральной Азии (РЦПДЦА).",
            "Региональный центр ООН по превентивной дипломатии для Центральной Азии",
            "РЦПДЦА",
        ),
        ("ru", "Решение принял Общественный совет (далее – Совет).", "Общественный совет", "Совет"),
        ("ru", "Фонд развития села (сокращённо ФРС) открыт.", "Фонд развития села", "ФРС"),
        ("ru", "КТУ ООН (Контртеррористическое управление ООН) поддержало.", None, "КТУ ООН"),
        ("ru", "РЭС — Региональный экспертный совет.", "Региональный экспертный совет", "РЭС"),
        (
            "ru",
            "РГ-2 по вопросам занятости (руководитель — А. Юнусов).",
            "РГ-2 по вопросам занятости",
            "РГ-2",
        ),
        (
            "en",
            "It was signed by the UN Office of Counter-Terrorism (UNOCT).",
            "UN Office of Counter-Terrorism",
            "UNOCT",
        ),
        (
            "en",
            "The Foundation for Rural Life (hereinafter the Foundation) agreed.",
            "Foundation for Rural Life",
            None,
        ),
        (
            "uz",
            "Strategik va mintaqalararo tadqiqotlar instituti (SMTI) hisobot berdi.",
            "Strategik va mintaqalararo tadqiqotlar instituti",
            "SMTI",
        ),
        (
            "uz",
            "Тикланиш маҳалла кенгаши (қисқача ТМК) йиғилди.",
            "Тикланиш маҳалла кенгаши",
            "ТМК",
        ),
        (
            "uz",
            "Shanxay hamkorlik tashkiloti (ShHT) vakillari keldi.",
            "Shanxay hamkorlik tashkiloti",
            "ShHT",
        ),
        (
            "kk",
            "Өңірлік сараптама кеңесі (қысқаша ӨСК) құрылды.",
            "Өңірлік сараптама кеңесі",
            "ӨСК",
        ),
    ],
)
def test_abbreviations_with_their_names(
    language: Language, text: str, name: str | None, short: str | None
) -> None:
    found = terms(text, language)
    if name is not None:
        assert name in [one for mention in found for one in mention.names]
    if short is not None:
        assert short in [one for mention in found for one in mention.abbreviations]


@pytest.mark.parametrize(
    ("language", "text", "name", "meaning"),
    [
        ("ru", "Наставник — это сосед, который помогает семье.", "Наставник", "сосед"),
        ("ru", "Наставник — опытный сосед, помогающий семье.", "Наставник", "опытный сосед"),
        ("ru", "1.2. Под наставником понимается сосед, помогающий семье.", "наставником", "сосед"),
        ("en", "A mentor is a neighbour who helps a family.", "mentor", "a neighbour"),
        ("en", "Mentoring means regular help by a neighbour.", "Mentoring", "regular help"),
        ("uz", "Murabbiy — bu oilaga yordam beradigan qo‘shni.", "Murabbiy", "oilaga yordam"),
        ("uz", "Murabbiy — oilaga yordam beradigan qo‘shni.", "Murabbiy", "oilaga yordam"),
        ("uz", "Мураббий — бу оилага ёрдам берадиган қўшни.", "Мураббий", "оилага ёрдам"),
        ("uz", "Murabbiy deganda oilaga yordam beradigan qo‘shni tushuniladi.", "Murabbiy", "oilaga yordam"),
        ("kk", "Тәлімгер дегеніміз — отбасына көмектесетін көрші.", "Тәлімгер", "отбасына көмектесетін"),
        ("kk", "Тәлімгер деп отбасына көмектесетін көршіні айтамыз.", "Тәлімгер", "отбасына көмектесетін"),
    ],
)
def test_definitions(language: Language, text: str, name: str, meaning: str) -> None:
    found = [one for one in terms(text, language, "guide") if one.how == "definition"]
    assert [one.names for one in found] == [(name,)]
    assert found[0].definition.startswith(meaning)
    assert not found[0].unsure


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Айгуль Сапарова — врач, 18 лет работает в городской больнице."),
        ("ru", "Докладчик — юрист С. Абдуллаев."),
        ("ru", "По городам: Бухара — 4, Навои — 3."),
        ("ru", "Среди новых тем — ремонт водопровода силами жителей."),
        ("ru", "Итог — девять предложений участников встречи."),
        ("ru", "Это — большая победа всех жителей города."),
        ("ru", "Сессия (2 этаж) открылась в 10:00."),
        ("en", "It is a great day for the whole valley."),
        ("en", "Karshi is the most cautious town of them all."),
        ("uz", "Jami — 72 soat va 3 kun dars bo‘ladi."),
        ("kk", "Айгүл Сапарова — дәрігер, ауруханада 18 жыл жұмыс істеген."),
    ],
)
def test_what_defines_nothing(language: Language, text: str) -> None:
    assert terms(text, language) == []


def test_names_in_other_languages_belong_to_the_term_before_them() -> None:
    text = (
        "Совет сёл Степи (сокращённо ССС) является совещательным органом. Наименования на других языках: "
        "Dasht qishloqlari kengashi (DQK), Дала ауылдары кеңесі (ДАК), Steppe Villages Council (SVC)."
    )
    joined = [one for one in terms(text, "ru", "charter") if len(one.names) > 1]
    assert dict(zip(joined[0].languages, joined[0].names, strict=True)) == {
        "ru": "Совет сёл Степи",
        "uz": "Dasht qishloqlari kengashi",
        "kk": "Дала ауылдары кеңесі",
        "en": "Steppe Villages Council",
    }
    assert joined[0].abbreviations == ("ССС", "DQK", "ДАК", "SVC")


@pytest.mark.parametrize(
    ("text", "names", "shorts", "definition"),
    [
        (
            "Сокращение | Полное название | English\nССС | Совет сёл Степи | Steppe Villages Council\n"
            "ФРС | Фонд развития села | Rural Fund",
            ("Совет сёл Степи", "Steppe Villages Council"),
            ("ССС",),
            "",
        ),
        (
            "Термин | Определение\nсоучастие | труд, который вносит заявитель\nгрант | выплата на дело",
            ("соучастие",),
            (),
            "труд, который вносит заявитель",
        ),
    ],
)
def test_tables_of_terms(text: str, names: tuple[str, ...], shorts: tuple[str, ...], definition: str) -> None:
    rows = text.split("\n")
    builder = TextBuilder()
    for row in rows:
        builder.add("table-row", row)
    found = find_terms(builder.build(), Metadata("Памятка", "ru", "guide"))
    assert (found[0].names, found[0].abbreviations, found[0].definition) == (names, shorts, definition)
    assert found[0].quote == rows[1]


def test_lists_of_terms() -> None:
    text = (
        "Список сокращений\n\n- ССС / SVC — Совет сёл Степи; англ. Steppe Villages Council\n\n"
        "- ФРС — Фонд развития села, выдаёт малые гранты\n\n- соучастие: труд, который вносит заявитель"
    )
    found = terms(text, "ru", "guide", "Список сокращений")
    assert [(one.names, one.abbreviations, one.definition) for one in found if one.how == "listed"] == [
        (("Совет сёл Степи", "Steppe Villages Council"), ("ССС", "SVC"), ""),
        (("Фонд развития села",), ("ФРС",), "выдаёт малые гранты"),
        (("соучастие",), (), "труд, который вносит заявитель"),
    ]


def test_a_table_of_people_is_no_glossary() -> None:
    builder = TextBuilder()
    for row in ("Group | Head", "WG-1 | Anvar Yusupov", "WG-2 | Aigul Saparova", "WG-3 | Olim Karimov"):
        builder.add("table-row", row)
    assert find_terms(builder.build(), Metadata("FAQ", "en", "guide")) == ()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "Гости побывали в центре «Умид» утром.", "центре «Умид»"),
        (
            "ru",
            "Сеть женских артелей «Булак» объединяет семь мастерских долины.",
            "Сеть женских артелей «Булак»",
        ),
        ("uz", "Dars «Umid» markazida bo‘ldi.", "«Umid» markazida"),
        ("uz", "Дарс «Умид» марказида бўлди.", "«Умид» марказида"),
        ("kk", "Сабақ «Үміт» орталығында өтті.", "«Үміт» орталығында"),
        ("en", "Guests visited the Umid Centre for the Valley Council.", "Umid Centre"),
    ],
)
def test_institutions_with_a_name_of_their_own(language: Language, text: str, name: str) -> None:
    found = [one for one in terms(text, language) if one.how == "name"]
    assert name in [one for mention in found for one in mention.names]


def test_quotes_are_verbatim() -> None:
    text = extracted(
        "Заголовок\n\nПервое предложение. Региональный экспертный совет (РЭС) собрался. Третье.\n\n"
        "Наставник — это сосед семьи."
    )
    found = find_terms(text, Metadata("Заголовок", "ru", "guide"))
    assert [one.quote for one in found] == [
        "Региональный экспертный совет (РЭС) собрался.",
        "Наставник — это сосед семьи.",
    ]
    assert all(text.text[one.start : one.end] == one.quote for one in found)
