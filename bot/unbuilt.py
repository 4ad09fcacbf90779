"""Importing aiogram without building its models.

It has a model for every type of Telegram, and builds a validator for each while it is imported: three seconds at
every start, and 100 MB for good. The gateway reads updates and answers by itself and uses none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from pydantic import BaseModel


@contextmanager
def unbuilt() -> Iterator[None]:
    """What is imported in here does not build its pydantic models, which therefore cannot be used."""
    models = cast(Any, BaseModel)
    build = BaseModel.__dict__["model_rebuild"]
    models.model_rebuild = classmethod(lambda *_given, **_more: None)
    try:
        yield
    finally:
        models.model_rebuild = build
