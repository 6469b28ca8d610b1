import pytest

from ingest.errors import Refusal
from ingest.readers.encoding import decode

RU = "Сессия Совета прошла в четверг."
RU_CAPS = "ПРОТОКОЛ № 4"
RU_LONG = "«Мы садимся за один стол», — сказала председатель.\n\nПриняли участие 86 человек."
UZ = "Йиғилиш эртага бўлади, маҳалла раиси ҳам қатнашади."
KK = "Кеңес отырысы бейсенбіде өтті, қатысушылар көп болды."
UZ_LATIN = "Yig‘ilish ertaga bo‘ladi."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "utf-8") for text in (RU, RU_CAPS, UZ, KK, UZ_LATIN, "Да")),
        *((text, "utf-8-sig") for text in (RU, UZ, KK, UZ_LATIN)),
        *((text, "utf-16") for text in (RU, UZ, KK, UZ_LATIN)),
        *((text, "utf-16-le") for text in (RU, RU_LONG, UZ, KK, UZ_LATIN)),
        *((text, "utf-16-be") for text in (RU, RU_LONG, UZ, KK, UZ_LATIN)),
        *((text, "cp1251") for text in (RU, RU_CAPS, RU_LONG, "Совет", UZ_LATIN)),
        *((text, "koi8-r") for text in (RU, "Совет", "Приняли участие 86 человек.")),
        (RU, "cp866"),
        (KK, "kz1048"),
        (UZ, "ptcp154"),
        (KK, "ptcp154"),
    ],
)
def test_each_alphabet_in_the_encodings_it_is_met_in(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 20, id="all bytes"),
        pytest.param(b"\xa5" * 6000, id="one byte"),
        pytest.param(b"\x00\x01\x02\x03" * 500, id="zeros"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(0, 250, 7)) * 40, id="picture"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        decode(data)
    assert refusal.value.reason == "not-what-it-says"


def test_a_file_cut_inside_a_letter_is_still_utf8() -> None:
    assert decode(RU.encode()[:-2] + "я".encode()[:1]).startswith("Сессия Совета прошла")


def test_line_ends_become_one_kind() -> None:
    assert decode("Один\r\nДва\rТри\n".encode()) == "Один\nДва\nТри\n"
