"""The door: on an address that others can reach, a name and a password are asked for."""

import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any

from anyio import to_thread
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.accounts import Accounts, Attempts

TRIES_PER_NAME = 10
TRIES_PER_ADDRESS = 20
WINDOW = 15 * 60.0
"""Seconds in which so many wrong passwords are allowed."""

Admission = Callable[[str, str], Awaitable[bool]]


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def admission(accounts: Accounts, attempts: Attempts | None = None) -> Admission:
    """Who gets in: name and password must belong together, and not be guessed at for long."""
    tries = attempts or Attempts(TRIES_PER_NAME, WINDOW)

    async def admits(name: str, password: str) -> bool:
        key = name.strip().casefold()[:64]
        if tries.exhausted(key):
            return False
        # Hashing takes a twentieth of a second, in which the page goes on for the others.
        if not await to_thread.run_sync(accounts.admits, name.strip(), password):
            tries.fail(key)
            return False
        tries.succeed(key)
        return True

    return admits


class Doorkeeper:
    """ASGI middleware that turns away an address from which too many wrong passwords came."""

    def __init__(self, app: ASGIApp, attempts: Attempts | None = None) -> None:
        self._app = app
        self._attempts = attempts or Attempts(TRIES_PER_ADDRESS, WINDOW)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it is one attempt too many."""
        if scope["type"] != "http" or scope["path"].rstrip("/") != "/login":
            await self._app(scope, receive, send)
            return
        who = str((scope.get("client") or ("",))[0])
        if self._attempts.exhausted(who):
            await JSONResponse({"detail": "too many attempts"}, 429)(scope, receive, send)
            return

        async def watched(message: Any) -> None:
            if message["type"] == "http.response.start":
                failed = message["status"] >= 400
                (self._attempts.fail if failed else self._attempts.succeed)(who)
            await send(message)

        await self._app(scope, receive, watched)
