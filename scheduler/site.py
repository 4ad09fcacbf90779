"""The folder of public pages, which any web server can hand out.

What ought to be there is compared with what is: a file says in its head what it was made of. So it does not matter
which process wrote it, when it was killed, or who deleted something.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reports.public_page import FEED, INDEX

_OURS = re.compile(r"topic-\d+\.html")
_STAMP = re.compile(rb'<meta name="jazb" content="([0-9a-f]*)">')
_HEAD = 1000  # bytes in which the stamp stands
_FOR_THE_WEB_SERVER = 0o644, 0o755  # files, and the folder where it is made here


@dataclass(frozen=True)
class Site:
    folder: Path
    address: str  # where it is reached, without a slash at its end; "" where that is not known
    key: bytes = field(repr=False)  # makes the ids of the feed

    def outdated(self, wanted: Mapping[str, str]) -> list[str]:
        """Names of those files that are not there, or were made of something else: name -> stamp."""
        return [name for name, stamp in wanted.items() if self._stamp(name) != stamp or not self._complete(name)]

    def _stamp(self, name: str) -> str:
        try:
            with (self.folder / name).open("rb") as file:
                found = _STAMP.search(file.read(_HEAD))
        except FileNotFoundError:
            return ""
        return found[1].decode() if found else ""

    def _complete(self, name: str) -> bool:
        return name != INDEX or (self.folder / FEED).exists()

    def write(self, name: str, content: str) -> None:
        """Whole or not at all: whoever reads it meanwhile gets the former one."""
        file_mode, folder_mode = _FOR_THE_WEB_SERVER
        if not self.folder.exists():
            self.folder.mkdir(parents=True)
            self.folder.chmod(folder_mode)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self.folder, prefix=".", delete=False) as file:
            temporary = Path(file.name)
            try:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
                temporary.chmod(file_mode)
                temporary.replace(self.folder / name)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise

    def remove_all_but(self, wanted: Collection[str]) -> list[str]:
        """Pages that are not public any more; files that others put here are left alone."""
        if not self.folder.exists():
            return []
        gone = [path for path in self.folder.iterdir() if _OURS.fullmatch(path.name) and path.name not in wanted]
        for path in gone:
            path.unlink(missing_ok=True)
        return [path.name for path in gone]
