"""A member's card as staff see it, more or less of it by what they may; and the list that a search finds."""

from __future__ import annotations

from sqlalchemy import Connection

from consultation.conversation import Button, Channel, Message, Rows, column, press
from consultation.persian.text import fold
from consultation.policy import Policy
from consultation.questionnaire import Questionnaire
from consultation.roles import MAY, Permission, Role
from consultation.searching import matching
from consultation.stakeholder import Stakeholder, Standing
from consultation.texts import LANGUAGES, _, bold, digits, inserted, ngettext
from reports import desk
from reports.segments import labels_of
from storage import invitees, people, register

PAGE = 8


def standing_name(person: Stakeholder) -> str:
    match person.standing:
        case Standing.NEW:
            return _("has not joined yet")
        case Standing.MEMBER:
            return _("member, verified") if person.verified_at else _("member")
        case Standing.LEFT:
            return _("has left")
        case Standing.WAITING:
            return _("waits for verification")
        case Standing.REJECTED:
            return _("not accepted")
        case Standing.BLOCKED:
            return _("blocked")


def label_of(profile: Questionnaire, question: str, name: str) -> str:
    return labels_of(profile, question).get(name, name)


def who(db: Connection, person: Stakeholder, profile: Questionnaire) -> str:
    """What everybody at the desk who may see members sees of one."""
    fields = sorted(people.fields_of(db, person.id))
    about = [label_of(profile, "kind", person.kind), person.organisation]
    lines = [
        f"👤 {bold(inserted(person.name or _('without a name')))}",
        _(", ").join(inserted(one) for one in about if one),
        _("Fields: {fields}").format(fields=_(", ").join(label_of(profile, "fields", one) for one in fields))
        if fields
        else "",
        _("Province: {province}").format(province=label_of(profile, "province", person.province))
        if person.province
        else "",
        _("Standing: {standing}").format(standing=standing_name(person)),
    ]
    return "\n".join(line for line in lines if line)


def card(db: Connection, person: Stakeholder, profile: Questionnaire, policy: Policy, role: Role | None) -> Message:
    may = MAY[role] if role else frozenset()
    parts = [who(db, person, profile)]
    if Permission.PERSONAL in may:
        parts.append(_more(db, person, policy))
    return Message("\n\n".join(parts), buttons=_buttons(person, may))


def _more(db: Connection, person: Stakeholder, policy: Policy) -> str:
    """How they are reached, how they came, and what they have taken part in."""
    names = {Channel.TELEGRAM: _("Telegram"), Channel.BALE: _("Bale")}
    places = people.addresses(db, person.id)
    told = [
        names[place.channel] if place.reachable else _("{messenger} (blocked)").format(messenger=names[place.channel])
        for place in places
    ]
    past = register.history(db, person.id)
    lines = [
        _("Messengers: {names}").format(names=_(", ").join(told)),
        _("Language: {language}").format(language=LANGUAGES.get(person.language, person.language)),
        _("Joined: {moment}").format(moment=desk.moment(person.consented_at or person.created_at, policy)),
        _invited(past.invited, past.declined),
    ]
    if phone := invitees.phone_of(db, person.id):
        lines.append(_("Phone, by our list: {phone}").format(phone=inserted(phone)))
    lines += [_("Answered: {code}. {title}").format(code=digits(code), title=title) for code, title in past.answered]
    return "\n".join(lines)


def _invited(topics: int, declined: int) -> str:
    told = ngettext("Invited to {n} topic", "Invited to {n} topics", topics).format(n=digits(topics))
    return told + (_("; declined {n}").format(n=digits(declined)) if declined else "")


def _buttons(person: Stakeholder, may: frozenset[Permission]) -> Rows:
    buttons = []
    if Permission.PERSONAL in may:
        if person.standing in (Standing.WAITING, Standing.REJECTED):
            buttons += [Button(_("✅ Accept"), press("accept", person.id))]
        if person.standing is Standing.WAITING:
            buttons += [Button(_("❌ Reject"), press("reject", person.id))]
        blocked = person.standing is Standing.BLOCKED
        label = _("🔓 Unblock") if blocked else _("🚫 Block")
        buttons.append(Button(label, press("unblock" if blocked else "block", person.id)))
    if Permission.MANAGE in may:
        buttons.append(Button(_("👥 The same person as …"), press("same", person.id)))
    return column(*buttons)


def meanings(typed: str, profile: Questionnaire) -> list[register.Meaning]:
    return [
        register.Meaning(
            word,
            kinds=_begun(word, profile, "kind"),
            fields=_begun(word, profile, "fields"),
            provinces=_begun(word, profile, "province"),
        )
        for word in register.words(typed)
    ]


def _begun(word: str, profile: Questionnaire, question: str) -> tuple[str, ...]:
    labels = labels_of(profile, question).items()
    begun = {name: label for name, label in labels if any(part.startswith(word) for part in fold(label).split())}
    return tuple(matching(word, begun))


def found(db: Connection, typed: str, ids: list[int], page: int, verb: str, profile: Questionnaire) -> Message:
    """One page of a search, a button a person. What was searched for stands in the text: no button could hold it."""
    shown = [people.get(db, one) for one in ids[:PAGE]]
    lines = [f"{digits(n)}. {_line(one, profile)}" for n, one in enumerate(shown, page * PAGE + 1)]
    rows = column(*(Button(_short(one), press(verb, one.id)) for one in shown))
    if len(ids) > PAGE:
        lines.append(_("There are more: please write another word of the name or the organisation as well."))
    heading = bold(_("Found for «{text}»:").format(text=inserted(typed)))
    return Message("\n".join([heading, *lines]), buttons=rows)


def _line(person: Stakeholder, profile: Questionnaire) -> str:
    about = [person.name or _("without a name"), label_of(profile, "kind", person.kind), person.organisation]
    return _(", ").join(inserted(one) for one in about if one)


def _short(person: Stakeholder) -> str:
    return (person.name or _("without a name"))[:40]
