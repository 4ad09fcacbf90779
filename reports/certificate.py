"""A certificate of participation: one page, set by Typst, with a code by which anybody can have it confirmed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import typst

from consultation.persian import jalali
from consultation.policy import Policy
from consultation.texts import _, inserted, language
from consultation.topic import Topic
from reports import chart
from reports.blocks import isolated

_TEMPLATE = Path(__file__).with_name("certificate.typ")


def caption(topic: Topic) -> str:
    """What comes with it: who can learn what by its code."""
    ready = _("Here is your certificate of participation.")
    if topic.anonymous:
        told = _("Whoever has its code may ask whether it is genuine. As the topic was anonymous, no name is told.")
    else:
        told = _("Whoever has its code may ask whether it is genuine, and is told your name, the topic and the day.")
    return f"📜 {ready}\n{told}"


def certificate(topic: Topic, name: str, day: date, receipt: str, code: str, policy: Policy) -> bytes:
    """In the language in force. `receipt` is "" where it would lead to the answers: of an anonymous topic."""
    facts = [(_("Date"), jalali.write_date(day, language())), (_("Verification code"), inserted(code))]
    if receipt:
        facts.insert(1, (_("Receipt code"), inserted(receipt)))
    data = {
        "organisation": isolated(policy.organisation.get(language(), "")),
        "heading": _("Certificate of participation"),
        "before": _("This is to certify that"),
        "name": isolated(name),
        "between": _("took part in the public consultation"),
        "title": isolated(topic.title),
        "after": _("and gave an opinion. Thank you for the time and thought that were given to it."),
        "facts": facts,
        "check": _("Anybody may check it: send {command} to the bot «{bot}».").format(
            command=inserted(f"/verify {code}"), bot=inserted(policy.name.get(language(), ""))
        ),
        "language": language(),
        "right_to_left": language() == "fa",
        "fonts": [chart.PREFERRED, chart.ALWAYS_THERE],
    }
    made: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(chart.font_folder())],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return made
