"""Near copies: found, ordered, and where they tell otherwise."""

import pytest
from store_fakes import assert_whole, ingest, open_archive, write_files

from index import near_copies
from index.alike import groups, share, shingles, sketch
from index.contradictions import find_differences
from ingest.document import ExtractedText, Metadata
from ingest.readers.txt import TxtReader

RU = """Совет сообществ Долины провёл форум женщин

{date} в Доме культуры Навдиза прошёл форум женщин. В нём приняли участие {count} человек из пяти городов.

Форум открыла председатель Совета {name}. Она рассказала о работе с семьями, вернувшимися в долину, и о \
школе матерей, которая работает второй год. Участницы обсудили план работы и приняли семь рекомендаций, \
среди которых обучение посредников и телефон доверия.

Следующая встреча состоится в Байсаре. Приём заявок на участие продлится до конца месяца."""
UZ = """Ayollar anjumani bo‘lib o‘tdi

{date} Navdiz madaniyat uyida ayollar anjumani bo‘lib o‘tdi. Unda beshta shahardan {count} nafar kishi \
ishtirok etdi. Anjumanni kengash raisi {name} ochdi. U vodiyga qaytgan oilalar bilan olib borilayotgan \
ishlar va ikkinchi yildan beri ishlayotgan onalar maktabi haqida gapirib berdi. Ishtirokchilar ish rejasini \
muhokama qilib, yettita tavsiya qabul qildilar."""
EN = """Women's forum held in Navdiz

On {date} the women's forum was held at the house of culture in Navdiz. It was attended by {count} people \
from five cities. The forum was opened by the chair of the council, {name}. She spoke of the work with \
families who have returned to the valley and of the school for mothers, now in its second year. \
The participants discussed the plan of work and adopted seven recommendations."""
KK = """Навдизде әйелдер форумы өтті

{date} Навдиз мәдениет үйінде әйелдер форумы өтті. Оған бес қаладан {count} адам қатысты. Форумды кеңес \
төрағасы {name} ашты. Ол алқапқа оралған отбасылармен жүргізіліп жатқан жұмыс туралы және екінші жыл жұмыс \
істеп келе жатқан аналар мектебі туралы айтты. Қатысушылар жұмыс жоспарын талқылап, жеті ұсыныс қабылдады."""
DATES = {
    RU: ("27 ноября 2024 года", "28 ноября 2024 года"),
    UZ: ("2024-yil 27-noyabr kuni", "2024-yil 28-noyabr kuni"),
    EN: ("27 November 2024", "28 November 2024"),
    KK: ("2024 жылғы 27 қараша күні", "2024 жылғы 28 қараша күні"),
}
LANGUAGES = {RU: "ru", UZ: "uz", EN: "en", KK: "kk"}


def filled(text, day=0, count="86", name="Дильноза Каримова"):
    return text.format(date=DATES[text][day], count=count, name=name)


def extracted(text):
    return TxtReader().extract(text.encode())


def differences(one, other, first="2024-11-29", second="2024-11-30", language="ru"):
    about = Metadata("Форум", language, date=first)
    found = find_differences(
        extracted(one), about, extracted(other), Metadata("Форум", language, date=second)
    )
    return [(difference.kind, difference.here, difference.there) for difference in found]


