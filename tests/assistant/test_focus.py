"""What is asked for by a noun, and answers of the kind: amounts, cells, places, people over the years."""

import pytest

from assistant.evidence import asked, weigh
from assistant.extraction.amounts import units
from assistant.extraction.candidate import Candidate, of_its_time
from assistant.extraction.codes import code_asked
from assistant.extraction.dates import ONCE_SET, dates_of
from assistant.extraction.nominative import nominative, person_nominative
from assistant.extraction.numbers import find_numbers
from assistant.extraction.places import buildings
from assistant.extraction.polarity import agrees, but_clause
from assistant.extraction.tables import asks_extreme
from assistant.parts import parts_of
from assistant.question import understand
from assistant.short import Reading, short_answer
from ingest.dates import PartialDate
from ingest.document import ExtractedText, Language, Metadata
from tests.assistant.fakes import PlainWords, hits_of, paragraphs, rows

TODAY = PartialDate.parse("2026-06-01")

WANTED = [
    ("бюджет фонда 2024", "number"),
    ("дата открытия мастерской", "date"),
    ("крайний срок подачи анкет", "date"),
    ("проходной балл олимпиады", "number"),
    ("День подписания договора, точная дата", "date"),
    ("адрес филиала", "place"),
    ("участники круглого стола 2023", "list"),
    ("Библиотека выдаёт книги на дом?", "yes-no"),
    ("Сторожа наказали?", "yes-no"),
    ("Какой штраф назначили подрядчику?", "number"),
    ("до скольки подняли плату", "number"),
    ("ВТК это что", "definition"),
    ("в чьём доме открыли музей", "place"),
    ("какая страна приняла форум", "place"),
    ("по сколько мест дали каждому району", "list"),
    ("What is the quorum of the board?", "number"),
    ("deadline for applications", "date"),
    ("winners of the essay contest", "list"),
    ("green line on the gauge, metres", "number"),
    ("which state hosted the forum", "place"),
    ("byudjet 2025", "number"),
    ("badal miqdori", "number"),
    ("qaysi davlat mezbon edi", "place"),
    ("жарна мөлшері", "number"),
    ("форумга канша адам келди", "number"),
    ("жиналыс кашан болды", "date"),
]


@pytest.mark.parametrize(("text", "wanted"), WANTED)
def test_the_noun_tells_the_kind_of_answer(text: str, wanted: str) -> None:
    assert understand(text, TODAY).wanted == wanted


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("бюджет на 2024", [2024]),
        ("а на 2023 какой был?", [2023]),
        ("grants to the north, 2022", [2022]),
        ("Kengash 2021 va 2022", [2021, 2022]),
        ("решение 14/2023", []),
        ("приказ № 2024", []),
    ],
)
def test_a_year_that_stands_alone_is_a_date(text: str, years: list[int]) -> None:
    assert [mention.first.year for mention in understand(text, TODAY).dates] == years


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Двадцать одна семья переехала.", "ru", [(21, "Двадцать одна семья")]),
        ("В зале сто двадцать пять мест.", "ru", [(125, "сто двадцать пять мест")]),
        ("4.2. Кворум составляют семь членов.", "ru", [(7, "семь членов")]),
        ("Мост высотой 18 метров построен давно.", "ru", [(18, "18 метров")]),
        ("Sixty-four pupils took part.", "en", [(64, "Sixty-four pupils took")]),
        ("two hundred and ten trees", "en", [(210, "two hundred and ten trees")]),
        ("O‘n oltita o‘quvchi keldi.", "uz", [(16, "O‘n oltita o‘quvchi")]),
        ("Форумга он алты елден қонақ келді.", "kk", [(16, "он алты елден қонақ")]),
    ],
)
def test_numbers_in_several_words(text: str, language: str, found: list[tuple[float, str]]) -> None:
    numbers = find_numbers(text, language)
    assert [(number.value, text[number.start : number.end]) for number in numbers] == found


