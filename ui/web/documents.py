"""The table of documents: found, sorted, put right, taken out and brought back. No Gradio here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from index.catalog import Document
from index.versions import Version
from ingest.document import Kind
from ingest.errors import KengashError
from ui.texts import Texts
from ui.web.markup import button, escape, format_date, kind_name, language_name, link, notice
from ui.web.service import Service

ROWS = 200
"""Rows of the table shown at once; the search finds the rest."""
TITLE, DATE = 300, 10
"""Code points of a title and of a date that is put right."""
KINDS: tuple[Kind, ...] = get_args(Kind)
SORTS: dict[str, Callable[[Document], tuple[str, ...]]] = {
    "title": lambda one: ((one.title or one.name).casefold(),),
    "date": lambda one: (one.date or "", one.name),
    "kind": lambda one: (one.kind, one.date or ""),
    "language": lambda one: (one.language, one.date or ""),
    "status": lambda one: (one.status, one.date or ""),
}
"""The columns, each with what it is sorted by."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How the table is shown."""

    by: str = "date"
    down: bool = True
    managed: str = ""
    """The document whose row is open for putting right."""

    def choose(self, wanted: Mapping[str, object]) -> "Shown":
        """After a click in the table; nonsense changes nothing."""
        by, document = wanted.get("by"), wanted.get("document")
        if wanted.get("do") == "sort" and by in SORTS:
            return replace(self, by=str(by), down=not self.down if by == self.by else by == "date")
        if wanted.get("do") == "manage" and isinstance(document, str):
            return replace(self, managed="" if document == self.managed else document)
        return self


def found(documents: Sequence[Document], search: str, shown: Shown | None = None) -> list[Document]:
    """Documents whose title or name has every word of the search, sorted; those not taken last."""
    shown = shown or Shown()
    words = search.casefold().split()
    matching = [
        one for one in documents if all(word in f"{one.title} {one.name}".casefold() for word in words)
    ]
    ordered = sorted(matching, key=SORTS[shown.by], reverse=shown.down)
    return ordered if shown.by == "status" else sorted(ordered, key=lambda one: one.status != "indexed")


def corrected(service: Service, wanted: Mapping[str, object], texts: Texts) -> str:
    """Put a document right as a form says; what to tell the visitor."""
    name, title, date, kind = (str(wanted.get(key, "")) for key in ("document", "title", "date", "kind"))
    known = service.document(name)
    if known is None:
        return texts("source.gone_title")
    try:
        service.edit(
            name,
            title=title.strip()[:TITLE] if title.strip() not in {"", known.title} else None,
            date=date.strip()[:DATE] if date.strip() != (known.date or "") else None,
            kind=next((one for one in KINDS if one == kind != known.kind), None),
        )
    except KengashError as error:
        return texts.error(error)
    return texts("documents.saved")


def taken_out(service: Service, name: str, texts: Texts) -> tuple[str, str]:
    """Take a document out; what to tell the visitor, and the button that brings it back."""
    try:
        service.remove(name)
    except KengashError as error:
        return texts.error(error), ""
    return texts("documents.removed", name=name), button(
        texts("documents.undo"), "k-undo", do="undo", document=name
    )


def brought_back(service: Service, name: str, texts: Texts) -> str:
    """Bring a document back; what to tell the visitor."""
    try:
        service.restore(name)
    except KengashError as error:
        return texts.error(error)
    return texts("documents.restored", name=name)


