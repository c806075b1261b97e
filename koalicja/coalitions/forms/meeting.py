"""What is written down after a meeting: six fields, and who of those on the list came and declared."""

from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from koalicja.coalitions.actions.meeting import Held
from koalicja.coalitions.forms.purpose import today
from koalicja.coalitions.models import Candidacy, InvitationPlan
from koalicja.coalitions.queries.meetings import Written, meeting_written
from koalicja.people.forms.fields import BirthsApart, Day, Line, Lines
from koalicja.standing import wording
from koalicja.standing.details import MOST
from koalicja.standing.models import Fact, Kind
from koalicja.standing.refusals import FactRefused
from koalicja.ui.formats import day
from koalicja.ui.groups import GROUP_NAMES

MODERATORS = [
    ("", gettext_lazy("we do not know")),
    ("library", pgettext_lazy("who moderated", "the library")),
    ("animator", pgettext_lazy("who moderated", "the animator")),
    ("member", pgettext_lazy("who moderated", "somebody of those who came")),
    ("outside", pgettext_lazy("who moderated", "somebody from outside")),
]


ANOTHER = "another"
KEPT = ("place", "people", "declared_people", "moderated_by", "agreed", "next_on")
MEETINGS_SHOWN = 5
TICKS = ("came-", "declared-")


def _shown(fact: Fact) -> str:
    """7.10.2026, czytelnia, 14 osób"""
    people = fact.detail.get("people")
    came = ngettext("%(count)s person", "%(count)s people", people) % {"count": people} if people is not None else ""
    return ", ".join(filter(None, [day(fact.on), fact.detail.get("place", ""), came]))


def _initial(written: Written | None) -> dict[str, Any]:
    """What a meeting says, by the fields of the form; nothing said is no key."""
    if written is None:
        return {}
    fact, detail = written.fact, written.fact.detail
    said = {name: detail[name] for name in KEPT if name in detail}
    if "next_on" in detail:
        said["next_on"] = date.fromisoformat(detail["next_on"])
    if written.declared_people is not None:
        said["declared_people"] = written.declared_people
    said |= {f"group_{group}": count for group, count in detail.get("groups", {}).items()}
    return said | {"on": fact.on, "seen": fact.pk}


def _ticks_of(pk: int) -> set[str]:
    return {f"{tick}{pk}" for tick in TICKS}