def test_every_kind_of_amount_has_a_name() -> None:
    assert len({unit.name for unit in units()}) == len(units())


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("зале Дома учителя", "зал Дома учителя"),
        ("здании бывшей типографии", "бывшая типография"),
        ("старом каменном амбаре", "старый каменный амбар"),
        ("доме купца Яушева", "дом купца Яушева"),
        ("Летний театр", "Летний театр"),
    ],
)
def test_only_the_head_of_a_place_changes(text: str, plain: str) -> None:
    assert nominative(text) == plain


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Лолу Каримову", "Лола Каримова"),
        ("Тимура Сабирова", "Тимур Сабиров"),
        ("Ириной Заречной", "Ирина Заречная"),
        ("Рустам Юсупов", "Рустам Юсупов"),
        ("С. Малахову", "С. Малахову"),
    ],
)
def test_people_in_the_nominative(name: str, plain: str) -> None:
    assert person_nominative(name) == plain


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Выставка идёт в здании бывшей бани.", "ru", ["здании бывшей бани"]),
        ("Встречу перенесли из Дома учителя в Летний театр.", "ru", ["Дома учителя", "Летний театр"]),
        ("It met in the old city library on Monday.", "en", ["the old city library"]),
        ("12-may kuni Navro‘z saroyida yig‘ilish o‘tdi.", "uz", ["Navro‘z saroyida"]),
        ("Жиын облыстық кітапханада өтті.", "kk", ["Жиын облыстық кітапханада"]),
    ],
)
def test_buildings(text: str, language: Language, found: list[str]) -> None:
    assert [text[start:end] for start, end in buildings(text, language)] == found


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("Открытие перенесли с 8 на 15 октября", "ru", "2024-10-15"),
        ("Работы шли с 8 по 15 октября", "ru", "2024-10-08/2024-10-15"),
    ],
)
def test_a_day_moved_is_no_span(text: str, language: Language, iso: str) -> None:
    assert [m.iso() for m in dates_of(text, language, PartialDate.parse("2024-10-20"))] == [iso]


@pytest.mark.parametrize(
    ("before", "given_up"),
    [
        ("Форум, объявленный на ", True),
        ("Встреча, назначенная ранее на ", True),
        ("Заседание назначено на ", False),
        ("The fair, originally planned for ", True),
        ("The fair is planned for ", False),
    ],
)
def test_a_day_once_set(before: str, given_up: bool) -> None:
    assert bool(ONCE_SET.search(before)) == given_up


@pytest.mark.parametrize(
    ("question", "language", "sentence", "told", "yes"),
    [
        ("Помогли ли вдовам?", "ru", "Обратились трое, но никто не получил помощи.", "ru", False),
        ("Жоба іске асты ма?", "kk", "Құжат бекітілді, бірақ ол іске аспады.", "kk", False),
        ("Ko‘prik qurildimi?", "uz", "Mablag‘ ajratildi, lekin ko‘prik qurilmadi.", "uz", False),
        ("Was the bridge built?", "en", "Money was found, and the bridge was built.", "en", True),
    ],
)
def test_how_it_came_out_in_the_end(
    question: str, language: str, sentence: str, told: str, yes: bool
) -> None:
    assert agrees(question, language, but_clause(sentence) or sentence, told) == yes


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("у какого кружка больше всего учеников", True),
        ("самый дорогой проект года", True),
        ("which town has the fewest pupils", False),
        ("eng katta grant kimga berildi", True),
        ("ең көп қатысушы қай жылы болды", True),
        ("сколько учеников в кружке", None),
    ],
)
def test_the_most_or_the_least(question: str, most: bool | None) -> None:
    assert asks_extreme(question) is most


@pytest.mark.parametrize(
    ("text", "labels", "wanted"),
    [
        ("Каким был взнос по старому уставу и каким стал?", ["сначала", "сейчас"], "number"),
        ("what was the fee and what is it now?", ["at first", "now"], "number"),
        ("какие были сметы в 2021 и 2022 годах", ["2021", "2022"], "number"),
    ],
)
def test_then_and_now(text: str, labels: list[str], wanted: str) -> None:
    parts = parts_of(understand(text, TODAY), TODAY)
    assert [part.label for part in parts] == labels
    assert {part.question.wanted for part in parts} == {wanted}


def reading(extracted: ExtractedText, question: str, language: Language, date: str | None) -> Reading:
    """All sentences of a document, weighed for a question."""
    words = PlainWords()
    understood = understand(question, TODAY)
    weighed = asked(understood, words)
    metadata = Metadata(title=extracted.text.splitlines()[0], language=language, date=date)
    sentences = weigh(hits_of("doc.txt", extracted, metadata), weighed, words)
    return Reading(understood, sentences, weighed, lambda name: extracted, words)


TABLE = """Кружки дома творчества
Кружок | Учеников 2023 | Учеников 2024 | Ведёт
Чеканка | 24 | 31 | А. Сабиров
Вышивка | 40 | 38 | Л. Каримова
Гончары | 12 | 19 | Т. Юсупов
"""

CELLS = [
    ("сколько учеников в кружке вышивка в 2024", "38"),
    ("Вышивка учеников 2023", "40"),
    ("в каком кружке больше всего учеников в 2024 году", "Вышивка — 38"),
    ("где учеников меньше всего в 2023", "Гончары — 12"),
]


@pytest.mark.parametrize(("question", "short"), CELLS)
def test_cells_by_row_and_header(question: str, short: str) -> None:
    found = short_answer(reading(rows(TABLE), question, "ru", "2025-01-20"))
    assert found is not None
    assert found.text == short


