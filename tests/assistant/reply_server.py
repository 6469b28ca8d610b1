"""A real HTTP server that speaks OpenAI's streaming protocol and says what a test wants said."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STALL = "stall"
"""A piece at which the server falls silent until the test is over."""
HANG_UP = "hang up"
"""A piece at which the server drops the connection."""


class ReplyServer(ThreadingHTTPServer):
    """Sends `pieces` to whoever asks, and remembers what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pieces: Sequence[str] = ()
        self.status = 200
        self.body: bytes | None = None
        """Sent in place of a stream."""
        self.asked: list[dict[str, Any]] = []
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def says(self, *pieces: str, status: int = 200, body: bytes | None = None) -> None:
        """What to reply from now on; a text is sent a few letters at a time."""
        self.pieces, self.status, self.body = pieces, status, body

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The one who asked may hang up: that is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: ReplyServer

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked.append(json.loads(self.rfile.read(length)))
        self.send_response(self.server.status)
        self.send_header("Content-Type", "text/event-stream" if self.server.body is None else "text/html")
        self.end_headers()
        if self.server.body is not None:
            self.wfile.write(self.server.body)
            return
        for piece in self.server.pieces:
            if piece == HANG_UP:
                return
            if piece == STALL:
                self.server.over.wait(30)
                return
            for start in range(0, len(piece), 7):
                self._send(piece[start : start + 7])
        self.wfile.write(b"data: [DONE]\n\n")

    def _send(self, text: str) -> None:
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "test",
            "choices": [{"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}],
        }
        self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


@contextmanager
def reply_server() -> Iterator[ReplyServer]:
    """A server that runs until the block ends."""
    server = ReplyServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
