"""Settings of the whole product: `kengash.toml`, then the environment, then what a command is told."""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from assistant.language_model.settings import LanguageModelSettings
from index.settings import IndexSettings
from ingest.dates import PartialDate
from ingest.errors import KengashError
from ingest.settings import IngestSettings

CONFIG_FILE = Path("kengash.toml")


def dated(value: str) -> str:
    """An ISO date of which at least the year is known; ValueError for anything else."""
    if PartialDate.parse(value).year is None:
        raise ValueError(value)
    return value


class AssistantSettings(BaseModel):
    """How questions are answered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passages: int = Field(default=12, ge=1, le=100)
    """Passages read for an answer."""


class Settings(BaseSettings):
    """Everything that can be set; from outside by `KENGASH_STORE`, `KENGASH_INDEX__EMBEDDING` and so on."""

    model_config = SettingsConfigDict(
        env_prefix="KENGASH_", env_nested_delimiter="__", frozen=True, extra="forbid", toml_file=CONFIG_FILE
    )

    store: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("kengash", appauthor=False)))
    """Folder of the archive."""
    today: Annotated[str, AfterValidator(dated)] | None = None
    """ISO day that "last year" and "now" are measured from; the real one where None."""
    language: Literal["ru", "en", "uz", "kk"] = "ru"
    """Language of the page and of messages."""
    glossary: Path | None = None
    """The user's own table of names; `glossary.csv` in the store, if there is one, where None."""
    ingest: IngestSettings = IngestSettings()
    index: IndexSettings = IndexSettings()
    assistant: AssistantSettings = AssistantSettings()
    llm: LanguageModelSettings | None = None
    """The language model that writes answers; the documents' own sentences serve where None."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is told beats the environment, which beats the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**told: Any) -> Settings:
    """Settings from all sources; None means not told.

    Raises:
        KengashError: `bad-settings` with `detail`, where a value or the file is malformed.
    """
    try:
        return Settings(**{key: value for key, value in told.items() if value is not None})
    except ValidationError as error:
        raise KengashError("bad-settings", detail="; ".join(map(_wrong, error.errors()))) from error
    except (SettingsError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KengashError("bad-settings", detail=str(error).splitlines()[0]) from error


def _wrong(problem: ErrorDetails) -> str:
    """Which value is wrong; of one that is missing nothing beside it is told, for that may be a key."""
    name = ".".join(map(str, problem["loc"]))
    return name if problem["type"] == "missing" else f"{name} = {problem['input']!r}"
