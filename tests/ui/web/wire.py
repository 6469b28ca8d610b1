"""The page as a browser speaks to it, without the browser: HTTP and one session."""

import json
import urllib.request
from collections.abc import Mapping
from typing import Any

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 60.0


class Wire:
    """The events of a page that is served; many threads may share one."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        with OPENER.open(f"{self.address}/config", timeout=PATIENCE) as response:
            self.config = json.load(response)
        parts = self.config["components"]
        self.ids = {part["props"].get("elem_id"): part["id"] for part in parts}
        self._empty = {part["id"]: "" for part in parts if part["type"] == "textbox"}

    def events(self, kind: str) -> list[str]:
        """Parts of the page that listen to an event of this kind, by name."""
        names = {number: name for name, number in self.ids.items() if name}
        targets = [target for one in self.config["dependencies"] for target in one["targets"]]
        return [names[number] for number, event in targets if event == kind and number in names]

    def send(
        self,
        session: str,
        part: str,
        kind: str,
        values: Mapping[str, Any] | None = None,
        event_data: Any = None,
    ) -> list[dict[str, Any]]:
        """Do something in a part of the page; all messages that come of it. `values` are those of fields."""
        return self._run(session, self._event(part, kind), self.ids[part], values, event_data)

    def after(self, session: str, part: str, kind: str) -> list[dict[str, Any]]:
        """What a browser does when an event has ended well: the events that follow it, in turn."""
        first = self._event(part, kind)["id"]
        told = []
        for event in self.config["dependencies"]:
            if event["trigger_after"] == first and event["trigger_only_on_success"]:
                told += self._run(session, event)
        return told

    def _event(self, part: str, kind: str) -> dict[str, Any]:
        target = [self.ids[part], kind]
        found = (one for one in self.config["dependencies"] if target in map(list, one["targets"]))
        return dict(next(found))

    def _run(
        self,
        session: str,
        event: Mapping[str, Any],
        trigger: int | None = None,
        values: Mapping[str, Any] | None = None,
        event_data: Any = None,
    ) -> list[dict[str, Any]]:
        given = self._empty | {self.ids[name]: value for name, value in (values or {}).items()}
        body = {
            "data": [given.get(component) for component in event["inputs"]],
            "fn_index": event["id"],
            "trigger_id": trigger,
            "session_hash": session,
            "event_data": event_data,
        }
        self.post("/gradio_api/queue/join", body)
        return self._told(session)

    def post(self, path: str, body: Any) -> Any:
        """A JSON request; urllib's HTTPError where it is refused."""
        request = urllib.request.Request(
            self.address + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with OPENER.open(request, timeout=PATIENCE) as response:
            return json.load(response)

    def _told(self, session: str) -> list[dict[str, Any]]:
        told: list[dict[str, Any]] = []
        stream = f"{self.address}/gradio_api/queue/data?session_hash={session}"
        with OPENER.open(stream, timeout=PATIENCE) as response:
            for line in response:
                if line.startswith(b"data:"):
                    told.append(json.loads(line[5:]))
                    if told[-1]["msg"] == "process_completed":
                        break
        return told


def went_wrong(messages: list[dict[str, Any]]) -> list[str]:
    """What the server says failed."""
    return [
        json.dumps(one, ensure_ascii=False)[:300]
        for one in messages
        if one.get("success") is False or (one.get("output") or {}).get("error")
    ]


def shown(messages: list[dict[str, Any]]) -> str:
    """Everything the messages bring to the page, wholes and changes alike."""
    outputs = [(one.get("output") or {}).get("data") for one in messages if one["msg"].startswith("process")]
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in outputs if one)
