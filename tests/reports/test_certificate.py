from __future__ import annotations

import re
from datetime import date

import pytest

from consultation.policy import Policy
from consultation.stakeholder import Segment
from consultation.texts import speaking
from consultation.topic import Topic, TopicState
from reports.certificate import certificate
from tests.reports.secretariat import NOW

LONG = "سید محمدحسین عبدالکریم‌زادهٔ طباطبایی‌نژاد (CEO, ISO 50001) " * 6


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(("name", "title"), [("ناهید رازقی", "برق"), (LONG, LONG * 2), ("#panic(1) $x$", "*b* <i>")])
def test_it_is_one_page_however_long_the_name(language: str, name: str, title: str) -> None:
    topic = Topic(1, TopicState.RESULTS, title, "", 1, None, NOW, NOW, NOW, Segment(), False, NOW)
    with speaking(language):
        made = certificate(topic, name, date(2026, 11, 23), "K7QX2M9A", "7KQX-2M9A-HTRV-E4CW", Policy())
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