def documents_html(
    documents: Sequence[Document],
    search: str,
    texts: Texts,
    shown: Shown | None = None,
    versions: Sequence[Version] = (),
) -> str:
    """The table of documents; says what to do where there is nothing to show.

    `versions` are those of the document whose row is open.
    """
    if not documents:
        return notice(texts("documents.empty_title"), texts("documents.empty_text"))
    shown = shown or Shown()
    rows = found(documents, search, shown)
    if not rows:
        return notice(search.strip(), texts("documents.none_found"))
    count = texts("documents.count", count=len(rows))
    if len(rows) > ROWS:
        count = texts("documents.more", shown=ROWS, count=len(rows))
    heads = "".join(_head(by, shown, texts) for by in SORTS)
    body = "".join(
        _row(one, texts) + (_managed(one, versions, texts) if one.name == shown.managed else "")
        for one in rows[:ROWS]
    )
    return (
        f'<p class="k-count" aria-live="polite">{escape(count)}</p>'
        f'<table class="k-documents"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def _head(by: str, shown: Shown, texts: Texts) -> str:
    words = texts(f"documents.column_{by}")
    if by != shown.by:
        return f'<th scope="col">{button(words, "k-sort", do="sort", by=by)}</th>'
    arrow, order = ("↓", "descending") if shown.down else ("↑", "ascending")
    return (
        f'<th scope="col" aria-sort="{order}">'
        f"{button(f'{words} {arrow}', 'k-sort', label=words, do='sort', by=by)}</th>"
    )


def _row(one: Document, texts: Texts) -> str:
    name = one.title or one.name
    file = f'<span class="k-file">{escape(one.name)}</span>' if name != one.name else ""
    why = f'<span class="k-why">{escape(_why(one, texts))}</span>' if one.reason else ""
    title = escape(name)
    if one.status == "indexed":
        title = link(name, label=texts("documents.open", title=name), do="document", document=one.name)
    manage = button(
        texts("documents.manage"),
        "k-link",
        label=texts("documents.manage_label", title=name),
        do="manage",
        document=one.name,
    )
    status = f'<span class="k-badge k-{one.status}">{escape(texts(f"status.{one.status}"))}</span>'
    cells = (
        title + file + why,
        escape(format_date(one.date, texts)) if one.status == "indexed" else "",
        escape(kind_name(one.kind, texts)) if one.status == "indexed" else "",
        escape(language_name(one.language, texts)) if one.status == "indexed" else "",
        f"{status} {manage}",
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _why(one: Document, texts: Texts) -> str:
    """Why a file was refused, or can no longer be read though the archive has what it held."""
    reason = texts.error(
        KengashError(one.reason or one.status, **{"path": one.name, **(one.reason_values or {})})
    )
    return texts("documents.unread", reason=reason) if one.status == "indexed" else reason


def _managed(one: Document, versions: Sequence[Version], texts: Texts) -> str:
    parts = []
    if one.status == "indexed":
        parts.append(_form(one, texts))
    if len(versions) > 1:
        parts.append(_versions(versions, texts))
    remove = button(
        texts("documents.remove"),
        "k-link k-remove",
        label=texts("documents.remove_label", title=one.title or one.name),
        do="remove",
        document=one.name,
    )
    return (
        f'<tr class="k-managed"><td colspan="{len(SORTS)}" data-scroll="{escape(one.name)}">'
        f"{''.join(parts)}<p>{remove}</p></td></tr>"
    )


def _form(one: Document, texts: Texts) -> str:
    options = "".join(
        f'<option value="{kind}"{" selected" if kind == one.kind else ""}>'
        f"{escape(kind_name(kind, texts))}</option>"
        for kind in KINDS
    )

    def label(name: str, inside: str) -> str:
        return f"<label><span>{escape(texts(f'documents.column_{name}'))}</span>{inside}</label>"

    def box(name: str, value: str, limit: int, hint: str = "") -> str:
        return (
            f'<input class="k-field" name="{name}" value="{escape(value)}" maxlength="{limit}" '
            f'placeholder="{escape(hint)}">'
        )

    title = label("title", box("title", one.title, TITLE))
    date = label("date", box("date", one.date or "", DATE, "2024-11-27"))
    kind = label("kind", f'<select class="k-field" name="kind">{options}</select>')
    save = f'<button class="k-button">{escape(texts("documents.save"))}</button>'
    return f'<form data-do="edit" data-document="{escape(one.name)}">{title}{date}{kind}{save}</form>'


def _versions(versions: Sequence[Version], texts: Texts) -> str:
    rows = "".join(
        f"<li>{escape(one.document.title or one.document.name)}, "
        f"{escape(format_date(one.document.date, texts))}: "
        + escape(
            texts("documents.until", date=format_date(one.until[:10], texts))
            if one.until
            else texts("documents.current")
        )
        + "</li>"
        for one in reversed(versions)
    )
    return f"<h3>{escape(texts('documents.versions'))}</h3><ul>{rows}</ul>"
