"""What the assistant says, in each language it speaks."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def texts(language: str) -> dict[str, str]:
    """All sentences of a language by their key; Russian where the language has none of its own."""
    folder = files("assistant.texts")
    file = folder.joinpath(f"{language}.toml")
    if not file.is_file():
        file = folder.joinpath("ru.toml")
    return {key: str(value) for key, value in tomllib.loads(file.read_text("utf-8")).items()}


_WITHIN = {"«": str.maketrans("«»", "„“"), "“": str.maketrans("“”", "‘’")}
"""By the quotation marks around a title, what becomes of those in it."""


def say(key: str, language: str, **values: object) -> str:
    """A sentence filled in; KeyError where there is no such sentence."""
    sentence = texts(language)[key]
    for mark, inner in _WITHIN.items():
        if f"{mark}{{title}}" in sentence:
            values["title"] = str(values["title"]).translate(inner)
    return sentence.format(**values)
