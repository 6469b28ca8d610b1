"""Text made safe for the page, and the small words that every part of it needs."""

import html
import re

from ui.texts import Texts

# gr.HTML fills its template by JavaScript: what a document says must not look like a placeholder either.
_TEMPLATE_MARKS = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"})
_MARKS = re.compile(r"[&<>\"'{}$`\\]")


def escape(text: object) -> str:
    """Text for an element or a quoted attribute: shown as it is, never acted upon."""
    words = str(text)
    return html.escape(words).translate(_TEMPLATE_MARKS) if _MARKS.search(words) else words


def format_date(date: str | None, texts: Texts) -> str:
    """An ISO date, as precise as it is, the way the language writes it; `undated` for None."""
    if not date:
        return texts("ask.undated")
    if date.startswith("--"):
        return _yearless(date, texts)
    parts = date.split("-")
    if not all(part.isdigit() for part in parts):
        return date
    if len(parts) == 1:
        return texts("date.year", year=parts[0])
    names = texts("date.months" if len(parts) == 3 else "date.months_alone").split()
    month = names[(int(parts[1]) - 1) % 12]
    if len(parts) == 2:
        return texts("date.month", month=month, year=parts[0])
    return texts("date.day", day=int(parts[2]), month=month, year=parts[0])


def _yearless(date: str, texts: Texts) -> str:
    """A day or a month of a year that is not known: `--11-27`, `--11`."""
    month, _, day = date.removeprefix("--").partition("-")
    if not month.isdigit() or (day and not day.isdigit()):
        return date
    names = texts("date.months" if day else "date.months_alone").split()
    name = names[(int(month) - 1) % 12]
    return texts("date.day_alone", day=int(day), month=name) if day else name


def kind_name(kind: str, texts: Texts) -> str:
    """Kind of document in words."""
    key = f"kind.{kind}"
    return texts(key) if key in texts else kind


def language_name(language: str, texts: Texts) -> str:
    """Language of a document in words."""
    key = f"language.{language}"
    return texts(key) if key in texts else language


def shorten(text: str, limit: int) -> str:
    """At most `limit` code points, cut at a word, with an ellipsis where cut."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def button(
    words: str, style: str, *, label: str = "", title: str = "", off: bool = False, **data: object
) -> str:
    """A button that the page's script hears by its `data-` attributes; `label` is for screen readers."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    attributes += f' aria-label="{escape(label)}"' if label else ""
    attributes += f' title="{escape(title)}"' if title else ""
    attributes += " disabled" if off else ""
    return f'<button type="button" class="{style}"{attributes}>{escape(words)}</button>'


def link(words: str, *, label: str = "", skip: bool = False, **data: object) -> str:
    """A title that opens its document; `skip` where a button beside it already does so by keyboard."""
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    attributes += f' aria-label="{escape(label)}"' if label else ""
    attributes += ' tabindex="-1"' if skip else ""
    return f'<a class="k-title" href="#k-source"{attributes}>{escape(words)}</a>'


def notice(title: str, text: str, *, action: str = "", role: str = "status", classes: str = "") -> str:
    """A calm card that says what is so and what to do; `action` is markup."""
    return (
        f'<div class="k-notice {classes}" role="{role}"><p class="k-notice-title">{escape(title)}</p>'
        f"<p>{escape(text)}</p>{action}</div>"
    )


def told_html(words: str) -> str:
    """What a screen reader is told of a part that is drawn with it; the page's script says it."""
    return f'<div hidden data-told="{escape(words)}"></div>'


def number(value: object) -> int:
    """A number from outside; -1 where it is none."""
    return (
        int(value) if isinstance(value, str | int) and str(value).isdecimal() and len(str(value)) < 9 else -1
    )
