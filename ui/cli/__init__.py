"""The command `kengash`. Nothing heavy is imported until a command needs it."""

from ui.cli.app import main

__all__ = ["main"]
