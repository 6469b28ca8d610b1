"""The command `kengash`. Nothing heavy is imported until a command needs it."""

import os

# Many small products, many threads of our own: BLAS threads on top of them only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from ui.cli.app import main

__all__ = ["main"]
