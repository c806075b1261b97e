"""Forms of the candidates' room: what to show, whom to put on the list, what came of a talk, what changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.coalitions import actions
from koalicja.coalitions.forms.purpose import SharedForm, today
from koalicja.coalitions.models import Candidacy
from koalicja.coalitions.queries.board import COMING, LATER, PARTED, TABLE, UNASKED, Seat
from koalicja.coalitions.queries.candidate import speakers_for
from koalicja.engine.matching.text import fold
from koalicja.people.actions.edits import Edit, last_event
from koalicja.people.forms.fields import BirthsApart, Day, Line, Lines
from koalicja.people.models import ContactEntry, User
from koalicja.people.queries.register import UNKNOWN_GROUP, Filters
from koalicja.standing import wording
from koalicja.standing.refusals import FactRefused
from koalicja.ui.formats import day
from koalicja.ui.groups import GROUP_NAMES, UNKNOWN

DUE = "due"
ORDER = (UNASKED, COMING, TABLE, LATER, PARTED)
State = Candidacy.State


def group_choices() -> list[tuple[str, Any]]:
    return [("", pgettext_lazy("filter", "all groups")), *GROUP_NAMES.items(), (UNKNOWN_GROUP, UNKNOWN)]


class BoardFilter(forms.Form):
    """Which of the list to show; anything unreadable is no filter."""

    q = Line(label=gettext_lazy("Name"), required=False, max_length=100)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False, choices=group_choices)
    only = forms.ChoiceField(
        label=pgettext_lazy("filter", "How far"),
        required=False,
        choices=[
            ("", pgettext_lazy("filter", "everybody")),
            (UNASKED, gettext_lazy("nobody asked yet")),
            (DUE, gettext_lazy("something agreed waits")),
            (COMING, gettext_lazy("talked with or invited")),
            (TABLE, gettext_lazy("at the table")),
            (LATER, gettext_lazy("later")),
            (PARTED, gettext_lazy("not any more")),
        ],
    )

    def chosen(self, seats: Sequence[Seat]) -> list[Seat]:
        """Those of the list that pass, first whoever waits; one whose name is not shown cannot be searched for."""
        self.is_valid()
        read = self.cleaned_data
        words, group, only = fold(read.get("q", "")), read.get("group", ""), read.get("only", "")
        group = "" if group == UNKNOWN_GROUP else group or None
        passing = [
            seat
            for seat in seats
            if (not words or (seat.name and words in fold(seat.name)))
            and group in (None, seat.candidacy.group)
            and (not only or only == seat.stage or (only == DUE and seat.is_due))
        ]
        return sorted(passing, key=lambda seat: (not seat.is_due, ORDER.index(seat.stage)))

    def is_filtering(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in self.fields)


class FindForm(forms.Form):
    """Whom to look for in the register; anything unreadable is no filter."""

    q = Line(label=gettext_lazy("Search"), required=False, max_length=200, widget=forms.TextInput({"type": "search"}))
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False, choices=group_choices)

    def filters(self) -> Filters:
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})


class DatedForm(BirthsApart):
    on = Day(label=pgettext_lazy("talk", "When"), initial=today)

    def refuse_day(self, refusal: FactRefused) -> None:
        """Say beside the day why the ledger does not take it."""
        self.add_error("on", wording.refusal(refusal))


OUTCOMES: dict[str, Any] = {
    "wants": pgettext_lazy("outcome of a talk", "wants to come"),
    "thinks": pgettext_lazy("outcome of a talk", "is thinking about it"),
    "asks": pgettext_lazy("outcome of a talk", "wants to know more"),
    "later": pgettext_lazy("outcome of a talk", "not now, later"),
    "nobody": pgettext_lazy("outcome of a talk", "nobody answered"),
    "other": pgettext_lazy("outcome of a talk", "something else"),
}


class TalkForm(DatedForm):
    """A talk and what came of it; the button says the outcome."""

    kind = forms.ChoiceField(
        label=gettext_lazy("How"), choices=ContactEntry.Kind.choices, initial="call", widget=forms.RadioSelect
    )
    text = Lines(
        label=gettext_lazy("What came of it, in a few words"),
        required=False,
        max_length=450,
        help_text=gettext_lazy("Write what this person may read one day."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    outcome = forms.ChoiceField(choices=OUTCOMES.items(), widget=forms.HiddenInput)
    field_order = ["kind", "on", "text", "outcome"]

    def said(self) -> dict[str, Any]:
        """Arguments of note_contact and note_attempt."""
        given = self.cleaned_data
        words = "" if given["outcome"] == "other" else str(OUTCOMES[given["outcome"]])
        return {"kind": given["kind"], "on": given["on"], "text": ". ".join(filter(None, [words, given["text"]]))}


class MoveForm(DatedForm):
    """Any state but a refusal, which has a page of its own."""

    state = forms.ChoiceField(choices=[each for each in State.choices if each[0] != State.DECLINED])
    note = Line(label=gettext_lazy("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, has_refused: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_refused = has_refused

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"])
        if self.has_refused and not note:
            told = _("They refused by link themselves, and their data is to be erased. Write here what has changed.")
            raise forms.ValidationError(told)
        return note


class NoForm(DatedForm):
    """They said no; of an organisation also when one may ask again."""

    not_before = Day(
        label=gettext_lazy("Not now, come back after"),
        required=False,
        help_text=gettext_lazy("Leave it empty if you are not to come back."),
    )
    field_order = ["on", "not_before"]

    def __init__(self, *args: Any, candidacy: Candidacy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not candidacy.organisation_id:
            del self.fields["not_before"]


class CandidacyForm(SharedForm):
    """A part of a candidacy that two people may change at once."""

    def __init__(self, *args: Any, candidacy: Candidacy, **kwargs: Any) -> None:
        self.candidacy = candidacy
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(candidacy, name) for name in self.watched}
        self.initial["since"] = last_event(candidacy.key)

    def save(self, by: User) -> Edit:
        """Raises EditConflict and Gone."""
        return actions.update_candidacy(self.candidacy, by=by, seen=self.seen(), new=self.new(), since=self.opened_at())

    def _as_read(self, name: str, value: Any) -> str:
        return day(value) if isinstance(value, date) else super()._as_read(name, value)


class NotesForm(CandidacyForm):
    """What they could bring and who should ask; a size only of organisations, in words."""

    size = forms.ChoiceField(label=gettext_lazy("How big it is"), required=False, widget=forms.RadioSelect)
    brings = Line(label=gettext_lazy("What they could bring"), required=False, max_length=500)
    should_ask = Line(
        label=gettext_lazy("Who should ask"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Whoever they know and trust."),
    )

    def __init__(self, *args: Any, candidacy: Candidacy, **kwargs: Any) -> None:
        super().__init__(*args, candidacy=candidacy, **kwargs)
        if candidacy.organisation_id:
            choices = [("", _("not said")), *Candidacy.Size.choices]
            self.fields["size"].choices = choices  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["size"]


class NextStepForm(CandidacyForm):
    next_step = Line(label=gettext_lazy("Next step"), required=False, max_length=300)
    next_who = Line(label=pgettext_lazy("next step", "Who"), required=False, max_length=200)
    next_on = Day(label=pgettext_lazy("next step", "When"), required=False)

    def save(self, by: User) -> Edit:
        return actions.plan_next_step(self.candidacy, by=by, seen=self.seen(), new=self.new(), since=self.opened_at())


class LaterForm(CandidacyForm):
    not_before = Day(
        label=gettext_lazy("Not now, come back after"),
        required=False,
        help_text=gettext_lazy("Until that day nothing reminds you of them. Leave it empty to ask them at any time."),
    )

    def save(self, by: User) -> Edit:
        seen, new = self.seen().get("not_before"), self.cleaned_data["not_before"]
        return actions.postpone(self.candidacy, by=by, seen=seen, not_before=new, since=self.opened_at())


class SpeakerForm(CandidacyForm):
    """Who would speak for the organisation: one of those whom the register knows to speak for it, or nobody yet."""

    person_id = forms.ChoiceField(
        label=gettext_lazy("Who would speak for them"),
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Invitations and lists name this person first, and reach her or him before others."),
    )

    def __init__(self, *args: Any, candidacy: Candidacy, **kwargs: Any) -> None:
        super().__init__(*args, candidacy=candidacy, **kwargs)
        self.people = speakers_for(candidacy)
        choices = [("", _("nobody yet")), *((str(each.person.pk), each.label) for each in self.people)]
        self.fields["person_id"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def save(self, by: User) -> Edit:
        seen, chosen = self.seen().get("person_id"), self.cleaned_data["person_id"]
        person = next((each.person for each in self.people if str(each.person.pk) == chosen), None)
        return actions.set_spokesperson(
            self.candidacy, by=by, seen=int(seen) if seen else None, person=person, since=self.opened_at()
        )


class KnowsForm(forms.Form):
    """Whom they know of the list; what was ticked when the page opened travels along, so that two people add up."""

    knows = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Knows"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=5000)

    def __init__(self, *args: Any, known: Sequence[int], others: Mapping[int, str], **kwargs: Any) -> None:
        kwargs["initial"] = {"knows": list(known), "shown": ",".join(map(str, known))}
        super().__init__(*args, **kwargs)
        self.fields["knows"].choices = list(others.items())  # type: ignore[attr-defined]  # a choice field

    def change(self) -> dict[str, set[int]]:
        """Arguments of know."""
        shown = {int(part) for part in self.cleaned_data["shown"].split(",") if part.isdecimal() and len(part) < 18}
        chosen = set(self.cleaned_data["knows"])
        return {"gained": chosen - shown, "lost": shown - chosen}
