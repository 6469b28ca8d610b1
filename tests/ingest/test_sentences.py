import pytest

from ingest.document import Block
from ingest.sentences import MAX_SENTENCE, block_spans, sentence_spans

# Sentences are divided by " ¦ ".
CASES = [
    "Сессия прошла в Байсаре. ¦ Приняли участие 86 человек.",
    "М. Орзуева открыла заседание. ¦ Слово взял А. Б. Каримов.",
    "Центр открыт в г. Тельмезаре на ул. Тутовой, д. 14. ¦ Он работает до 19:00.",
    "Секретариат работает с 1 сентября 2021 г. ¦ Приём ведётся по вторникам.",
    "В 2024 г. в долине действовали 130 медиаторов. ¦ Годом ранее их было 95.",
    "Бюджет составил 7,4 млн сарынов, т. е. на 5.5 процента больше. ¦ Остаток перенесён.",
    "Решение № 3/2021 принято по п. 2 ст. 5. ¦ Оно вступает в силу 1.03.2022.",
    "«Мы не создаём ведомство. ¦ Мы садимся за один стол», — сказала она. ¦ Зал аплодировал.",
    "«Приходите!» — позвала хозяйка. ¦ Кто придёт? ¦ Все!.. ¦ Так и вышло…",
    "Участвовали представители ООН, ОБСЕ и др. организаций. ¦ Итоги подведены.",
    "Приглашены врачи, учителя и т.д. ¦ Начало в 10.00.",
    "На сайте ssd.example.org размещён отчёт. ¦ Его объём — 12 стр.",
    "The Council met on Tuesday. ¦ Dr. A. B. Smith and Mrs. Jones attended.",
    "Decision No. 7 was adopted, e.g. in St. Petersburg. ¦ It runs until Sept. 2025.",
    "The U.S. Embassy and the U.N. office took part. ¦ They pledged $1.5 million.",
    "“We came because it works,” said Helena Brostad. ¦ “It was already here.”",
    "Yig‘ilish 2024-yil 27-noyabr kuni soat 10.00 da boshlandi. ¦ Unda 86 kishi qatnashdi.",
    "Sh. Temirova so‘zga chiqdi. ¦ G‘. Karimov va Sh. Yo‘ldoshev ham gapirdi.",
    "Kengash raisi shunday dedi: «Ona bilgan narsa — butun mahalla bilgan narsadir». ¦ Hamma rozi bo‘ldi.",
    "Йиғилиш 2024 йил 27 ноябрда бўлди. ¦ Ш. Темирова сўзга чиқди. ¦ Қарор қабул қилинди.",
    "Кеңес отырысы 2024 ж. 5 мамырда өтті. ¦ Оған Ә. Қасымов қатысты.",
    "«Бұл жақсы бастама», — деді ол. ¦ Жиынға ғалымдар, мұғалімдер т.б. қатысты.",
]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_a_reader_ends_them(case: str) -> None:
    expected = case.split(" ¦ ")
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


def test_a_blank_line_ends_a_sentence() -> None:
    text = "Повестка дня\n\nО бюджете\n\nСессия открылась.  Кворум есть."
    assert [text[a:b] for a, b in sentence_spans(text)] == [
        "Повестка дня",
        "О бюджете",
        "Сессия открылась.",
        "Кворум есть.",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\n\n"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == []


def test_blocks_keep_headings_rows_and_items_apart() -> None:
    lines = [
        ("heading", "ПРОТОКОЛ № 4. Очередная сессия", "ПРОТОКОЛ № 4. Очередная сессия"),
        ("paragraph", "Решили: утвердить.", "Решили: утвердить."),
        ("list-item", "— РГ-1 по реинтеграции;", "РГ-1 по реинтеграции;"),
        ("list-item", "2. О председателе. Разное.", "2. О председателе.|Разное."),
        ("table-row", "Р. Коргулов | г. Навдиз. | 5", "Р. Коргулов | г. Навдиз. | 5"),
    ]
    text, blocks = "", []
    for kind, line, _ in lines:
        start = len(text)
        text += line + "\n"
        blocks.append(Block(kind, start, start + len(line), 1 if kind == "heading" else 0))  # type: ignore[arg-type]
    expected = [
        sentence for _, _, sentences in lines for sentence in sentences.split("|") if " | " not in sentences
    ]
    expected.append(lines[-1][1])
    assert [text[a:b] for a, b in block_spans(text, blocks)] == expected


def test_a_run_without_an_end_is_cut_at_lesser_stops() -> None:
    text = "выделить средства на ремонт школы, библиотеки и дороги; " * 120
    spans = sentence_spans(text)
    assert len(spans) > 3
    assert all(end - start <= MAX_SENTENCE for start, end in spans)
    assert " ".join(text[a:b] for a, b in spans) == text.strip()
