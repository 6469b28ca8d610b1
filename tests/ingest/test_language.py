import pytest

from ingest.language import detect_language

CASES = [
    ("ru", "В Ташкенте обсудили участие местных сообществ в профилактике радикализации."),
    ("ru", "Кто руководит рабочей группой?"),
    ("ru", "Когда заработал хаб?"),
    ("ru", "ПРОТОКОЛ № 4"),
    ("ru", "Құмшарық и Байсара подписали соглашение о сотрудничестве в области образования и культуры."),
    ("en", "The Council approved the budget for the next year."),
    ("en", "Who chairs the working group?"),
    ("en", "Annual report 2024"),
    ("uz", "Kengash yangi yil uchun byudjetni tasdiqladi va ishchi guruh tuzdi."),
    ("uz", "Ishchi guruhni kim boshqaradi?"),
    ("uz", "Yig'ilish qachon bo'lib o'tdi?"),
    ("uz", "Кенгаш янги йил учун бюджетни тасдиқлади ва ишчи гуруҳ тузди."),
    ("uz", "Маҳалла раиси ким?"),
    ("uz", "Биринчи оилалар водийга қайтди, улар учун уйлар тайёрланди."),
    ("kk", "Кеңес келесі жылдың бюджетін бекітті және жұмыс тобын құрды."),
    ("kk", "Жұмыс тобын кім басқарады?"),
    ("kk", "Құмшарықта мамандардың жазғы мектебі аяқталды"),
    ("ky", "Кеңеш кийинки жылдын бюджетин бекитти жана жумушчу топ түздү."),
    ("tg", "Шӯро буҷети соли ояндаро тасдиқ кард ва гурӯҳи корӣ таъсис дод."),
    ("und", "Рада громад учора провела засідання і ухвалила рішення щодо підтримки молоді та жінок."),
    ("und", "12.03.2024 — 45 %"),
    ("und", ""),
    ("und", "中文文本"),
]


@pytest.mark.parametrize(("language", "text"), CASES)
def test_language_of_a_line(language: str, text: str) -> None:
    assert detect_language(text) == language


def test_long_latin_text_of_another_language_is_none_of_ours() -> None:
    german = (
        "Der Rat der Gemeinden hat gestern in der Stadt getagt und einen Beschluss gefasst, der "
        "die Zusammenarbeit "
        "stärken soll. Die Mitglieder waren sich einig, dass die Jugend mehr Unterstützung "
        "braucht, und sie haben "
        "einen Plan für das nächste Jahr an die Verwaltung gegeben, die ihn nun prüft."
    )
    assert detect_language(german) == "und"


def test_most_of_the_text_decides() -> None:
    uzbek = "Кенгаш янги йил учун бюджетни тасдиқлади ва ишчи гуруҳ тузди. "
    assert detect_language(uzbek * 5 + "The Council approved it.") == "uz"
