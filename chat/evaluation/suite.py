"""A suite of questions with gold answers, as YAML that people write (docs/evaluation.md)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Scalar = bool | int | float | str | None


class SuiteRefused(Exception):
    """The suite can't be used; the message says where and why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Gold(_Strict):
    """What is right: the table of a SELECT, one value, several named values, or to decline."""

    sql: str | None = None
    value: Scalar = None
    values: dict[str, Scalar] | None = None
    declines: bool = False
    tolerance: float = Field(default=1e-4, ge=0, description="Relative.")

    @model_validator(mode="after")
    def _one_of(self) -> Gold:
        given = [self.sql is not None, "value" in self.model_fields_set, bool(self.values), self.declines]
        if sum(given) != 1:
            raise ValueError("give exactly one of sql, value, values and declines")
        return self


class Question(_Strict):
    """What is asked of which file. Several sentences are a conversation; the last one counts."""

    id: str
    file: str
    kind: str
    ask: str | list[str]
    gold: Gold

    @property
    def sentences(self) -> list[str]:
        return [self.ask] if isinstance(self.ask, str) else self.ask


class Suite(_Strict):
    """Files by name, their paths relative to the suite's own, and questions about them."""

    name: str
    files: Mapping[str, Path]
    questions: list[Question] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Suite:
        identifiers = [question.id for question in self.questions]
        twice = sorted({name for name in identifiers if identifiers.count(name) > 1})
        if twice:
            raise ValueError(f"these ids stand more than once: {', '.join(twice)}")
        unknown = sorted({question.file for question in self.questions} - set(self.files))
        if unknown:
            raise ValueError(f"these files are not listed under files: {', '.join(unknown)}")
        return self


def load_suite(path: Path) -> Suite:
    """Read and check a suite; its files must exist. Raises SuiteRefused."""
    try:
        suite = Suite.model_validate(_document(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the suite"
        raise SuiteRefused(f"{path}: {place}: {first['msg']}.") from error
    files = {name: (path.parent / file).resolve() for name, file in suite.files.items()}
    for name, file in files.items():
        if not file.is_file():
            raise SuiteRefused(f"{path}: the file {name!r} is not at {file}.")
    return suite.model_copy(update={"files": files})


def _document(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SuiteRefused(f"{path} can't be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SuiteRefused(f"{path} is not YAML: {error}.") from error
