"""Settings: a TOML file, over it the environment (JAZB_TELEGRAM__TOKEN=...). A typing error is one clear sentence."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Container
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from consultation.policy import Kept, Policy
from consultation.roles import Role

Step = Annotated[str, StringConstraints(pattern=r"^\d+[%dh]$")]
Member = Annotated[str, StringConstraints(pattern=r"^(telegram|bale):\d+$")]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class SettingsError(Exception):
    """What is wrong with the configuration, where, and the cure, in one sentence a line."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Texts(Part):
    fa: str
    en: str


class Product(Part):
    name: Texts = Texts(fa="جذب", en="Jazb")
    organisation: Texts = Texts(fa="دبیرخانهٔ جمع‌سپاری", en="the consultation secretariat")
    language: Literal["fa", "en"] = "fa"
    time_zone: str = "Asia/Tehran"


class Storage(Part):
    url: str = "sqlite+aiosqlite:///data/jazb.db"


class Files(Part):
    folder: Path = Path("data/files")


class Messenger(Part):
    token: SecretStr = SecretStr("")
    token_file: Path | None = None
    messages_per_second: Annotated[float, Field(gt=0, le=100_000)] = 28.0
    to_a_group_per_minute: Annotated[int, Field(ge=2, le=6000)] = 20

    def secret(self, name: str) -> str:
        """The token, from here or from its file. Raises SettingsError."""
        if self.token_file is None or self.token.get_secret_value():
            return self.token.get_secret_value()
        try:
            return self.token_file.read_text("utf-8").strip()
        except OSError as error:
            raise SettingsError(f"{name}.token_file: {self.token_file} cannot be read: {error.strerror}.") from error


class Telegram(Messenger):
    api_url: str = "https://api.telegram.org"
    proxy: str = ""


class Bale(Messenger):
    api_url: str = "https://tapi.bale.ai"
    messages_per_second: Annotated[float, Field(gt=0, le=100_000)] = 10.0


class Delivery(Part):
    unknown_outcome: Literal["resend", "mark"] = "resend"


class Webhook(Part):
    url: Annotated[str, StringConstraints(pattern=r"^(https?://[^/?#]+.*)?$")] = ""
    listen: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8443


class Joining(Part):
    consent_version: str = "1"
    profile_form: Path | None = None


class Members(Part):
    verify: bool = False


class Topics(Part):
    open_for_days: Annotated[int, Field(ge=1, le=365)] = 14


class Reminders(Part):
    plan: tuple[Step, ...] = ("50%", "3d", "1d")
    quiet_from: time = time(22)
    quiet_until: time = time(8)
    weekend: tuple[Weekday, ...] = ("friday",)
    holidays_of: str = "IR"
    holidays_added: tuple[date, ...] = ()
    holidays_removed: tuple[date, ...] = ()


class Staff(Part):
    members: tuple[Member, ...] = ()
    four_eyes: bool = False
    default_role: Literal["owner", "editor", "approver", "helper", "reader"] = "owner"
    digest_at: time = time(9)


class Results(Part):
    folder: Path | None = None
    address: Annotated[str, StringConstraints(pattern=r"^(https?://[^/?#]+[^?#]*)?$")] = ""

    @property
    def base(self) -> str:
        return self.address.rstrip("/")


class Retention(Part):
    messages_days: Annotated[int, Field(ge=1)] = 90
    quarantine_days: Annotated[int, Field(ge=1)] = 30
    audit_days: Annotated[int, Field(ge=0)] = 0

    def kept(self) -> Kept:
        audit = timedelta(days=self.audit_days) if self.audit_days else None
        return Kept(timedelta(days=self.messages_days), timedelta(days=self.quarantine_days), audit)


class Monitoring(Part):
    listen: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    sentry_dsn: SecretStr = SecretStr("")


