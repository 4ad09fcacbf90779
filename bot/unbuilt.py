"""Importing aiogram without building its models.

It has a model for every type and method of Telegram, and builds a validator for each while it is imported: three
seconds at every start, and 100 MB for good. The gateway reads updates and answers by itself and uses none of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from pydantic import BaseModel


def _later(model: Any, *, _types_namespace: Mapping[str, Any] | None = None) -> None:
    """In place of `model_rebuild`: pydantic builds a model when it is first used, and then needs these names."""
    model.__pydantic_parent_namespace__ = _types_namespace


@contextmanager
def unbuilt() -> Iterator[None]:
    """Models of libraries that are imported in here are built when they are first used."""
    models = cast(Any, BaseModel)
    build = BaseModel.__dict__["model_rebuild"]
    models.model_rebuild = classmethod(_later)
    try:
        yield
    finally:
        models.model_rebuild = build