class MeetingForm(BirthsApart):
    """Only the day is required. `key` lets a form that was sent twice be kept once."""

    on = Day(label=pgettext_lazy("meeting", "Date"))
    place = Line(label=pgettext_lazy("meeting", "Place"), required=False, max_length=200)
    people = forms.IntegerField(
        label=gettext_lazy("How many people came"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("Everybody in the room, with the library. Leave empty if nobody counted."),
    )
    declared_people = forms.IntegerField(
        label=gettext_lazy("How many of them want to belong"),
        required=False,
        min_value=0,
        max_value=MOST,
        help_text=gettext_lazy("Coming is not belonging: count those who said so."),
    )
    moderated_by = forms.ChoiceField(label=gettext_lazy("Who moderated"), required=False, choices=MODERATORS)
    agreed = Lines(
        label=gettext_lazy("What was agreed"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Without names of residents and without contacts."),
    )
    next_on = Day(label=gettext_lazy("When you meet next"), required=False)
    same_day = forms.ChoiceField(
        label=gettext_lazy("A meeting of this day is written down already"),
        help_text=gettext_lazy(
            "Corrected, it keeps what you leave empty here, and whoever was ticked as present or as belonging."
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(
        self,
        data: Any = None,
        *,
        plan: InvitationPlan,
        candidacies: Sequence[Candidacy],
        met: Sequence[Fact] = (),
        written: Written | None = None,
        **kwargs: Any,
    ) -> None:
        held = plan.meets_on if plan.meets_on and plan.meets_on <= today() else today()
        initial = {"on": held, "place": plan.place} | _initial(written) | {"key": str(uuid4())}
        super().__init__(data, initial=initial, **kwargs)
        self.met, self.written = list(met), written
        self.is_repeated = any(data and fact.request_key == data.get("key") for fact in self.met)
        self._offer([fact for fact in self.met if data and not written and fact.on == self._day_sent(data)])
        if written:
            self.fields["on"].disabled = True
            self.fields["on"].help_text = _("The day is set right in the history of the coalition.")
        if self.is_repeated or written:  # what it corrected stands no more, or is known
            del self.fields["same_day"]
        for group, name in GROUP_NAMES.items():
            self.fields[f"group_{group}"] = forms.IntegerField(label=name, required=False, min_value=0, max_value=MOST)
        self.listed = candidacies
        self.candidacies = [each for each in candidacies if each.state not in Candidacy.PARTED]
        self.parted = [each for each in candidacies if each not in self.candidacies and not each.erased_at]
        for each in (*self.candidacies, *self.parted):
            self._ask_about(each)
        self.ticked = {each for each in data or () if each.startswith(TICKS)}
        vain = self.ticked - set(self.fields)
        self.outdated = [each for each in candidacies if vain & _ticks_of(each.pk)]

    def _ask_about(self, candidacy: Candidacy) -> None:
        """Two boxes; one that was ticked for this meeting stays so: a presence is struck in the history.

        Whoever parted may have come, and that changes nothing in it; to belong again is said on the candidate's page.
        """
        came = ("came", Kind.ATTENDED, _("Came: %(name)s"))
        declared = ("declared", Kind.DECLARED, _("Wants to belong: %(name)s"))
        for name, kind, label in (came,) if candidacy in self.parted else (came, declared):
            box = forms.BooleanField(required=False, label=label % {"name": candidacy.owner})
            box.initial = box.disabled = self.written is not None and self.written.has(kind, candidacy)
            self.fields[f"{name}-{candidacy.pk}"] = box

    def _day_sent(self, data: Any) -> date | None:
        try:
            sent: date = self.fields["on"].clean(data.get("on"))
        except ValidationError:
            return None
        return sent

    def _offer(self, of_day: Sequence[Fact]) -> None:
        """Correct one of the meetings of the day, or write another one down."""
        correct = [(str(fact.pk), _("Correct it: %(meeting)s") % {"meeting": _shown(fact)}) for fact in of_day]
        choices = [*correct, (ANOTHER, _("This was another meeting on the same day"))]
        self.fields["same_day"].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.of_day = list(of_day)

    def _say_who_is_gone(self) -> None:
        """Ticks for those who parted, or left the list, while the form was open: these boxes are not there any more."""
        names = [f"{each.owner} ({each.get_state_display()})" for each in self.outdated]
        known = {tick for each in self.listed for tick in _ticks_of(each.pk)}
        if self.ticked - known:
            names.append(str(_("somebody who is no longer on the list")))
        if names:
            told = _(
                "While this form was open it was noted elsewhere: %(names)s. Ticks beside these names were not saved. "
                "Save again without them, or set that right on the candidate’s page first."
            )
            self.add_error(None, told % {"names": ", ".join(names)})

    def shown_before(self) -> list[tuple[int, str]]:
        """The meetings that may be opened to correct them, the newest first; none while one is open."""
        return [] if self.written else [(fact.pk, _shown(fact)) for fact in self.met[:MEETINGS_SHOWN]]

    def main(self) -> list[Any]:
        return [self[name] for name in ("on", "place", "people")]

    def by_group(self) -> list[Any]:
        return [self[f"group_{group}"] for group in GROUP_NAMES]

    def rest(self) -> list[Any]:
        return [self[name] for name in ("declared_people", "moderated_by", "agreed", "next_on", "seen", "key")]

    def lines(self) -> list[dict[str, Any]]:
        return [
            {"candidacy": each, "came": self[f"came-{each.pk}"], "declared": self[f"declared-{each.pk}"]}
            for each in self.candidacies
        ]

    def parted_lines(self) -> list[dict[str, Any]]:
        return [{"candidacy": each, "came": self[f"came-{each.pk}"]} for each in self.parted]

    def parted_came(self) -> bool:
        """Whether a box of somebody who parted is ticked, so that nothing that will be saved is hidden in a fold."""
        return any(line["came"].value() for line in self.parted_lines())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._keep(data)
        on, next_on, people = data.get("on"), data.get("next_on"), data.get("people")
        if on and next_on and next_on <= on:
            self.add_error("next_on", _("The next meeting comes after this one. Choose a later day or leave it empty."))
        self._say_who_is_gone()
        declared = data.get("declared_people")
        if people is not None and declared is not None and declared > people:
            self.add_error("declared_people", _("More people cannot want to belong than came."))
        if on and on > today():
            self.add_error("on", ValidationError(_("This day has not come yet. Write the meeting down afterwards.")))
        counted = sum(data.get(f"group_{group}") or 0 for group in GROUP_NAMES)
        if people is not None and counted > people:
            told = _("The groups make %(counted)s together, which is more than came: %(people)s. Correct one of them.")
            self.add_error("people", told % {"counted": counted, "people": people})
        if self.of_day and not data.get("same_day") and not self.is_repeated:
            self.add_error("same_day", _("Choose what this is. Nothing has been saved yet."))
        return data

    def _keep(self, data: dict[str, Any]) -> None:
        """What was left empty in a form that did not show the meeting it corrects stays as it was written."""
        chosen = str(data.get("same_day", ""))
        before = meeting_written(self.met, chosen) if chosen in [str(fact.pk) for fact in self.of_day] else None
        said = _initial(before)
        untouched = {"place"} - set(self.changed_data)
        self.kept = [name for name in said if name in KEPT or name.startswith("group_")]
        self.kept = [name for name in self.kept if name in untouched or data.get(name) in (None, "")]
        self.kept = [name for name in self.kept if name not in self.errors]
        data |= {name: said[name] for name in self.kept}

    def kept_words(self) -> str:
        """What was kept, in words: numbers of groups are one thing."""
        labels = [_("Numbers of the groups") if name.startswith("group_") else self[name].label for name in self.kept]
        return ", ".join(f"„{label}”" for label in dict.fromkeys(map(str, labels)))

    def which(self) -> dict[str, Any]:
        """Arguments of write_meeting: is this another meeting of its day, or which one does it correct."""
        if self.written:
            return {"instead": self.cleaned_data["seen"]}
        chosen = self.cleaned_data.get("same_day", "")
        return {"is_another": chosen == ANOTHER, "instead": int(chosen) if chosen.isdecimal() else None}

    def refuse_same_day(self, fact: Fact) -> None:
        """Somebody has written one down meanwhile, or this very form was sent with something else in it."""
        if self.written:
            self._refuse_outdated(fact)
            return
        self.fields["same_day"] = deepcopy(self.base_fields["same_day"])
        self._offer([fact])
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["key"] = str(uuid4())  # type: ignore[index]  # as above
        self.add_error("same_day", _("Choose what this is. Nothing has been saved yet."))

    def _refuse_outdated(self, fact: Fact) -> None:
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["key"], self.data["seen"] = str(uuid4()), str(fact.pk)  # type: ignore[index]  # as above
        told = _("In the meantime %(who)s corrected this meeting: %(meeting)s. Save once more if yours is to stand.")
        self.add_error(None, told % {"who": fact.author or _("somebody"), "meeting": _shown(fact)})

    def meeting(self) -> Held:
        """Arguments of write_meeting."""
        given = self.cleaned_data
        counted = {group: given[f"group_{group}"] for group in GROUP_NAMES}
        groups = {group: count for group, count in counted.items() if count is not None}
        return Held(
            on=given["on"],
            place=given["place"],
            people=given["people"],
            groups=groups,
            moderated_by=given["moderated_by"],
            agreed=given["agreed"],
            next_on=given["next_on"],
            came=[each.pk for each in (*self.candidacies, *self.parted) if given[f"came-{each.pk}"]],
            declared=[each.pk for each in self.candidacies if given[f"declared-{each.pk}"]],
            declared_people=given["declared_people"],
        )

    def refuse(self, error: FactRefused) -> None:
        named = error.params.get("key", "on")
        self.add_error(named if named in self.fields else None, wording.refusal(error))
