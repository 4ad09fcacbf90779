"""What can be wrong with the rows of the choices sheet."""

from __future__ import annotations

from collections.abc import Iterator

from consultation.conversation import LONGEST_LABEL
from consultation.questionnaire import SEVERAL
from consultation.texts import _, digits, inserted
from consultation.xlsform.aliases import YES, one_of
from consultation.xlsform.draft import Draft, Item
from consultation.xlsform.parameters import TICKS
from consultation.xlsform.problems import Problem
from consultation.xlsform.question_types import LISTED

MOST_CHOICES = 200


def incomplete_choices(draft: Draft) -> Iterator[Problem]:
    for item in draft.items:
        if not item.list_name:
            yield item.row.problem(
                "list_name",
                _("This choice belongs to no list"),
                _("Write the name of its list, the word that stands after select_one in the survey sheet."),
            )
        if not item.name:
            yield item.row.problem(
                "name",
                _("This choice has no name"),
                _("Write a short name for it, such as yes or agree_fully."),
            )


def repeated_choices(draft: Draft) -> Iterator[Problem]:
    if not _repetition_allowed(draft):
        yield from _repeated(draft)


def _repetition_allowed(draft: Draft) -> bool:
    return one_of(draft.setting("allow_choice_duplicates"), YES)


def _repeated(draft: Draft) -> Iterator[Problem]:
    for items in draft.lists.values():
        first: dict[str, Item] = {}
        for item in items:
            earlier = first.setdefault(item.name, item)
            if item.name and earlier is not item:
                yield item.row.problem(
                    "name",
                    _("The list “{list}” has the choice “{name}” already, in row {row}").format(
                        list=inserted(item.list_name),
                        name=inserted(item.name),
                        row=digits(earlier.row.number),
                    ),
                    _("Give each choice of a list a name of its own."),
                )


def choices_with_spaces(draft: Draft) -> Iterator[Problem]:
    """The answer to a select_multiple or a rank is its choices with spaces between them."""
    several = {line.list_name: line.type for line in draft.lines if line.type in SEVERAL}
    for item in draft.items:
        if item.list_name in several and len(item.name.split()) > 1:
            yield item.row.problem(
                "name",
                _("The name “{name}” has a space, and its list is used by {type}").format(
                    name=inserted(item.name), type=inserted(several[item.list_name])
                ),
                _("Write _ in place of the space; people read the label and not the name."),
            )


def long_lists(draft: Draft) -> Iterator[Problem]:
    """A list that is filtered may be long: nobody sees the whole of it."""
    whole = {line.list_name for line in draft.lines if line.type in LISTED and not line.row.text("choice_filter")}
    for name in whole:
        items = draft.lists.get(name, ())
        if len(items) > MOST_CHOICES:
            yield items[MOST_CHOICES].row.problem(
                "list_name",
                _("The list “{list}” has {count} choices; people can be shown {most} at most").format(
                    list=inserted(name), count=digits(len(items)), most=digits(MOST_CHOICES)
                ),
                _("Ask for a part of it first, and show the rest with choice_filter."),
            )


# -- remarks -----------------------------------------------------------------------------------------------------------


def unlabelled_choices(draft: Draft) -> Iterator[Problem]:
    for item in draft.items:
        if item.list_name and item.name and not item.row.texts("label"):
            yield item.row.problem(
                "label", _("This choice has no label; people will read its name"), _("Write its label.")
            )


def long_choice_labels(draft: Draft) -> Iterator[Problem]:
    """One remark a list: people can still choose by number."""
    for name, items in draft.lists.items():
        long = [one for one in items if any(len(text) > LONGEST_LABEL for text in one.row.texts("label").values())]
        if long:
            yield long[0].row.problem(
                "label",
                _("The list “{list}” has labels of more than {most} letters, too long for a button").format(
                    list=inserted(name), most=digits(LONGEST_LABEL)
                ),
                _("They will stand in the message and the buttons carry numbers. Shorten them if you can."),
            )


def unused_lists(draft: Draft) -> Iterator[Problem]:
    used = {line.list_name for line in draft.lines if line.type in LISTED}
    used |= {line.parameters.get(TICKS, "") for line in draft.lines if line.type == "range"}
    for name, items in draft.lists.items():
        if name not in used:
            yield items[0].row.problem(
                "list_name",
                _("No question uses the list “{list}”").format(list=inserted(name)),
                _("Write it after select_one or select_multiple, or delete its choices."),
            )


def allowed_repetitions(draft: Draft) -> Iterator[Problem]:
    """Allowed by the settings; still, two choices of one name are counted as one."""
    if _repetition_allowed(draft):
        yield from _repeated(draft)
