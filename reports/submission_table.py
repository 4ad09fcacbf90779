"""The answers as ODK and Kobo users know them: a submission table with XLSForm's names, and the files beside it.

A .zip: `submissions.csv` has the columns of ODK Central's export (group-question, question/choice split into 0 and 1,
meta-instanceID, KEY, ...); `media/` has what people sent.
"""

from __future__ import annotations

import uuid
import zipfile
from collections.abc import Iterator, Mapping
from mimetypes import guess_extension
from pathlib import Path

from sqlalchemy import Connection

from consultation.sent import file_reference
from reports.plain_tables import write_table
from reports.submissions import Submission, Submissions
from reports.variables import Value, Variable, variables
from storage import attachments

_META = (
    "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected",
    "Status", "ReviewState", "DeviceID", "Edits", "FormVersion",
)  # fmt: skip
_NAMESPACE = uuid.UUID("6c3b1f0a-2f0f-4b0e-9a55-6a617a620001")  # any constant: the same response has the same KEY again


def write_submissions(db: Connection, submissions: Submissions, path: Path, *, names: bool = False) -> None:
    told = variables(submissions.columns)
    groups = {column.name: column.groups for column in submissions.columns}
    media = {kept: _media_name(kept, mime) for kept, mime in attachments.fetched_of(db, submissions.topic.id).items()}
    table = path.with_suffix(".zip.csv")  # never the .csv of another export
    heading = ["SubmissionDate", *("-".join((*groups[v.question], v.name)) for v in told), *_META]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        write_table(table, heading, (_row(one, told, media, submissions.topic.id, names=names) for one in submissions))
        file.write(table, "submissions.csv")
        table.unlink()
        for kept, name in media.items():
            if (content := attachments.content(db, kept)) is not None:
                file.writestr(f"media/{name}", content)


def _row(
    one: Submission, told: list[Variable], media: Mapping[int, str], topic_id: int, *, names: bool
) -> Iterator[Value | None]:
    key = f"uuid:{uuid.uuid5(_NAMESPACE, f'{topic_id}/{one.receipt or one.number}')}"
    files = [_file(stored) for stored in one.given.values() if _file(stored) is not None]
    yield one.submitted_at.isoformat("T", "seconds")
    for variable in told:
        sent = _file(one.given.get(variable.question, ""))
        yield variable.of(one.given) if sent is None else media.get(sent)
    present = sum(sent in media for sent in files)
    yield from (key, key, "", one.name if names else "", present, len(files), "", "", one.channel, 0, one.version)


def _file(stored: str) -> int | None:
    reference = file_reference(stored)
    return int(reference) if reference.isdecimal() else None


def _media_name(kept: int, mime: str) -> str:
    """Never the name that it had on somebody's phone."""
    return f"{kept}{guess_extension(mime.partition(';')[0].strip()) or '.bin'}"
