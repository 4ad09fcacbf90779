from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.pace import Pace
from scheduler.retry import TRIES, next_try
from scheduler.sending import Abilities, burst_of

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@given(st.lists(st.tuples(st.floats(0, 2), st.floats(0, 1)), max_size=200), st.sampled_from([1, 10, 28]))
def test_no_second_ever_holds_more_than_the_limit(moments: list[tuple[float, float]], limit: int) -> None:
    """Nor where the program is held up, and what waited leaves late."""
    pace, now, left = Pace(limit), 0.0, []
    for gap, late in moments:
        now = pace.free_at(now + gap) + late
        pace.leave(now)
        left.append(now)
    for moment in left:
        assert sum(moment <= other < moment + 1 for other in left) <= limit
    assert left == sorted(left)


def test_what_waited_while_the_program_was_held_up_does_not_leave_together() -> None:
    pace = Pace(10)
    pace.leave(0.0)
    pace.leave(3.0)
    assert pace.free_at(3.0) > 3.05


def test_a_timer_that_is_late_by_a_little_costs_nothing_of_the_rate() -> None:
    pace, now = Pace(28), 0.0
    for _message in range(28 * 60):
        now = pace.free_at(now) + 0.001
        pace.leave(now)
    assert now < 60 * 1.01


def test_a_chat_gets_some_messages_at_once_and_then_one_at_a_time() -> None:
    pace, burst = Pace(1000), (3, 10.0)
    for _message in range(3):
        assert pace.chat_free_at(7, 0.0, burst) == 0.0
        pace.note(7, 0.0, burst)
    for moment in (10.0, 20.0):
        assert pace.chat_free_at(7, 0.0, burst) == moment
        pace.note(7, moment, burst)
    assert pace.chat_free_at(8, 0.0, burst) == 0.0
    assert pace.chat_free_at(7, 1000.0, burst) == 1000.0


@given(st.lists(st.floats(0, 30), max_size=100), st.sampled_from([2, 3, 20, 60]))
def test_a_group_never_gets_more_messages_a_minute_than_are_allowed(gaps: list[float], allowed: int) -> None:
    pace, burst, now, sent = Pace(1000), burst_of(allowed), 0.0, []
    for gap in gaps:
        now = pace.chat_free_at(-5, now + gap, burst)
        pace.note(-5, now, burst)
        sent.append(now)
    for moment in sent:
        assert sum(moment <= other < moment + 59.999 for other in sent) <= allowed


def test_unless_told_otherwise_it_is_what_telegram_allows() -> None:
    assert Abilities.group_burst == burst_of(20)


def test_idle_chats_are_forgotten() -> None:
    pace = Pace(1000)
    for chat in range(5000):
        pace.note(chat, float(chat), (20, 1.0))
    assert len(pace._busy_until) <= 2001


@pytest.mark.parametrize(
    ("attempts", "asked", "chance", "seconds"),
    [(1, None, 1.0, 1), (1, None, 0.0, 0.5), (4, None, 1.0, 8), (7, None, 1.0, 64), (2, 90.0, 1.0, 90)],
)
def test_waits_double_and_keep_what_was_asked_for(
    attempts: int, asked: float | None, chance: float, seconds: float
) -> None:
    moment = next_try(attempts, NOW, asked=asked, chance=chance)
    assert moment is not None
    assert (moment - NOW).total_seconds() == seconds


def test_after_the_last_try_there_is_none() -> None:
    assert next_try(TRIES, NOW, asked=1.0, chance=1.0) is None
