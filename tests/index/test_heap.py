"""Memory that threads give back."""

import ctypes
import sys

import pytest

from index.heap import share_heap


class OldSystem:
    """A C library without the setting, as musl and macOS have it."""

    def __getattr__(self, name: str) -> object:
        raise AttributeError(name)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_systems_without_the_setting_go_on_as_they_are(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: OldSystem())
    share_heap.cache_clear()
    share_heap()
    share_heap.cache_clear()
