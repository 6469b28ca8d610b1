"""The command `kengash`. Nothing heavy is imported until a command needs it."""

import gc
import os

# Importing makes a million objects that all stay: looking through them for garbage is a seventh of a start.
gc.set_threshold(200_000, 50, 100)
# Many small products, many threads of our own: BLAS threads on top of them only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# For plugins that nobody has installed here, Pydantic would read what every package says of itself.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")

from ui.cli.app import main  # noqa: E402

__all__ = ["main"]
