"""What the ministry has settled about how it consults: read from the configuration, handed to whoever decides."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from consultation.roles import Role

_LONGEST_REST = 60  # days
_TEHRAN = ZoneInfo("Asia/Tehran")


@dataclass(frozen=True)
class Kept:
    """For how long what is not an answer is kept."""

    messages: timedelta = timedelta(days=90)  # that were sent
    quarantine: timedelta = timedelta(days=30)
    audit: timedelta | None = None  # None: for ever


@dataclass(frozen=True)
class Policy:
    name: Mapping[str, str] = field(default_factory=lambda: {"fa": "جذب", "en": "Jazb"})
    organisation: Mapping[str, str] = field(default_factory=lambda: {"fa": "دبیرخانه", "en": "the secretariat"})
    language: str = "fa"  # of the staff groups
    consent_version: str = "1"
    time_zone: ZoneInfo = _TEHRAN
    reminders: tuple[str, ...] = ("50%", "3d", "1d")
    quiet_from: time = time(22)
    quiet_until: time = time(8)
    weekend: frozenset[int] = frozenset({4})  # Python's weekdays: Friday
    holidays: Container[date] = frozenset()
    digest_at: time = time(9)
    verify: bool = False  # whether the secretariat looks at every new profile first
    open_for_days: int = 14  # how long a topic is open when staff name no closing time
    kept: Kept = Kept()
    staff: frozenset[tuple[str, int]] = frozenset()  # named staff, owners all: (channel, user id)
    four_eyes: bool = False  # whoever wrote a topic cannot release it
    pace: float = 28.0  # messages a second, as long as no campaign has shown how fast they go
    default_role: Role = Role.OWNER  # of administrators of a staff group who were given none
    results_address: str = ""  # where results stand for everybody; "" where they do not
    repeat_unknown: bool = True  # whether what may have arrived is sent again, where many are told

    def next_morning(self, moment: datetime) -> datetime:
        """When people may be written to first again, on another day than this."""
        day = self.local(moment).date()
        mornings = (
            datetime.combine(day + timedelta(days=ahead), self.quiet_until, tzinfo=self.time_zone)
            for ahead in range(1, _LONGEST_REST)
        )
        return next((morning for morning in mornings if self.may_disturb(morning)), moment + timedelta(days=1))

    def day(self, moment: datetime) -> date:
        return self.local(moment).date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.time_zone)

    def may_disturb(self, moment: datetime) -> bool:
        """Whether people may be written to first: not at night, not on a day of rest."""
        local = self.local(moment)
        awake = self.quiet_until <= local.time() < self.quiet_from
        return awake and local.weekday() not in self.weekend and local.date() not in self.holidays