class Log(Part):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="JAZB_", env_nested_delimiter="__", extra="forbid")
    file: ClassVar[Path | None] = None

    product: Product = Product()
    storage: Storage = Storage()
    files: Files = Files()
    telegram: Telegram = Telegram()
    bale: Bale = Bale()
    delivery: Delivery = Delivery()
    webhook: Webhook = Webhook()
    joining: Joining = Joining()
    members: Members = Members()
    topics: Topics = Topics()
    reminders: Reminders = Reminders()
    staff: Staff = Staff()
    results: Results = Results()
    retention: Retention = Retention()
    monitoring: Monitoring = Monitoring()
    log: Log = Log()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=cls.file)

    def policy(self) -> Policy:
        return Policy(
            name=self.product.name.model_dump(),
            organisation=self.product.organisation.model_dump(),
            language=self.product.language,
            consent_version=self.joining.consent_version,
            time_zone=_zone(self.product.time_zone),
            reminders=self.reminders.plan,
            quiet_from=self.reminders.quiet_from,
            quiet_until=self.reminders.quiet_until,
            weekend=frozenset(get_args(Weekday).index(day) for day in self.reminders.weekend),
            holidays=_holidays(self.reminders),
            digest_at=self.staff.digest_at,
            kept=self.retention.kept(),
            verify=self.members.verify,
            open_for_days=self.topics.open_for_days,
            staff=frozenset(_member(member) for member in self.staff.members),
            four_eyes=self.staff.four_eyes,
            pace=self._pace(),
            default_role=Role(self.staff.default_role),
            repeat_unknown=self.delivery.unknown_outcome == "resend",
            results_address=self.results.base if self.results.folder else "",
        )

    def _pace(self) -> float:
        """What the faster messenger takes: for a forecast, until the first campaign has shown how it comes on."""
        used = [one.messages_per_second for one in (self.telegram, self.bale) if one.token or one.token_file]
        return max(used, default=self.telegram.messages_per_second)


def load(file: Path | None) -> Settings:
    """Settings from this file (none: the environment alone). Raises SettingsError."""
    if file is not None and not file.is_file():
        raise SettingsError(
            f"There is no configuration file {file}. Copy config.example.toml to {file} and fill it in."
        )
    reading = type("Settings", (Settings,), {"file": file})
    try:
        settings: Settings = reading()
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}.") from error
    except ValidationError as error:
        raise SettingsError("\n".join(_told(problem) for problem in error.errors())) from error
    settings.policy()
    return settings


def _told(problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] != "extra_forbidden" and problem["loc"][-1] in ("token", "url", "sentry_dsn"):
        return f"{place}: {problem['msg']}."  # what was found may be a secret
    if problem["type"] != "extra_forbidden":
        return f"{place}: {problem['msg']} (found {problem['input']!r})."
    *sections, name = problem["loc"]
    known = _keys(sections)
    near = difflib.get_close_matches(str(name), known, n=1)
    return f"{place}: there is no such setting; " + (
        f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}."
    )


def _keys(sections: list[Any]) -> list[str]:
    model: Any = Settings
    for section in sections:
        model = model.model_fields[section].annotation
    return list(model.model_fields)


@dataclass(frozen=True)
class DaysOff:
    """Official holidays, with the ministry's own additions and removals."""

    official: Container[date]
    added: frozenset[date]
    removed: frozenset[date]

    def __contains__(self, day: object) -> bool:
        return day in self.added or (day in self.official and day not in self.removed)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingsError(
            f"product.time_zone: there is no time zone {name!r}; use one such as Asia/Tehran."
        ) from error


def _member(member: str) -> tuple[str, int]:
    channel, _colon, user_id = member.partition(":")
    return channel, int(user_id)


def _holidays(reminders: Reminders) -> Container[date]:
    if not reminders.holidays_of:
        return frozenset(reminders.holidays_added)
    try:
        official = holidays.country_holidays(reminders.holidays_of)
    except NotImplementedError as error:
        cure = 'use a country code such as IR, or "" for none'
        raise SettingsError(
            f"reminders.holidays_of: no holidays are known of {reminders.holidays_of!r}; {cure}."
        ) from error
    return DaysOff(official, frozenset(reminders.holidays_added), frozenset(reminders.holidays_removed))
