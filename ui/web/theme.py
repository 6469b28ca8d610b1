"""A calm theme: paper, ink and one accent, in light and dark, with fonts of the system alone."""

from functools import cache
from importlib.resources import files
from urllib.parse import quote

import gradio as gr

# Plain names: Gradio's own themes name fonts that a browser would fetch.
SANS = ("Noto Sans", "Segoe UI", "DejaVu Sans", "system-ui", "sans-serif")
MONO = ("Noto Sans Mono", "DejaVu Sans Mono", "Consolas", "monospace")

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#155e63"/>'
    '<path d="M10 7v18M22 7 11 16l11 9" stroke="#fffdf9" stroke-width="4" fill="none"/></svg>'
)

# Gradio's variables point at ours, which style.css sets for light and dark.
VARIABLES = {
    "body_background_fill": "var(--k-paper)",
    "body_text_color": "var(--k-ink)",
    "body_text_color_subdued": "var(--k-soft)",
    "background_fill_primary": "var(--k-card)",
    "background_fill_secondary": "var(--k-paper)",
    "border_color_primary": "var(--k-line)",
    "border_color_accent": "var(--k-accent)",
    "color_accent_soft": "var(--k-accent-soft)",
    "link_text_color": "var(--k-accent)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "block_shadow": "none",
    "block_padding": "0px",
    "block_label_text_color": "var(--k-soft)",
    "block_title_text_color": "var(--k-soft)",
    "input_background_fill": "var(--k-card)",
    "input_border_color": "var(--k-line)",
    "input_border_color_focus": "var(--k-accent)",
    "input_placeholder_color": "var(--k-soft)",
    "input_shadow": "none",
    "input_shadow_focus": "none",
    "button_primary_background_fill": "var(--k-accent)",
    "button_primary_background_fill_hover": "var(--k-accent)",
    "button_primary_text_color": "var(--k-card)",
    "button_secondary_background_fill": "var(--k-card)",
    "button_secondary_background_fill_hover": "var(--k-accent-soft)",
    "button_secondary_text_color": "var(--k-ink)",
    "button_secondary_border_color": "var(--k-line)",
    "layout_gap": "0px",
}


def theme() -> gr.themes.Base:
    """The theme as Gradio takes it."""
    base = gr.themes.Base(font=list(SANS), font_mono=list(MONO))
    known = {name: value for name, value in VARIABLES.items() if hasattr(base, name)}
    dark = {f"{name}_dark": value for name, value in known.items() if hasattr(base, f"{name}_dark")}
    return base.set(**known, **dark)


@cache
def head() -> str:
    """Style and script for the head of the page, as they are: Gradio's own `css` loses media queries."""
    folder = files("ui.web")
    style, script = (folder.joinpath(name).read_text("utf-8") for name in ("style.css", "page.js"))
    icon = f'<link rel="icon" href="data:image/svg+xml,{quote(ICON)}">'
    return f"{icon}<style>{style}</style><script>{script}</script>"
