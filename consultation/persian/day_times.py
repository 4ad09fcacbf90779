"""Times of the day as people write them. All texts here are in the vocabulary of `date_words.plain`.

A time is counted in minutes from the beginning of its day: «۱۲ شب» is 1440, the end of it.
"""

from __future__ import annotations

import re

_LATER = {hour: hour + 12 for hour in range(1, 12)} | {12: 12} | {hour: hour for hour in range(13, 24)}
# What each part of the day makes of an hour; from 24 on they belong to the night after it.
_PARTS: dict[str, dict[int, int]] = {
    "morning": {hour: hour for hour in range(1, 12)},
    "am": {hour: hour for hour in range(12)} | {12: 0},
    "noon": {hour: _LATER[hour] for hour in (12, 1, 2, 3, 13, 14, 15)} | {11: 11},
    "pm": _LATER,
    "evening": {hour: _LATER[hour] for hour in (*range(1, 9), *range(13, 21))},
    "night": {hour: _LATER[hour] for hour in (*range(6, 12), *range(18, 24))}
    | {hour: hour + 24 for hour in range(5)}
    | {12: 24, 24: 24},
    "midnight": {0: 24, 12: 24, 24: 24, 1: 25, 2: 26, 3: 27},
}
_WHOLE = {"noon": 12 * 60, "midnight": 24 * 60}

_PART = "|".join(_PARTS)
_TO = r"(?:(?:(?P<to>[1-5]?\d) minute|(?:1 )?(?P<quarter_to>quarter)) به )?"
_HOUR = r"(?P<hour>\d{1,2})"
_PAST = (
    r"(?: ?[:.] ?(?P<minute>[0-5]\d)(?:[:.][0-5]\d)?"
    r"| و (?P<past>half|quarter|[1-5]?\d)(?: minute)?)?"
)
_FIRST, _LAST = rf"(?P<first>{_PART}) ", rf" (?P<last>{_PART})"
_CLOCK = re.compile(rf"(?:{_FIRST})?(?:hour )?{_TO}{_HOUR}{_PAST}(?:{_LAST})?")
_PAST_HOUR = {"half": 30, "quarter": 15}


def minutes_of(said: str) -> int | None:
    """None where it is not a time of day, or could be another one."""
    if said in _WHOLE:
        return _WHOLE[said]
    clock = _CLOCK.fullmatch(said)
    if clock is None or (clock["first"] and clock["last"] and clock["first"] != clock["last"]):
        return None
    hour = _hour(clock)
    minutes = None if hour is None else hour * 60 + _past_the_hour(clock)
    return minutes if minutes is not None and minutes >= 0 else None


def _hour(clock: re.Match[str]) -> int | None:
    hour, part = int(clock["hour"]), clock["first"] or clock["last"]
    if part:
        return _PARTS[part].get(hour)
    if hour == 24 and not _past_the_hour(clock):
        return 24
    exact = clock["minute"] is not None or len(clock["hour"]) == 2
    return hour if hour < 24 and (exact or hour not in _EITHER) else None


_EITHER = range(1, 7)  # «ساعت ۵» alone: in the morning or in the afternoon?


def _past_the_hour(clock: re.Match[str]) -> int:
    if clock["to"] or clock["quarter_to"]:
        return -int(clock["to"] or 15)
    past = clock["minute"] or clock["past"] or "0"
    return _PAST_HOUR[past] if past in _PAST_HOUR else int(past)


def _nameless(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


# Inside a longer text a time is told by «ساعت», by a colon, or by the part of the day.
_MARKED = re.compile(
    "|".join(
        rf"(?<![\w/.:-])(?:{_nameless(form)})(?![\w/:-]|\.\d)"
        for form in (
            rf"(?:{_FIRST})?hour {_TO}{_HOUR}{_PAST}(?:{_LAST})?",
            rf"(?:{_FIRST})?{_HOUR} ?: ?\d\d(?::\d\d)?(?:{_LAST})?",
            rf"{_TO}{_HOUR}{_PAST}{_LAST}",
            rf"{_FIRST}{_TO}{_HOUR}{_PAST}(?! [jg]\d)",
            "|".join(_WHOLE),
        )
    )
)
_AFTER_A_DATE = re.compile(r"(\d+[-/.]\d+[-/.]\d+|today|tomorrow|overmorrow) (0\d|[1-2]\d|[7-9])")


def split_time(said: str) -> tuple[str, str]:
    """The part of a text that tells the day, and the part that tells the time («» if none does)."""
    marked = _MARKED.search(said)
    if marked:
        day = f"{said[: marked.start()]} {said[marked.end() :]}"
        return " ".join(day.split()), marked[0]
    bare = _AFTER_A_DATE.fullmatch(said)
    return (bare[1], bare[2]) if bare else (said, "")
