"""What must stay true together: settings and their example, commands and their help, sentences and their catalogues."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from pydantic import BaseModel

from bot.settings import Settings, SettingsError, load
from consultation.texts import LANGUAGES, inserted, speaking
from handlers.staff import commands as staff
from handlers.stakeholder import routing as stakeholder

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "scheduler", "reports", "storage", "consultation")
_NOT_PERSIAN = re.compile(r"\{\w*\}|/\w+|%\w|[\w.]*[A-Za-z][\w.+=-]*")
PLACEHOLDER = re.compile(r"\{\w*\}")


def settings_keys(model: type[BaseModel], before: str = "") -> set[str]:
    keys = set()
    for name, field in model.model_fields.items():
        part = field.annotation
        if isinstance(part, type) and issubclass(part, BaseModel) and part.__name__ != "Texts":
            keys |= settings_keys(part, f"{before}{name}.")
        else:
            keys.add(before + name)
    return keys


def test_the_example_names_every_setting_with_its_default() -> None:
    text = (ROOT / "config.example.toml").read_text("utf-8")
    uncommented = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.M)
    given = {f"{part}.{key}" for part, keys in tomllib.loads(uncommented).items() for key in keys}
    assert given == settings_keys(Settings)
    assert load(ROOT / "config.example.toml").model_dump() == Settings().model_dump()


def test_a_typing_error_in_a_setting_is_one_clear_sentence(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[telegram]\ntoken = "x"\napi_ulr = "http://localhost"\n')
    with pytest.raises(SettingsError, match=r"telegram\.api_ulr: there is no such setting; did you mean api_url\?"):
        load(file)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[reminders]\nplan = ['soon']", "reminders.plan"),
        ("[product]\ntime_zone = 'Asia/Theran'", "Asia/Tehran"),
        ("[telegram\n", "not valid TOML"),
        ("[reminders]\nholidays_of = 'XX'", "country code"),
    ],
)
def test_a_wrong_value_says_where_and_what(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match=told):
        load(file)


def test_a_missing_token_ends_with_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("")
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--config", file], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
    assert "No token is set" in ran.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_its_help(language: str) -> None:
    with speaking(language):
        for command in stakeholder.COMMANDS:
            assert f"{inserted(f'/{command}')} –" in stakeholder.help_text()
        for command in staff.COMMANDS:
            assert f"/{command}" in staff.help_text()
        assert {name for name, _does in stakeholder.commands()} == set(stakeholder.COMMANDS)


def catalogue(language: str) -> Catalog:
    with (ROOT / "consultation" / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def sentences() -> set[str | tuple[str, ...]]:
    found = set()
    for package in PACKAGES:
        for _file, _line, text, _comments, _context in extract_from_dir(ROOT / package):
            found.add(text)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_every_sentence_and_no_other(language: str) -> None:
    known = {message.id for message in catalogue(language) if message.id}
    assert known == sentences(), "run `make catalogues` and translate what is new"


def said(tree: ast.AST) -> set[str]:
    """Every sentence that the code asks a catalogue for, wherever it stands."""
    asked = (one for one in ast.walk(tree) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name))
    firsts = [one.args[0] for one in asked if one.args and getattr(one.func, "id", "") in ("_", "ngettext")]
    return {first.value for first in firsts if isinstance(first, ast.Constant) and isinstance(first.value, str)}


def test_no_sentence_hides_in_an_f_string_where_the_catalogues_do_not_find_it() -> None:
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    spoken = set().union(*(said(ast.parse(file.read_text(encoding="utf-8"))) for file in files))
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue("fa") if message.id}
    assert spoken <= known, spoken - known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_with_its_placeholders(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            assert not message.fuzzy, message.id
            _check(message)


def _texts(given: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [given] if isinstance(given, str) else list(given or ())


def _check(message: Message) -> None:
    allowed = [set(PLACEHOLDER.findall(text)) for text in _texts(message.id)]
    for text in _texts(message.string):
        assert text, f"not translated: {message.id}"
        assert set(PLACEHOLDER.findall(text)) in allowed, message.id


def test_persian_is_written_with_persian_letters() -> None:
    for message in catalogue("fa"):
        if not message.id:
            continue
        for text in _texts(message.string):
            assert not re.search("[يكىة0-9]", _NOT_PERSIAN.sub("", text)), text


@pytest.mark.parametrize("spelling", ["این‌جا", "آن‌جا", "آنها", "اینها", "ازاین‌رو", "به صورت ", "به جای ", "هیچ کس"])
def test_persian_words_are_spelled_in_one_way(spelling: str) -> None:
    assert not [message.id for message in catalogue("fa") if spelling in " ".join(_texts(message.string))]
