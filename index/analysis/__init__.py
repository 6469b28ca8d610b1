"""Words of a text as search terms, the same way for passages and questions in every language."""

from index.analysis.analyser import Analyser, analyse, analyser, variants
from index.analysis.keys import cyrillise, name_key, swap_layout
from index.analysis.text import fold, tokenise

__all__ = [
    "Analyser",
    "analyse",
    "analyser",
    "cyrillise",
    "fold",
    "name_key",
    "swap_layout",
    "tokenise",
    "variants",
]
