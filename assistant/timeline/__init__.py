"""The timeline: what the documents tell put together, every event once."""

from assistant.timeline.event import Event
from assistant.timeline.timeline import Timeline

__all__ = ["Event", "Timeline"]
