"""A newcomer's briefing: what the archive tells on one page, each line cited."""
