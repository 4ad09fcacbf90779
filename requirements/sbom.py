"""What Jazb is made of, as CycloneDX JSON: every pinned requirement with its hashes. Prints it."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def components() -> list[dict[str, object]]:
    pins = (ROOT / "requirements" / "run.txt").read_text("utf-8").replace("\\\n", " ")
    return [_component(line) for line in pins.splitlines() if re.match(r"[A-Za-z0-9]", line)]


def _component(pin: str) -> dict[str, object]:
    found = re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^\s;]+)", pin)
    if found is None:
        raise SystemExit(f"requirements/run.txt: this line pins nothing: {pin[:80]}")
    name, version = found.groups()
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    hashes = [{"alg": "SHA-256", "content": digest} for digest in re.findall(r"sha256:([0-9a-f]{64})", pin)]
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": hashes}


def document() -> dict[str, object]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    ours = {"type": "application", "name": project["name"], "version": project["version"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": ours},
        "components": components(),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(document(), indent=1) + "\n")
