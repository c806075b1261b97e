"""What the page of one candidate says: the next step, the history, what a refusal erases."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from koalicja.coalitions.actions.answers import asks_of_answer, step_in_words
from koalicja.coalitions.forms.board import CandidacyForm, LaterForm
from koalicja.coalitions.models import Answer, Candidacy, CandidacyStep
from koalicja.coalitions.queries.board import name_of
from koalicja.coalitions.queries.candidate import CandidatePage
from koalicja.people.facts import contact_line, contact_link
from koalicja.ui.formats import day, number

State, Said = Candidacy.State, Answer.Said
CHANGES: Mapping[str, Promise] = {
    "notatki": gettext_lazy("What we know"),
    "krok": gettext_lazy("Next step"),
    "pozniej": gettext_lazy("Not now, later"),
    "mowi": gettext_lazy("Who would speak for them"),
}


def url(candidacy: Candidacy, name: str, *more: str) -> str:
    return reverse(f"coalitions:{name}", args=[candidacy.coalition_id, candidacy.pk, *more])


def after_talk(candidacy: Candidacy, outcome: str) -> str:
    """Back to the list for the next call; whoever asked for later is asked until when."""
    if outcome == "later":
        return url(candidacy, "change_candidate", "pozniej")
    return reverse("coalitions:board", args=[candidacy.coalition_id]) + f"#kandydat-{candidacy.pk}"


def next_step(candidacy: Candidacy, page: CandidatePage) -> dict[str, Any]:
    """What was agreed, or what their answer asks for; else what usually comes after this state."""
    talk = {"url": url(candidacy, "note_talk"), "label": _("Note a talk")}
    if candidacy.next_step:
        act = _instead(candidacy) if candidacy.state in Candidacy.PARTED else talk
        if page.answer and asks_of_answer(candidacy.next_step):
            act = _see_answer(candidacy, page.answer)
        due = day(candidacy.next_on) if candidacy.next_on else ""
        return act | {"title": step_in_words(candidacy.next_step), "who": candidacy.next_who, "due": due}
    return _calm(candidacy) or _answered(candidacy, page.current, talk) or _usual(candidacy, talk)


def _see_answer(candidacy: Candidacy, answer: Answer) -> dict[str, Any]:
    """To the page of the answer, with what it asks or whom it names."""
    asks = _("They ask: %(question)s") % {"question": answer.question} if answer.question else ""
    other = _("Instead: %(name)s") % {"name": answer.other_name} if answer.other_name else ""
    why = " ".join(filter(None, [asks, other]))
    return {"url": url(candidacy, "type_answer") + "#co-dalej", "label": _("Open the answer"), "why": why}


def _instead(candidacy: Candidacy) -> dict[str, Any]:
    """Where somebody else is found, after a refusal."""
    find = reverse("coalitions:find_candidates", args=[candidacy.coalition_id])
    return {"url": find, "label": _("Find somebody else"), "why": _come_back(candidacy)}


def _come_back(candidacy: Candidacy) -> str:
    until = candidacy.not_before
    return _("Come back after: %(day)s.") % {"day": day(until)} if until else ""


def _calm(candidacy: Candidacy) -> dict[str, Any]:
    """Nothing to do: they parted, asked for time, or are members."""
    until = candidacy.not_before
    if candidacy.state in Candidacy.PARTED:
        return {"title": _("Nothing waits here"), "why": _come_back(candidacy), "calm": True}
    if candidacy.is_member:
        return {"title": _("They are with you"), "why": _("Look again before the next meeting."), "calm": True}
    if until and until > timezone.localdate():
        title = _("Not now; come back after: %(day)s") % {"day": day(until)}
        return {"title": title, "why": _("They asked for time. Until then there is nothing to do."), "calm": True}
    return {}


def _answered(candidacy: Candidacy, answer: Answer | None, talk: dict[str, Any]) -> dict[str, Any]:
    """Before a meeting, whoever has answered is not asked for an answer again."""
    if answer is None or candidacy.state not in (State.LISTED, State.TALK, State.INVITED):
        return {}
    if answer.said == Said.MAYBE:
        return talk | {"title": _("Ask once more whether they will come"), "why": _("They do not know yet.")}
    if answer.said == Said.YES:
        why = _("Look again before the next meeting.")
        return {"title": _("They have said that they will come"), "why": why, "calm": True}
    return {"title": _("Nothing waits here"), "why": _("They have answered, and it was dealt with."), "calm": True}


def _usual(candidacy: Candidacy, talk: dict[str, Any]) -> dict[str, Any]:
    if candidacy.state == State.TALK:
        why = _("There was a talk. Write down what you agreed, who does it and when.")
        step = {"url": url(candidacy, "change_candidate", "krok"), "label": _("Write it down")}
        return step | {"title": _("Agree on what is next"), "why": why}
    if candidacy.state == State.LISTED:
        return talk | {"title": _("Talk with them"), "why": _("Nobody has asked them yet.")}
    if candidacy.state == State.INVITED:
        return talk | {"title": _("Ask whether they will come"), "why": _("The invitation is out.")}
    why = _("They were at a meeting. That makes nobody a member.")
    return talk | {"title": _("Ask whether they want to join"), "why": why}


def moves(candidacy: Candidacy) -> list[tuple[str, str]]:
    """States a button may say: all but the one it is in, and a refusal, which has a page of its own."""
    left = (State.DECLINED.value, candidacy.state)
    return [(key, str(label)) for key, label in State.choices if key not in left]


def saved_without(form: CandidacyForm) -> str:
    """What is said where "not now" was saved without a day."""
    if isinstance(form, LaterForm) and not form.cleaned_data["not_before"]:
        return _("No day is set: you may ask them at any time.")
    return ""


def contacts(page: CandidatePage) -> list[dict[str, Any]]:
    return [
        {"contact": each, "line": contact_line(each), "link": contact_link(each), "whose": each.person or ""}
        for each in page.contacts
    ]


def facts(candidacy: Candidacy, page: CandidatePage) -> list[dict[str, Any]]:
    """What was written down about them; of a resident no size."""
    known = ", ".join(name_of(each, knows_people=True) for each in page.knows)
    known_by = ", ".join(name_of(each, knows_people=True) for each in page.known_by)
    rows = [
        {"label": _("What they could bring"), "value": candidacy.brings},
        {"label": _("Who should ask"), "value": candidacy.should_ask},
        {"label": _("Knows"), "value": known},
        {"label": _("Known by"), "value": known_by},
    ]
    if page.answer and page.answer.gives:
        rows[0] = {"label": _("What they could bring"), "value": _brings(candidacy, page.answer)}
    if candidacy.organisation_id:
        size = candidacy.get_size_display() if candidacy.size else ""
        speaker = str(candidacy.person or "")
        rows[:0] = [{"label": str(CHANGES["mowi"]), "value": speaker}, {"label": _("How big it is"), "value": size}]
    return rows


def _brings(candidacy: Candidacy, answer: Answer) -> str:
    told = _("%(gives)s (from their answer)") % {"gives": answer.gives}
    return "; ".join(filter(None, [candidacy.brings, told]))


def named_by(page: CandidatePage) -> dict[str, Any]:
    """Who named them in an answer, and where they are to be found; the name of whoever was erased is gone."""
    naming = page.naming
    if naming is None:
        return {}
    who = "" if naming.candidacy.erased_at and not naming.candidacy.organisation_id else str(naming.candidacy.owner)
    return {"who": who, "on": naming.on, "where": naming.other_reach}


def history(page: CandidatePage) -> list[dict[str, Any]]:
    """Steps, answers and other talks, newest first; a step that was taken back says so."""
    lines = [*_steps(page), *_answers(page), *_talks(page)]
    return sorted(lines, key=lambda line: (line["on"], line["order"]), reverse=True)


def _steps(page: CandidatePage) -> Iterator[dict[str, Any]]:
    for step in page.steps:
        is_last = page.last is not None and step.pk == page.last.pk
        yield {
            "on": step.on,
            "order": (1, step.pk, 0),
            "text": str(step.get_state_display()),
            "note": step_note(step),
            "who": step.by or "",
            "undone": day(step.undone_at) if step.undone_at else "",
            "undone_by": step.undone_by or "",
            "may_undo": is_last,
            "undo_url": undoing(step) if is_last and page.is_by_link else "",
            "step": step,
        }


def _answers(page: CandidatePage) -> Iterator[dict[str, Any]]:
    """Each answer after the step before it; a refusal has a step that says so."""
    declined = {step.on for step in page.steps if step.state == State.DECLINED}
    for answer in page.answers:
        if answer.said == Answer.Said.NO and answer.on in declined:
            continue
        before = max((step.pk for step in page.steps if step.created_at <= answer.created_at), default=0)
        instead = _("Instead: %(name)s") % {"name": answer.other_name} if answer.other_name else ""
        asks = _("They ask: %(question)s") % {"question": answer.question} if answer.question else ""
        yield {
            "on": answer.on,
            "order": (1, before, answer.pk),
            "text": f"{pgettext('to an invitation', 'Answer')}: {answer.get_said_display()}",
            "note": "\n".join(filter(None, [answer.gives, instead, asks])),
            "who": ", ".join(filter(None, [str(answer.get_how_display()), str(answer.by or "")])),
        }


def step_note(step: CandidacyStep) -> str:
    """What was said: in the register's log, or in the step itself."""
    if step.entry:
        return ": ".join(filter(None, [str(step.entry.get_kind_display()), step.entry.text]))
    return step.note


