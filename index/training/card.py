"""The files beside the weights: how sentence-transformers loads them, and the model card."""

import json
from collections import Counter
from pathlib import Path

from index.training.data import Pair

MODULES = [{"idx": 0, "name": "0", "path": "", "type": "index.sentence_module.TableModule"}]
SENTENCE_TRANSFORMERS: dict[str, object] = {
    "model_type": "SentenceTransformer",
    "prompts": {},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}

TEMPLATE = Path(__file__).with_name("card.md")

LICENCES = {
    "docs_php_par": "CC BY 3.0",
    "docs_php_ru_en": "CC BY 3.0",
    "docs_php_xling": "CC BY 3.0",
    "docs_yii2": "BSD-3-Clause",
    "docs_yii2_par": "BSD-3-Clause",
    "l10n_aosp_settings": "Apache 2.0",
    "l10n_aosp_title_summary": "Apache 2.0",
    "l10n_mozilla_www": "MPL 2.0",
    "lex_cldr_names": "Unicode License v3",
    "ntrex128": "CC BY-SA 4.0",
    "ntrex_headline_xling": "CC BY-SA 4.0",
    "tatoeba": "CC BY 2.0 FR",
    "tico19_ru_en": "CC0",
    "xwmt_turkic": "MIT",
}


def write(folder: Path, pairs: list[Pair], figures: list[dict[str, str | float]]) -> None:
    """Write `modules.json`, `config_sentence_transformers.json` and `README.md` into a model folder."""
    for name, content in (
        ("modules.json", MODULES),
        ("config_sentence_transformers.json", SENTENCE_TRANSFORMERS),
    ):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    counts = Counter(pair.source for pair in pairs)
    columns = ("set", "sum hit@1", "sum nDCG@10", "both hit@1", "both nDCG@10")
    text = TEMPLATE.read_text(encoding="utf-8").format(
        sources="\n".join(
            f"| {source} | {count} | {LICENCES.get(source, 'not stated')} |"
            for source, count in sorted(counts.items())
        ),
        figures="\n".join("| " + " | ".join(str(row[name]) for name in columns) + " |" for row in figures),
    )
    (folder / "README.md").write_text(text, encoding="utf-8")
