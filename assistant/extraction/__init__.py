"""Short answers: the span of a sentence that answers, one module a kind of answer."""
