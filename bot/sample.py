"""What the demonstration begins with: claimed staff groups, and a topic that waits to be published."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from io import BytesIO

import xlsxwriter
from sqlalchemy import Connection

from bot.app import App
from consultation.conversation import Channel, File, Message
from consultation.forms import sample_topic
from consultation.texts import _, bold, speaking
from reports import desk
from storage import outbox, questionnaires, staff, topics

_SUMMARY = (
    "تابستان گذشته محدودیت برق، تولید بسیاری از واحدهای صنعتی و معدنی را کاهش داد. وزارت صمت پیش از نوشتن "
    "برنامهٔ تابستان ۱۴۰۶ می‌خواهد بداند کدام راه‌ها از نگاه فعالان و صاحب‌نظران کارسازتر است."
)
# Invented for the demonstration: month, hours of restriction a week, share of output lost.
_TABLE = (("خرداد", 8, 0.06), ("تیر", 16, 0.13), ("مرداد", 18, 0.16), ("شهریور", 9, 0.07))


async def put_sample(app: App, groups: list[tuple[Channel, int]]) -> None:
    """Once a database: a second start finds everything there."""
    await app.database.transaction(lambda db: _put(db, app, groups, app.now()))
    app.wake()


def _put(db: Connection, app: App, groups: list[tuple[Channel, int]], now: datetime) -> None:
    policy = app.settings.policy()
    if staff.groups(db):
        return
    form = questionnaires.store(db, sample_topic(), now)
    last_day = policy.local(now).date() + timedelta(days=policy.open_for_days)
    closes_at = datetime.combine(last_day, time(23, 59), tzinfo=policy.time_zone)
    title = "تأمین برق پایدار واحدهای صنعتی در تابستان ۱۴۰۶"
    topic = topics.draft(db, title, _SUMMARY, form, closes_at, now)
    topics.attach(db, topic.id, File("", "document", "محدودیت برق صنایع (نمونه).xlsx", content=_document()))
    with speaking(policy.language):
        panel = desk.panel(db, topic, app.house.profile, now, policy)
        hello = _("This is a demonstration. Let people join on their phones; then publish the topic below.")
        for channel, chat_id in groups:
            staff.claim(db, channel, chat_id, "", now)
            for message in (Message(bold(hello)), panel):
                outbox.put(db, channel, chat_id, message, now, to_group=True, topic_id=topic.id)


def _document() -> bytes:
    """A small table for participants to read."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("محدودیت برق")
        sheet.right_to_left()
        sheet.set_column("A:C", 24)
        head = book.add_format({"bold": True, "bg_color": "#DCE9E6", "border": 1})
        share = book.add_format({"num_format": "[$-3000401]0%", "border": 1})
        figure = book.add_format({"num_format": "[$-3000401]0", "border": 1})
        sheet.write_row(0, 0, ["ماه", "ساعت محدودیت در هفته", "کاهش تولید"], head)
        for row, (month, hours, lost) in enumerate(_TABLE, 1):
            sheet.write_string(row, 0, month)
            sheet.write_number(row, 1, hours, figure)
            sheet.write_number(row, 2, lost, share)
        sheet.write_string(len(_TABLE) + 2, 0, "این ارقام ساختگی است و تنها برای نمایش نرم‌افزار آمده است.")
    return content.getvalue()