@pytest.mark.parametrize("text", LANGUAGES, ids=LANGUAGES.values())
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"count": "88"}, [("number", "86", "88")]),
        ({"name": "Азамат Юсупов"}, [("name", "Дильноза Каримова", "Азамат Юсупов")]),
        ({"day": 1}, "date"),
        ({"day": 1, "name": "Азамат Юсупов"}, []),
    ],
    ids=["nothing", "number", "name", "date", "another event"],
)
def test_what_differs_is_told(text, changes, expected):
    if expected == "date":
        expected = [("date", *DATES[text])]
    assert differences(filled(text), filled(text, **changes), language=LANGUAGES[text]) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "В отчёте за 2023 год учтено 214 человек, которым помогла программа.",
            "В отчёте за 2023 год учтено 198 человек, которым помогла программа (исправлено).",
            [("number", "214", "198")],
        ),
        (
            "Бюджет Совета составил 1 200 000 сомов в год.",
            "Бюджет Совета составил 1 200 000 сомов в год.",
            [],
        ),
        (
            "Бюджет Совета составил 1 200 000 сомов в год.",
            "Бюджет Совета составил 1 250 000 сомов в год.",
            [("number", "1 200 000", "1 250 000")],
        ),
        (
            "Вчера в Навдизе прошла встреча посредников.",
            "28 ноября в Навдизе прошла встреча посредников.",
            [],
        ),
        (
            "Встреча посредников в Навдизе прошла в сентябре.",
            "Встреча посредников в Навдизе прошла в октябре.",
            [("date", "сентябре", "октябре")],
        ),
        ("НАВДИЗ, 29 ноября 2024 года. Форум прошёл.", "НАВДИЗ, 30 ноября 2024 года. Форум прошёл.", []),
        (
            "Семинар вела Лола Айматова, заместитель председателя.",
            "Семинар вела Лолы Айматовой, заместитель председателя.",
            [],
        ),
        (
            "Совет выделил девять грантов на обучение посредников.",
            "Совет выделил десять грантов на обучение посредников.",
            [("number", "девять", "десять")],
        ),
        (
            "Совет выделил девять грантов на обучение посредников.",
            "Совет выделил 9 грантов на обучение посредников.",
            [],
        ),
        (
            "Совет выделил 9 грантов на обучение посредников.",
            "Совет выделил десять грантов на обучение посредников.",
            [("number", "9", "десять")],
        ),
        ("Приняли участие 40 человек из пяти городов.", "Участников наградили в зале Дома ремёсел.", []),
        (
            "Кенгаш 9 та грант ажратди ва режани тасдиқлади.",
            "Кенгаш 10 та грант ажратди ва режани тасдиқлади.",
            [("number", "9", "10")],
        ),
    ],
)
def test_sentences_that_are_equal_but_for_one_thing(one, other, expected):
    assert differences(one, other) == expected


def test_the_next_event_of_its_kind_contradicts_nothing():
    """A week later, told by the same words, each the day after."""
    one = "В Навдизе 5 мая 2024 года прошёл тренинг. Участвовали 20 человек из соседских общин."
    other = "В Навдизе 12 мая 2024 года прошёл тренинг. Участвовали 25 человек из соседских общин."
    assert differences(one, other, "2024-05-06", "2024-05-13") == []
    assert differences(one, other, "2024-05-13", "2024-05-14") == [
        ("date", "5 мая 2024 года", "12 мая 2024 года"),
        ("number", "20", "25"),
    ]


def test_quotes_stand_where_they_are_said_to():
    one, other = extracted(filled(RU)), extracted("(Перепечатано.)\n\n" + filled(RU, count="88"))
    about = Metadata("Форум", "ru", date="2024-11-29")
    (found,) = find_differences(one, about, other, about)
    assert "86 человек" in one.text[slice(*found.quote)]
    assert "88 человек" in other.text[slice(*found.other_quote)]


@pytest.mark.parametrize("text", LANGUAGES, ids=LANGUAGES.values())
def test_near_copies_are_alike_and_others_are_not(text):
    one = shingles(filled(text))
    assert share(one, shingles(filled(text, 1, "90"))) > 0.7
    assert share(one, shingles("(Перепечатано.) " + filled(text).partition(".")[0])) < 1
    others = [shingles(filled(other)) for other in LANGUAGES if other is not text]
    assert all(share(one, other) < 0.05 for other in others)


def test_texts_too_short_or_far_longer_are_no_copies():
    short = shingles("Совет утвердил план.")
    assert sketch(short) is None
    assert share(short, short) == 0
    assert share(shingles(filled(RU)), shingles(" ".join([filled(RU), *map(str, range(400))]))) == 0


def test_groups_are_tied_through_others():
    assert sorted(map(sorted, groups([(1, 2), (5, 6), (2, 3)]))) == [[1, 2, 3], [5, 6]]
    assert groups([]) == []


