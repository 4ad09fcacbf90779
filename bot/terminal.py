"""Forms in the terminal: check one, or answer it."""

from __future__ import annotations

from pathlib import Path

import typer

from bot.app import real_time
from consultation import lengths, nonresponses, sent, understanding, wording
from consultation.answers import ACKNOWLEDGED, NotAnAnswer, acknowledgement, range_of
from consultation.asking_again import why_again
from consultation.interview import Interview
from consultation.policy import Policy
from consultation.questionnaire import Question, Questionnaire, QuestionType
from consultation.scales import meanings
from consultation.texts import _, digits, inserted, ngettext, speaking
from consultation.xlsform.problems import FormRefused, ReadForm
from consultation.xlsform.reading import read_form

_SHOWN = 20  # numbers of a range
_BACK, _SKIP, _QUIT = "<", "-", "/quit"


def check(file: Path) -> int:
    """Print what is wrong with a form; 0 where it can be asked, 1 where not."""
    with speaking("fa"):
        form = _read(file)
        if form is None:
            return 1
        count = len(form.questionnaire.announced)
        for remark in form.remarks:
            typer.echo(f"• {remark}")
        told = ngettext("This form can be asked: {n} question.", "This form can be asked: {n} questions.", count)
        typer.echo(told.format(n=digits(count)))
        return 0


def _read(file: Path) -> ReadForm | None:
    try:
        return read_form(file.read_bytes(), file.name)
    except OSError as error:
        typer.echo(f"jazb: {file}: {error.strerror}", err=True)
    except FormRefused as refused:
        for number, problem in enumerate(refused.problems, 1):
            typer.echo(f"{digits(number)}. {problem}", err=True)
        for remark in refused.remarks:
            typer.echo(f"• {remark}", err=True)
    return None


def converse(file: Path, language: str) -> int:
    with speaking(language):
        form = _read(file)
        if form is None:
            return 1
        typer.echo(
            _("Write your answer; «{back}» goes back, «{skip}» skips, «{quit}» ends.").format(
                back=_BACK, skip=_SKIP, quit=_QUIT
            )
        )
        try:
            interview = _walk(form.questionnaire, language)
        except (EOFError, typer.Abort):
            return 1
        for question in interview.given:
            label = wording.asked(interview, question)
            typer.echo(f"{label}: {wording.shown(interview, question.name) or '—'}")
        return 0


def _walk(form: Questionnaire, language: str) -> Interview:
    now = Policy().local(real_time())
    interview = Interview(form, {}, now, language=language)
    while True:
        for note in interview.unread:
            _show(interview, note)
            interview = interview.answered(note, "")
        question = interview.asking
        if question is None:
            break
        _show(interview, question)
        typed = typer.prompt("", prompt_suffix="> ", default="", show_default=False)
        if typed.strip() == _QUIT:
            break
        interview = _step(interview, question, typed.strip())
    return interview


def _step(interview: Interview, question: Question, typed: str) -> Interview:
    if typed == _BACK:
        earlier = interview.before(question)
        return interview if earlier is None else interview.reopened(earlier.name)
    if not typed and (suggested := _suggestion(interview, question)):
        return interview.answered(question, suggested)
    if typed in (_SKIP, "") and not interview.required(question):
        return interview.answered(question, "")
    try:
        value = _read_answer(interview, question, typed)
    except NotAnAnswer as expected:
        typer.echo(str(expected))
        return interview
    if not interview.fits(question, value):
        typer.echo(wording.unfit(interview, question))
        return interview
    return interview.answered(question, value)


def _suggestion(interview: Interview, question: Question) -> str:
    return "" if question.name in interview.answers else understanding.suggestion(interview, question)


def _suggested(interview: Interview, question: Question) -> str:
    value = _suggestion(interview, question)
    told = _("Press Enter for what is suggested: {answer}")
    return told.format(answer=inserted(wording.shown_value(interview, question, value))) if value else ""


def _read_answer(interview: Interview, question: Question, typed: str) -> str:
    """A terminal sends no files: the path of one is taken for it."""
    if question.type not in sent.FILES:
        return understanding.read(interview, question, typed)
    if said := nonresponses.said(question, typed):
        return said
    if not _is_file(typed):
        raise NotAnAnswer(_("There is no file {path}.").format(path=inserted(typed)))
    return sent.file_answer(typed)


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:  # such as a name that is too long
        return False


def _show(interview: Interview, question: Question) -> None:
    now, total = interview.progress
    typer.echo("")
    section = wording.section(interview, question)
    if section is not None and wording.begins_section(interview, question):
        typer.echo(f"— {wording.section_name(interview, section)} —")
    if question.type is not QuestionType.NOTE:
        typer.echo(_("Question {n} of {total}").format(n=digits(now), total=digits(total)))
    typer.echo(wording.asked(interview, question))
    if hint := wording.hint(interview, question):
        typer.echo(f"  {hint}")
    for value, label in meanings(interview, question).items():
        typer.echo(f"  {digits(value)} = {label}")
    if why := why_again(interview, question):
        typer.echo(f"  {why}")
    for number, choice in enumerate(interview.choices(question), 1):
        typer.echo(f"  {digits(number)}. {wording.label(interview, choice, question)}")
    for told in (_ways_to_answer(question), *nonresponses.labels(question).values(), _suggested(interview, question)):
        if told:
            typer.echo(f"  {told}")
    for name in wording.media(interview, question).values():
        typer.echo(f"  [{name}]")


def _ways_to_answer(question: Question) -> str:
    match question.type:
        case QuestionType.RANGE:
            values = [digits(value) for value in range_of(question)]
            return " ".join(values) if len(values) <= _SHOWN else f"{values[0]} … {values[-1]}"
        case QuestionType.RANK:
            return _("Write the numbers in your order, with commas between.")
        case QuestionType.ACKNOWLEDGE:
            return f"{ACKNOWLEDGED} = {acknowledgement()}"
        case QuestionType.LOCATION:
            return _("Write latitude and longitude, such as {example}.").format(example=inserted("35.6892, 51.3890"))
        case QuestionType.TEXT:
            return lengths.hint(question)
        case type_ if type_ in sent.FILES:
            return _("Write the path of a file.")
        case _:
            return ""
