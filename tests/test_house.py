"""Promises about the repository itself: what gets installed is pinned, complete and names no machine."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINNED = ["requirements/run.txt", "requirements/dev.txt"]
HOST = re.compile(r"://|find-links|index-url|@ ")
MACHINE_PATH = re.compile(r"(?<![\w.~$}/-])/(?:root|home|work|Users)/\w")


def pins(file: str) -> list[str]:
    """Each pinned requirement with its hashes, on one line."""
    whole = (ROOT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in whole.splitlines() if line and not line.lstrip().startswith("#")]


def requirement(pin: str) -> Requirement:
    return Requirement(pin.partition("--hash")[0])


def versions(file: str) -> dict[str, str]:
    found = map(requirement, pins(file))
    return {canonicalize_name(one.name): str(one.specifier) for one in found}


def asked_for() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(one) for one in project["project"]["dependencies"] + project["build-system"]["requires"]]


def run_in() -> list[Requirement]:
    lines = (ROOT / "requirements/run.in").read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def committed_files() -> list[Path]:
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if (ROOT / name).is_file()]


@pytest.mark.parametrize("file", PINNED)
def test_every_requirement_is_one_exact_version_with_a_hash(file: str) -> None:
    assert pins(file)
    loose = [pin for pin in pins(file) if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin)]
    assert not loose


@pytest.mark.parametrize("file", [*PINNED, "requirements/run.in", "requirements/dev.in"])
def test_requirements_name_no_host(file: str) -> None:
    assert not HOST.search((ROOT / file).read_text(encoding="utf-8"))


def test_what_the_package_asks_for_is_what_gets_pinned() -> None:
    assert set(asked_for()) == set(run_in())
    pinned = versions("requirements/run.txt")
    unmet = [
        str(one)
        for one in asked_for()
        if not one.specifier.contains(pinned[canonicalize_name(one.name)].removeprefix("=="))
    ]
    assert not unmet, "run `make requirements`"


def test_the_tests_run_with_the_versions_that_the_bot_runs_with() -> None:
    assert versions("requirements/run.txt").items() <= versions("requirements/dev.txt").items()


def test_no_file_names_a_machine_path() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in committed_files()
        if (found := MACHINE_PATH.search(path.read_bytes().decode("utf-8", "ignore")))
    ]
    assert not named
