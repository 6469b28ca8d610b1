"""The head of the page: name, sections, languages, and the banner over a made-up archive."""

from ui.texts import INTERFACE_LANGUAGES, Texts
from ui.web.markup import escape

SECTIONS = ("ask", "documents")
SHORT_NAMES = {"ru": "рус", "en": "eng", "uz": "oʻzb", "kk": "қаз"}
FULL_NAMES = {"ru": "Русский", "en": "English", "uz": "Oʻzbekcha", "kk": "Қазақша"}


def header_html(texts: Texts) -> str:
    """The header; it also carries the page's language and title for the script."""
    sections = "".join(
        f'<button type="button" data-tab-button="{one}">{escape(texts(f"tab.{one}"))}</button>'
        for one in SECTIONS
    )
    languages = "".join(
        f'<button type="button" data-language="{one}" lang="{one}" aria-label="{FULL_NAMES[one]}" '
        f'aria-pressed="{"true" if one == texts.language else "false"}">{SHORT_NAMES[one]}</button>'
        for one in INTERFACE_LANGUAGES
    )
    return (
        f'<div class="k-header" data-page-language="{texts.language}" '
        f'data-page-title="{escape(texts("page.title"))}">'
        f'<a class="k-hidden k-skip" href="#k-question">{escape(texts("page.skip"))}</a>'
        f'<h1 class="k-name">Kengash</h1>'
        f'<nav aria-label="{escape(texts("page.sections"))}">{sections}</nav>'
        f'<div class="k-languages" role="group" aria-label="{escape(texts("page.language"))}">'
        f"{languages}</div></div>"
    )


def banner_html(demo: bool, texts: Texts) -> str:
    """Says that the sample archive is fiction; nothing over real documents."""
    return f'<p class="k-banner" role="note">{escape(texts("page.demo"))}</p>' if demo else ""