SENTENCES: list[tuple[str, Language, str, str]] = [
    ("Оклад сторожа подняли с 1 800 до 2 400 талеров.", "ru", "какой теперь оклад сторожа", "2 400 талеров"),
    ("Оклад сторожа подняли с 1 800 до 2 400 талеров.", "ru", "какой был прежний оклад сторожа", "1 800"),
    (
        "Мастерскую чинили 8 месяцев, ремонт мастерской обошёлся в 480 тысяч талеров.",
        "ru",
        "во сколько обошёлся ремонт мастерской?",
        "480 тысяч талеров",
    ),
    ("Правильное число гостей ярмарки 198, а не 214.", "ru", "сколько гостей ярмарки", "198, а не 214"),
    ("Хранитель — правительство Приречья.", "ru", "кто хранитель", "правительство Приречья"),
    (
        "Кузатувчилар ҳақи 900 талердан 1 200 талерга оширилди.",
        "uz",
        "Кузатувчилар ҳақи қанча?",
        "1 200 талерга",
    ),
    ("The bids were close, and Saulet won the tender.", "en", "who won the tender", "Saulet"),
]


@pytest.mark.parametrize(("text", "language", "question", "short"), SENTENCES)
def test_the_span_that_is_meant(text: str, language: Language, question: str, short: str) -> None:
    found = short_answer(reading(paragraphs(f"О делах\n{text}\n"), question, language, "2024-05-05"))
    assert found is not None
    assert short in found.text


CODES: list[tuple[str, Language, str, str]] = [
    ("Телефон доверия 2255 работает с 9 до 21 часа.", "ru", "по какому номеру телефон доверия", "2255"),
    (
        "Телефон доверия 2255 работает с 9 до 21 часа.",
        "ru",
        "часы работы телефона доверия?",
        "с 9 до 21 часа",
    ),
    ("Звоните в приёмную: +998 71 233-45-67.", "ru", "телефон приёмной", "+998 71 233-45-67"),
    ("Смету утвердили решением № 7/2022.", "ru", "номер решения о смете", "№ 7/2022"),
    ("The reading room opens at 9:30 every day.", "en", "what time does the reading room open", "9:30"),
    ("Котибият соат 9 дан 18 гача ишлайди.", "uz", "Котибиятнинг иш вақти қандай?", "9 дан 18 гача"),
]


@pytest.mark.parametrize(("text", "language", "question", "short"), CODES)
def test_numbers_that_name(text: str, language: Language, question: str, short: str) -> None:
    found = short_answer(reading(paragraphs(f"О службе\n{text}\n"), question, language, "2024-05-05"))
    assert found is not None
    assert short in found.text


@pytest.mark.parametrize(
    "question",
    [
        "сколько звонков принял телефон доверия",
        "how many calls did the hotline take",
        "сколько решений принято",
    ],
)
def test_how_many_asks_for_no_code(question: str) -> None:
    assert code_asked(question) is None


ARTICLES = [
    (
        "ru",
        "сколько статей в положении",
        "Положение\n" + "".join(f"Статья {n}. О делах\nСказано.\n" for n in range(1, 10)),
        "9",
    ),
    (
        "uz",
        "nizomda nechta modda bor",
        "Nizom\n" + "".join(f"{n}-modda. Umumiy\nAytilgan.\n" for n in range(1, 8)),
        "7",
    ),
    (
        "en",
        "how many sections does the charter have",
        "Charter\n" + "".join(f"Section {n}\nSaid.\n" for n in range(1, 6)),
        "5",
    ),
]


@pytest.mark.parametrize(("language", "question", "text", "short"), ARTICLES)
def test_parts_that_are_numbered_are_counted(
    language: Language, question: str, text: str, short: str
) -> None:
    found = short_answer(reading(paragraphs(text), question, language, "2020-01-01"))
    assert found is not None
    assert found.text == short


def test_now_means_the_later_document() -> None:
    old = reading(paragraphs("О сборе\nСбор равен 10 талерам.\n"), "сбор", "ru", "2020-01-01").sentences[-1]
    new = reading(paragraphs("О сборе\nСбор равен 12 талерам.\n"), "сбор", "ru", "2024-01-01").sentences[-1]
    both = [Candidate(old, 11, 13, "number", "10", 1.0), Candidate(new, 11, 13, "number", "12", 1.0)]

    def first(question: str) -> str:
        return max(of_its_time(both, question), key=lambda one: one.score).value

    assert [first(q) for q in ("какой сбор сейчас", "какой сбор был сначала")] == ["12", "10"]
    assert [first(q) for q in ("what is the current fee", "what was the original fee")] == ["12", "10"]