def undoing(step: CandidacyStep) -> str:
    """Where an answer given by link is taken back, with a reason."""
    return f"{url(step.candidacy, 'undo_answer')}?krok={step.pk}"


def _talks(page: CandidatePage) -> Iterator[dict[str, Any]]:
    for entry in page.talks:
        yield {
            "on": entry.on,
            "order": (0, entry.pk, 0),
            "text": str(entry.get_kind_display()),
            "note": entry.text,
            "who": entry.by or "",
        }


def erasure_off(refused: Candidacy) -> str:
    """What a state after a refusal does away with."""
    return _("Nothing will be erased on %(day)s any more.") % {"day": day(refused.erase_on)}


def lost(candidacy: Candidacy, on: date, days: int) -> dict[str, str]:
    """What a refusal erases, when, and what stays: said before the button is pressed."""
    told = ngettext(
        "In %(count)s day, on %(day)s, this will be erased:",
        "In %(count)s days, on %(day)s, this will be erased:",
        days,
    )
    when = told % {"count": number(days), "day": day(on)} if days else _("This will be erased today:")
    if candidacy.organisation_id:
        return {
            "when": when,
            "what": _(
                "who would have spoken for them, what they could bring, whom they know, notes and lines of talks of "
                "this invitation"
            ),
            "stays": _("The name of the organisation stays on the list with “not now” and the day to come back."),
        }
    return {
        "when": when,
        "what": _(
            "everything on this page; and the person in the register with contacts and the sentences elsewhere that "
            "name her in full, unless she speaks for an organisation there or another coalition talks with her"
        ),
        "stays": _(
            "In the history of the coalition stay days without a name, also of struck entries: when “a person” was on "
            "the list, talked, was invited, came, what they answered and that they refused."
        ),
    }
