"""Claims about the sample archive: the table in claims.jsonl, and true claims in every spelling."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from eval.questions import load_claims
from eval.scoring import names_difference

CLAIMS = load_claims(Path(__file__).parent / "claims.jsonl")


def test_the_table_of_claims(sample: Assistant) -> None:
    right, named, blamed = 0, 0, []
    for claim in CLAIMS:
        verdict = sample.check(claim.text)
        right += verdict.verdict == claim.verdict
        named += names_difference(claim, [one.claimed for one in verdict.differences])
        if claim.verdict == "supported" and verdict.verdict == "refuted":
            blamed.append(claim.text)
        assert all(one.claimed in claim.text for one in verdict.differences), claim.id
        assert bool(verdict.differences) == (verdict.verdict == "refuted"), claim.id
        assert bool(verdict.citations) == (verdict.verdict != "not_enough_info"), claim.id
        for citation in verdict.citations:
            text = sample.archive.text(citation.document).text
            assert text[citation.start : citation.end] == citation.quote, claim.id
    assert right >= 0.74 * len(CLAIMS)
    assert named >= 0.58 * sum(claim.verdict == "refuted" for claim in CLAIMS)
    assert len(blamed) <= 0.03 * len(CLAIMS), blamed


@pytest.mark.parametrize(
    "claim",
    [
        # Spelling and alphabet
        "Зулфия Маратшина возглавила Секретариат 1 июля 2024 года.",
        "Zulfia Maratshina became the executive secretary on 1 July 2024.",
        "Зулфия Маратшина 2024 йил 1 июлдан Котибиятни бошқаради.",
        "Zulfiya Maratshina 2024-yil 1-iyuldan Kotibiyatni boshqaradi.",
        "Зүлфия Маратшина 2024 жылғы 1 шілдеден Хатшылықты басқарады.",
        "Сойтерак расположен в верховьях Арваны.",
        "Soyterak is located in the upper reaches of the Arvana.",
        # Abbreviations and names in other languages
        "МИСМ представил методику «трёх порогов».",
        "IINM experts visited eleven mahallas in November 2024.",
        "Experts of the International Institute for Neighbourhood Mediation visited eleven mahallas.",
        "ССД учреждён в Тельмезаре 18 мая 2021 года.",
        "Совет сообществ Долины учреждён в Тельмезаре 18 мая 2021 года.",
        "VCC and NFCR signed a memorandum for three years.",
        "АҚК бюджеті 2025 жылы 11,5 миллион сарын.",
        # Rounding and precision
        "В конференции в Байсаре участвовало около 90 человек.",
        "В конференции в Байсаре участвовало более 80 человек.",
        "Конференция в Байсаре прошла в июне 2022 года.",
        "Конференция в Байсаре прошла в 2022 году.",
        "The first contest supported 17 projects for about 1.4 million saryns.",
        "Ярмарку «Первый шаг» посетили почти 1 900 человек.",
        "Baysaradagi konferensiyada 80 dan ortiq kishi qatnashdi.",
        "Жазғы мектепке 50-ге жуық маман қатысты.",
        # A figure as it was corrected, and a day as it was moved
        "Сопровождение в 2023 году получали 198 человек.",
        "Ярмарка «Первый шаг» состоялась 21 сентября 2023 года.",
        "Первоначально ярмарку «Первый шаг» намечали на 14 сентября 2023 года.",
    ],
)
def test_a_true_claim_is_refuted_in_no_spelling(sample: Assistant, claim: str) -> None:
    verdict = sample.check(claim)
    assert verdict.verdict != "refuted", verdict.differences


@pytest.mark.parametrize(
    ("claim", "claimed"),
    [
        ("Сопровождение по программе «Дорога домой» в 2023 году получали 214 человек.", "214 человек"),
        ("Сойтерак получил статус наблюдателя в апреле 2024 года.", "апреле 2024 года"),
        ("Baysaradagi konferensiya 2022-yil 9–10-iyul kunlari bo‘lib o‘tdi.", "9–10-iyul"),
        ("The first 58 families reached Baysara in March 2022.", "58 families"),
    ],
)
def test_what_differs_is_named(sample: Assistant, claim: str, claimed: str) -> None:
    verdict = sample.check(claim)
    assert verdict.verdict == "refuted"
    assert any(claimed in one.claimed or one.claimed in claimed for one in verdict.differences)
