"""The public page of a topic: what was heard, what was decided, and figures in which nobody can be recognised.

One file with everything in it, for any web server; no script, nothing from elsewhere, nobody's name and nobody's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path

from sqlalchemy import Connection

from consultation.finding import Point, PointState, state_name
from consultation.persian import jalali
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.texts import LANGUAGES, _, digits, language, ngettext, speaking
from consultation.topic import Topic
from reports import public_figures
from reports.blocks import isolated
from reports.chart import Bar, Bars, Chart, Parts, colours
from reports.public_figures import Figure
from reports.small_cells import LEAST
from reports.topic_report import Reporter
from reports.wording import count
from storage import findings, questionnaires, topics
from storage.publications import Publication

INDEX, FEED = "index.html", "feed.xml"
_STYLE = Path(__file__).with_name("public_page.css")


@cache
def look() -> str:
    """Another one after an upgrade by which pages may look or read otherwise."""
    here = Path(__file__).parent
    made_by = [*sorted(here.glob("public_*")), *sorted((here.parent / "consultation" / "locale").glob("*.po"))]
    return sha256(b"".join(file.read_bytes() for file in made_by)).hexdigest()


def file_name(topic_id: int) -> str:
    return f"topic-{topic_id}.html"


@dataclass(frozen=True)
class Shown:
    """What everybody may know of a topic."""

    topic: Topic
    language: str
    published: date
    changed: date
    points: list[Point]
    told: int
    answered: int  # 0 where it is too few to be told
    figures: list[Figure]
    kinds: Bars | None


def language_of(form: Questionnaire, policy: Policy) -> str:
    """Of a topic: that of its questions, where we speak it."""
    return form.default_language if form.default_language in LANGUAGES else policy.language


def shown(db: Connection, topic: Topic, publication: Publication, reporter: Reporter) -> Shown:
    """Counts every answer once; to be called in the language of the topic."""
    tallies = reporter.tallied(db, topic)
    enough = tallies.n >= LEAST
    return Shown(
        topic=topic,
        language=language(),
        published=reporter.policy.local(publication.published_at).date(),
        changed=reporter.policy.local(publication.changed_at).date(),
        points=findings.of_topic(db, topic.id),
        told=topics.figures(db, [topic.id])[topic.id].told,
        answered=tallies.n if enough else 0,
        figures=public_figures.figures(tallies) if enough else [],
        kinds=public_figures.kinds(tallies) if enough else None,
    )


def write(found: Shown, policy: Policy, stamp: str) -> str:
    """The page as HTML."""
    with speaking(found.language):
        name = policy.organisation.get(found.language, "")
        parts = [_head(found, name), *_points(found.points), *_who(found), *_figures(found), _method(found)]
        return page(found.topic.title, "\n".join(parts), _foot(found, name), stamp)


def page(title: str, main: str, foot: str, stamp: str = "") -> str:
    """Around everything public: in the language in force."""
    way, news = "rtl" if language() == "fa" else "ltr", escape(_("Results"))
    return (
        f'<!doctype html>\n<html lang="{language()}" dir="{way}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="jazb" content="{escape(stamp)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<link rel="alternate" type="application/atom+xml" href="{FEED}" title="{news}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n"
        f"<main>\n{main}\n</main>\n<footer>\n{foot}\n</footer>\n</body>\n</html>\n"
    )


def said(text: str) -> str:
    return escape(isolated(text)).replace("\n", "<br>")


def _begun(heading: str) -> str:
    return f"<section><h2>{said(heading)}</h2>"


def _head(found: Shown, name: str) -> str:
    summary = f'<p class="lead">{said(found.topic.summary)}</p>' if found.topic.summary else ""
    return (
        f'<header><p class="from">{said(name)}</p><h1>{said(found.topic.title)}</h1>{summary}'
        f'<ul class="facts">{"".join(f"<li>{fact}</li>" for fact in _facts(found))}</ul></header>'
    )


def _facts(found: Shown) -> Iterator[str]:
    since = _("published on")
    if found.answered:
        yield _fact(count(found.answered), ngettext("person answered", "people answered", found.answered))
    if found.points:
        yield _fact(count(len(found.points)), ngettext("finding", "findings", len(found.points)))
    yield f"{said(since)} <b>{said(jalali.write_date(found.published, language()))}</b>"


def _fact(figure: str, what: str) -> str:
    return f"<b>{said(figure)}</b> {said(what)}"


# -- what was heard and decided ------------------------------------------------------------------------------


def _points(points: Sequence[Point]) -> Iterator[str]:
    if not points:
        return
    yield _begun(_("What was heard, and what was decided"))
    yield f'<ul class="states">{"".join(f"<li>{state}</li>" for state in states(points))}</ul>'
    yield "".join(_point(number, point) for number, point in enumerate(points, 1))
    yield "</section>"


def states(points: Sequence[Point]) -> Iterator[str]:
    """How many points are in which state."""
    for state in PointState:
        if n := sum(point.state is state for point in points):
            yield f"{_state(state)} <b>{said(count(n))}</b>"


def _state(state: PointState) -> str:
    mark = f'<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path d="{_MARKS[state]}"/></svg>'
    return f'<span class="state {state}">{mark}{said(state_name(state))}</span>'


# Drawn, since not every device has signs for them; told apart by their shape, not only by colour.
_MARKS = {
    PointState.REVIEW: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1M8 4v4.5l3 1.8",
    PointState.ACCEPTED: "M2 8.5 6.2 13 14 3.5",
    PointState.PARTLY: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13v13M10.5 4.5v7",
    PointState.REJECTED: "M3 3 13 13M13 3 3 13",
    PointState.DONE: "M3.5 15V2h9l-2.5 3.2 2.5 3.3h-9",
}


def _point(number: int, point: Point) -> str:
    name = _("Finding {n}").format(n=digits(number))
    parts = [(_("What we heard"), point.heard), (_("What we decided"), point.decided), (_("Why"), point.why)]
    if point.due_on is not None:
        parts.append((_("Due on"), jalali.write_date(point.due_on, language())))
    told = "".join(f"<dt>{said(head)}</dt><dd>{said(text)}</dd>" for head, text in parts if text)
    head = f"<header><h3>{said(name)}</h3>{_state(point.state)}</header>"
    return f'<article class="{point.state}" id="p{number}">{head}<dl>{told}</dl></article>'


# -- who answered, and what ----------------------------------------------------------------------------------


def _who(found: Shown) -> Iterator[str]:
    yield _begun(_("Who answered"))
    if not found.answered:
        told = _("Fewer than {n} people answered; figures are not shown, for somebody might be recognised.")
        yield f"<p>{said(told.format(n=digits(LEAST)))}</p>"
    elif found.told >= found.answered:
        told = _("{n} of the {total} people who were told of this topic answered.")
        yield f"<p>{said(told.format(n=count(found.answered), total=count(found.told)))}</p>"
    if found.kinds is not None:
        yield f"<figure>{_bars(found.kinds)}</figure>"
    yield "</section>"


def _figures(found: Shown) -> Iterator[str]:
    if found.figures:
        yield _begun(_("What was answered"))
        yield "".join(_figure(one) for one in found.figures)
        yield "</section>"


def _figure(one: Figure) -> str:
    head = f"<figcaption>{said(one.label)}</figcaption>"
    if one.chart is None:
        told = _("Too few answers to be shown without anybody being recognised.")
        return f'<figure>{head}<p class="quiet">{said(told)}</p></figure>'
    n = ngettext("{n} answer", "{n} answers", one.n).format(n=count(one.n))
    return f'<figure>{head}{drawn(one.chart)}<p class="quiet">{said(n)}</p></figure>'


def drawn(chart: Chart) -> str:
    """A chart as text with bars: it can be read aloud, copied, enlarged, and fits a phone."""
    match chart:
        case Parts(_title, labels, ((_row, shares, told), *_more)):
            return _parts(labels, shares, told)
        case Bars():
            return _bars(chart)
        case _:
            raise ValueError("this kind of chart is not drawn for everybody")


def _bars(chart: Bars) -> str:
    return f'<ul class="bars">{"".join(map(_bar, chart.bars))}</ul>'


def _bar(bar: Bar) -> str:
    length = round(100 * bar.length, 2)
    svg = (
        '<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" '
        f'height="1"/><rect class="part" width="{length}" height="1"/></svg>'
    )
    return f'<li><span class="label">{said(bar.label)}</span>{svg}<span class="told">{said(bar.told)}</span></li>'


def _parts(labels: Sequence[str], shares: Sequence[float], told: Sequence[str]) -> str:
    palette, begun, rects, legend = colours(len(labels)), 0.0, "", ""
    for label, share, figure, colour in zip(labels, shares, told, palette, strict=True):
        rects += f'<rect x="{100 * begun:.2f}" width="{100 * share:.2f}" height="1" fill="{colour}"/>'
        swatch = f'<svg viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="{colour}"/></svg>'
        legend += f'<li>{swatch}<span>{said(label)}</span> <b class="told">{said(figure)}</b></li>'
        begun += share
    svg = f'<svg class="parts" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">{rects}</svg>'
    return f'{svg}<ul class="legend">{legend}</ul>'


def _method(found: Shown) -> str:
    lines = [
        _("Shares are whole per cents of those who answered the question."),
        _(
            "What fewer than {n} people chose or are is joined with something else or not told, and nobody's own "
            "words are shown: nobody is to be recognised here."
        ).format(n=digits(LEAST)),
    ]
    if found.topic.anonymous:
        lines.append(_("This topic was anonymous: the ministry itself does not know who said what."))
    heading, told = _("About these figures"), " ".join(lines)
    return f'<section class="method"><h2>{said(heading)}</h2><p>{said(told)}</p></section>'


def _foot(found: Shown, name: str) -> str:
    changed = _("As of {day}").format(day=jalali.write_date(found.changed, language()))
    every, news = said(_("All results")), said(_("Feed of news"))
    return f'<p>{said(name)} · {said(changed)}</p><p><a href="{INDEX}">{every}</a> · <a href="{FEED}">{news}</a></p>'


def form_of(db: Connection, topic: Topic) -> Questionnaire:
    return questionnaires.get(db, topic.questionnaire_id)
