"""`make catalogues` ends here: in English every sentence is its own translation, and no header changes by itself."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po, write_po

LOCALE = Path(__file__).parent.parent / "consultation" / "locale"
_KEPT = ("Project-Id-Version", "Language:", "Plural-Forms", "MIME-Version", "Content-T")


def tidy(path: Path) -> None:
    language = path.stem
    catalogue = read_po(BytesIO(path.read_bytes()), locale=language)
    for message in catalogue:
        if message.id and language == "en":
            message.string = message.id
    written = BytesIO()
    write_po(written, catalogue, width=0, include_lineno=False, ignore_obsolete=True)
    header, _blank, sentences = written.getvalue().decode().partition("\n\n")
    kept = [line for line in header.splitlines() if not line.startswith('"') or line.startswith(_quoted())]
    path.write_text("\n".join(kept) + "\n\n" + sentences, encoding="utf-8")


def _quoted() -> tuple[str, ...]:
    return tuple(f'"{name}' for name in _KEPT)


if __name__ == "__main__":
    for one in LOCALE.glob("*.po"):
        tidy(one)