FILES = {
    "release.txt": f"date: 2024-11-29\nkind: press-release\n\n{filled(RU)}",
    "reprint.txt": f"date: 2024-12-02\nkind: reprint\n\n(Перепечатано.) {filled(RU)}",
    "correction.txt": f"date: 2024-11-30\nkind: correction\n\n{filled(RU, count='88')}",
    "last-year.txt": f"date: 2023-11-29\nkind: press-release\n\n{filled(RU, count='50')}",
    "anjuman.txt": f"date: 2024-11-29\nlanguage: uz\n\n{filled(UZ)}",
}
GROUP = ("correction.txt", "release.txt", "reprint.txt")


@pytest.fixture
def archive(tmp_path):
    with open_archive(tmp_path / "store") as archive:
        yield archive


@pytest.mark.parametrize("order", [list(FILES), list(reversed(FILES))])
def test_groups_do_not_depend_on_what_came_first(archive, tmp_path, order):
    for name in order:
        write_files(tmp_path / "files", {name: FILES[name]})
        ingest(archive, tmp_path / "files")
    found = archive.near_copies()
    assert found["release.txt"] == found["reprint.txt"] == GROUP
    assert "anjuman.txt" not in found
    told = archive.contradictions("correction.txt")
    assert {(one.other, one.here, one.there) for one in told} >= {("release.txt", "88", "86")}
    for one in told:
        assert archive.text("correction.txt").text[one.start : one.end] == one.quote
        assert archive.text(one.other).text[one.other_start : one.other_end] == one.other_quote
    assert archive.contradictions("anjuman.txt") == []


def test_what_changes_is_compared_again(archive, tmp_path):
    files = write_files(tmp_path / "files", {name: FILES[name] for name in ("release.txt", "correction.txt")})
    ingest(archive, files)
    assert archive.near_copies()["release.txt"] == ("correction.txt", "release.txt")
    write_files(files, {"release.txt": FILES["release.txt"].replace("86", "88")})
    ingest(archive, files)
    assert "release.txt" in archive.near_copies()
    assert archive.contradictions("release.txt") == []
    archive.edit("release.txt", kind="correction", date="2024-12-01")
    assert archive.near_copies()["release.txt"] == ("release.txt", "correction.txt")
    write_files(files, {"release.txt": "Совсем другой текст о другом."})
    ingest(archive, files)
    assert archive.near_copies() == {}
    archive.remove("correction.txt")
    assert archive.near_copies() == {}
    assert archive.restore_document("correction.txt").name == "correction.txt"
    assert_whole(archive)


def test_an_interrupted_comparison_is_made_up_for(archive, tmp_path):
    files = write_files(tmp_path / "files", FILES)

    def stop(name):
        if name == "compare":
            raise KeyboardInterrupt

    with open_archive(tmp_path / "other", stop) as stopped:
        with pytest.raises(KeyboardInterrupt):
            ingest(stopped, files)
        assert len(stopped.documents()) == 5
        assert stopped.near_copies() == {}
    with open_archive(tmp_path / "other") as again:
        ingest(again, files)
        assert again.near_copies()["release.txt"] == GROUP


def test_long_texts_are_sketched_in_bounded_memory():
    text = " ".join(f"слово{number}" for number in range(20_000))
    made = sketch(shingles(text))
    assert made is not None
    assert len(made) == 63


def test_a_document_without_blocks_differs_in_nothing():
    empty = ExtractedText("", ())
    about = Metadata("", "und")
    assert find_differences(empty, about, empty, about) == []


def test_a_store_of_an_older_version_is_compared_when_reindexed(archive, tmp_path):
    ingest(archive, write_files(tmp_path / "files", FILES))
    with archive.catalog.note() as note:
        for document in range(1, len(FILES) + 1):
            near_copies.forget(note._connection, document)
    assert archive.near_copies() == {}
    archive.reindex()
    assert archive.near_copies()["release.txt"] == GROUP
