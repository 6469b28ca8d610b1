"""The head of the page: name, sections, languages, and the banner over a made-up archive."""

from ui.texts import INTERFACE_LANGUAGES, InterfaceLanguage, Texts
from ui.web.markup import button, escape

SECTIONS = ("ask", "check", "timeline", "newcomer", "documents", "quality")
SHORT_NAMES = {"ru": "рус", "en": "eng", "uz": "oʻzb", "kk": "қаз"}
FULL_NAMES = {"ru": "Русский", "en": "English", "uz": "Oʻzbekcha", "kk": "Қазақша"}


def header_html(texts: Texts) -> str:
    """The header; it also carries the page's language and title for the script."""
    sections = "".join(
        f'<button type="button" data-do="tab" data-tab="{one}">{escape(texts(f"tab.{one}"))}</button>'
        for one in SECTIONS
    )
    languages = "".join(_language(one, one == texts.language) for one in INTERFACE_LANGUAGES)
    return (
        f'<div class="k-header" data-page-language="{texts.language}" '
        f'data-page-title="{escape(texts("page.title"))}" data-copied="{escape(texts("page.copied"))}" '
        f'data-trouble="{escape(texts("page.trouble"))}">'
        f'<a class="k-hidden k-skip" href="#k-question">{escape(texts("page.skip"))}</a>'
        f'<h1 class="k-name">Kengash</h1>'
        f'<nav aria-label="{escape(texts("page.sections"))}">{sections}</nav>'
        f'<div class="k-languages" role="group" aria-label="{escape(texts("page.language"))}">'
        f"{languages}</div>"
        f'<button type="button" class="k-help" data-do="help" '
        f'aria-label="{escape(texts("page.help_label"))}">{escape(texts("page.help"))}</button>'
        f"</div>{help_html(texts)}"
    )


KEYS = (
    ("Enter", "send"),
    ("Alt + ↓", "next"),
    ("Alt + ↑", "previous"),
    ("Alt + Q", "question"),
    ("Esc", "stop"),
    ("Alt + /", "help"),
)


def help_html(texts: Texts) -> str:
    """The keys, in a dialog."""
    rows = "".join(
        f"<dt><kbd>{escape(keys)}</kbd></dt><dd>{escape(texts(f'page.help_{does}'))}</dd>"
        for keys, does in KEYS
    )
    shut = button(texts("page.close"), "k-button", do="shut")
    return (
        f'<dialog id="k-help" aria-labelledby="k-help-title"><h2 id="k-help-title">'
        f"{escape(texts('page.help_title'))}</h2><dl>{rows}</dl>"
        f"{shut}</dialog>"
    )


def _language(one: InterfaceLanguage, on: bool) -> str:
    pressed = "true" if on else "false"
    return (
        f'<button type="button" data-do="speak" data-language="{one}" lang="{one}" '
        f'aria-label="{FULL_NAMES[one]}" aria-pressed="{pressed}">{SHORT_NAMES[one]}</button>'
    )


def banner_html(demo: bool, texts: Texts) -> str:
    """Says that the sample archive is fiction; nothing over real documents."""
    return f'<p class="k-banner" role="note">{escape(texts("page.demo"))}</p>' if demo else ""
