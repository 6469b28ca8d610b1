"""The table of documents, without a browser."""

from dataclasses import replace

import pytest

from tests.ui.web.fakes import document
from ui.texts import INTERFACE_LANGUAGES, Texts
from ui.web.documents import documents_html
from ui.web.markup import escape


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_why_the_file_of_a_kept_document_cannot_be_read(language: str) -> None:
    texts = Texts.load(language)
    held = document("ustav.pdf", "Устав <Совета>", "2021", "ru", "charter", reason="encrypted")
    html = documents_html([held], "", texts)
    told = texts("documents.unread", reason=texts("error.encrypted"))
    assert f'<span class="k-why">{escape(told)}</span>' in html
    assert 'data-do="document"' in html  # what it held can still be opened
    assert "k-why" not in documents_html([replace(held, reason=None)], "", texts)


def test_why_a_file_was_refused() -> None:
    texts = Texts.load("ru")
    scan = document("scan.pdf", "", None, "und", "other", status="no-text-layer", reason="no-text-layer")
    html = documents_html([scan], "", texts)
    assert f'<span class="k-why">{escape(texts("error.no-text-layer"))}</span>' in html
    assert 'data-do="document"' not in html
