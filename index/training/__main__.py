"""Train the built-in model: `python -m index.training DATA [--out FOLDER]`."""

import argparse
import logging
from pathlib import Path

import torch

from index.table import MODEL_FOLDER, TokenTable
from index.training import card, data, evaluate, train, vocabulary
from index.training.compile import compile_weights

log = logging.getLogger(__name__)


def main() -> None:
    """Read pairs from DATA/train/open, train, compile, measure on DATA/eval, write the model folder."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train/open/*.jsonl.gz and, for figures, eval/")
    parser.add_argument("--out", type=Path, default=MODEL_FOLDER, help="where the model goes (%(default)s)")
    parser.add_argument("--passes", type=int, default=train.Recipe.passes)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(given.threads)
    recipe = train.Recipe(passes=given.passes)
    torch.manual_seed(recipe.seed)
    pairs = data.read_pairs([given.data / "train" / "open"])
    words = vocabulary.build(pairs)
    student, encoded = train.encode(pairs, words)
    log.info("%d pairs, %d tokens", len(pairs), len(words.tokens))
    for _ in train.Trainer(student, encoded, recipe).run():
        pass
    compile_weights(student, words, encoded.prose).save(given.out)
    folder = given.data / "eval"
    figures = evaluate.figures(TokenTable.load(given.out), data.read_sets(folder)) if folder.is_dir() else []
    for row in figures:
        log.info("%s", row)
    card.write(given.out, pairs, figures)


if __name__ == "__main__":
    main()
