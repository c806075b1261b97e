"""Forms of invitations: when you meet and who asks, whom to invite by which way, the texts, the coalition's wording."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.coalitions import actions
from koalicja.coalitions.forms.purpose import SharedForm, today
from koalicja.coalitions.inviting.words import Wording, unknown_marks
from koalicja.coalitions.models import Candidacy, Invitation, InvitationPlan, InvitationText
from koalicja.coalitions.queries.invitations import Invited
from koalicja.people.actions.edits import last_event
from koalicja.people.forms.fields import BirthsApart, Day, Line, Lines
from koalicja.people.models import User
from koalicja.standing import wording
from koalicja.standing.refusals import FactRefused

LONGEST_SUBJECT, LONGEST_LETTER = 150, 5000
PLAN_FIELDS = ("meets_on", "meets_at", "place", "takes", "asks", "reply_by")


class PlanForm(SharedForm):
    """What all invitations say. Nothing is required: what is not known yet is left out of the text.

    `asks` is whom to offer as the one who asks, where nobody is written down.
    """

    meets_on = Day(label=gettext_lazy("When we meet"), required=False)
    meets_at = forms.TimeField(
        label=gettext_lazy("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H", "%H:%M:%S"],
    )
    place = Line(label=gettext_lazy("Where"), required=False, max_length=200)
    takes = Line(
        label=gettext_lazy("How much time it takes"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: about two hours, then once in two months."),
    )
    asks = Line(
        label=gettext_lazy("Who asks"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("First and last name, and the function. People answer people."),
    )
    reply_by = Day(label=gettext_lazy("Answers until"), required=False)

    def __init__(self, data: Any = None, *, plan: InvitationPlan, asks: str = "", **kwargs: Any) -> None:
        self.stored, self.offered = plan, asks
        initial = {name: getattr(plan, name) for name in PLAN_FIELDS} | {"since": last_event(plan.coalition.key)}
        super().__init__(data, initial=initial | {"asks": plan.asks or asks}, **kwargs)

    def seen(self) -> dict[str, Any]:
        """What was offered was not written down: whoever leaves it there writes it."""
        seen = super().seen()
        is_offer = not self.stored.asks and seen.get("asks") == self.offered
        return seen | {"asks": ""} if is_offer else seen

    def clean_meets_on(self) -> Any:
        day = self.cleaned_data["meets_on"]
        if day and "meets_on" in self.changed_data and day < today():
            raise ValidationError(_("This day has passed. Choose the day of the coming meeting, or leave it empty."))
        return day

    def clean_reply_by(self) -> Any:
        day, meets_on = self.cleaned_data["reply_by"], self.cleaned_data.get("meets_on")
        if day and meets_on and day > meets_on and {"reply_by", "meets_on"} & set(self.changed_data):
            raise ValidationError(_("This is after the meeting. Choose the day of the meeting or an earlier one."))
        return day

    @property
    def says_more(self) -> bool:
        """Whether something else stands here than what is written down; an offer left or taken out is nothing new."""
        changed = {name for name in self.changed_data if name in PLAN_FIELDS}
        is_offer_out = not self.stored.asks and not self["asks"].value()
        return bool(changed - ({"asks"} if is_offer_out else set()))

    def plan(self) -> dict[str, Any]:
        """Arguments of plan_invitations."""
        return self.new() | {"seen": self.seen(), "since": self.opened_at()}


class ChooseForm(forms.Form):
    """One way, or none, for everybody considered; whoever was invited by a way before is asked about once more.

    Nothing is chosen beforehand but what was just put aside, which `initial` says. `offered` is what a button for all
    would choose. Where the plan says something new, it may be written down with nobody chosen (`may_be_nobody`).
    """

    def __init__(
        self, data: Any = None, *, rows: Sequence[Invited], may_be_nobody: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.rows, self.may_be_nobody = list(rows), may_be_nobody
        for row in self.rows:
            self.fields[f"way-{row.pk}"] = forms.ChoiceField(
                label=_("How to invite: %(name)s") % {"name": row.name},
                required=False,
                choices=way_choices(row),
                widget=forms.Select(attrs={"data-way": offered(row)}),
            )

    def lines(self) -> list[dict[str, Any]]:
        return [{"row": row, "field": self[f"way-{row.pk}"]} for row in self.rows]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not (self.errors or self.may_be_nobody) and not any(data.get(f"way-{row.pk}") for row in self.rows):
            raise ValidationError(_("Choose a way for at least one person."))
        return data

    def chosen(self) -> list[tuple[Invited, str, bool]]:
        """Each person with the way, and whether she is to be invited by it once more."""
        picked = [(row, self.cleaned_data[f"way-{row.pk}"]) for row in self.rows]
        return [(row, way.removesuffix("-again"), way.endswith("-again")) for row, way in picked if way]


UNASKED = (Candidacy.State.LISTED, Candidacy.State.TALK)


def offered(row: Invited) -> str:
    """The way a button for several people chooses for this one, "" where she was asked before."""
    is_new = not row.sent and not row.prepared and row.candidacy.state in UNASKED
    return row.way if is_new else ""


def way_choices(row: Invited) -> list[tuple[str, str]]:
    """The ways that are open for this person; one used before is named so."""
    choices = [("", str(pgettext_lazy("way of an invitation", "not now")))]
    for way in Invitation.Way:
        if way == Invitation.Way.EMAIL and not row.reach.email:
            continue
        again = way in row.ways_used
        label = _("%(way)s, once more") % {"way": way.label} if again else str(way.label)
        choices.append((f"{way}-again" if again else str(way), label))
    return choices


class TextsForm(forms.Form):
    """The filled texts, each as it will go out, with what the page showed; several people may type at once."""

    def __init__(self, data: Any = None, *, invitations: Sequence[Invitation], **kwargs: Any) -> None:
        self.invitations, self.sent = list(invitations), data
        super().__init__(self._with_new_ones(data) if data is not None else None, **kwargs)
        for each in self.invitations:
            if each.way == Invitation.Way.EMAIL:
                self.fields[f"subject-{each.pk}"] = Line(
                    label=_("Subject"), max_length=LONGEST_SUBJECT, initial=each.subject, show_hidden_initial=True
                )
            self.fields[f"text-{each.pk}"] = Lines(
                label=_("Text: %(name)s") % {"name": each.candidacy.owner},
                max_length=LONGEST_LETTER,
                initial=each.text,
                widget=forms.Textarea(attrs={"rows": 14}),
                show_hidden_initial=True,
            )

    def _with_new_ones(self, data: Any) -> dict[str, Any]:
        """Texts that were prepared after the page was shown come onto it as they stand."""
        known = {name: data.get(name, "") for name in data}
        for each in self.invitations:
            if f"text-{each.pk}" not in data:
                for name in ("subject", "text"):
                    known |= {f"{begin}{name}-{each.pk}": getattr(each, name) for begin in ("", "initial-")}
        return known

    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "invitation": each,
                "subject": self[f"subject-{each.pk}"] if f"subject-{each.pk}" in self.fields else None,
                "text": self[f"text-{each.pk}"],
            }
            for each in self.invitations
        ]

    def looked(self) -> dict[int, actions.Looked]:
        """What the human let go, by key of the invitation; only what her page showed."""
        return {
            each.pk: actions.Looked(
                self.cleaned_data.get(f"subject-{each.pk}", each.subject),
                self.cleaned_data[f"text-{each.pk}"],
                self._shown(each),
            )
            for each in self.invitations
            if f"text-{each.pk}" in self.sent and f"text-{each.pk}" in self.cleaned_data
        }

    def refuse(self, by: Mapping[int, User]) -> None:
        """Beside each text that is not as the page showed it: theirs stands there, or beside what was typed.

        `by` says who changed it, by key of the invitation.
        """
        self.full_clean()
        begun = dict(self.data)
        for each in self.invitations:
            shown, who = self._shown(each), str(by.get(each.pk) or _("somebody"))
            for name in [name for name in ("subject", "text") if shown and f"{name}-{each.pk}" in self.fields]:
                begun |= self._refuse(f"{name}-{each.pk}", getattr(each, name), getattr(shown, name), who)
        self.data = begun

    def _refuse(self, key: str, theirs: str, shown: str, who: str) -> dict[str, str]:
        """What the fields hold then."""
        typed = self.cleaned_data.get(key, "")
        if theirs in (typed, shown):
            return {}
        stands = {self.add_initial_prefix(key): theirs}
        told = _("In the meantime %(who)s wrote: “%(theirs)s”. Press the button again to keep yours, or write theirs.")
        if typed == shown:
            told = _("Changed in the meantime by: %(who)s. Read it: this is how it will go out.")
            stands[key] = theirs
        self.add_error(key, told % {"who": who, "theirs": theirs})
        return stands

    def _shown(self, each: Invitation) -> actions.Looked | None:
        """What the page showed; None where it did not say so."""
        names = {name: self.add_initial_prefix(f"{name}-{each.pk}") for name in ("subject", "text")}
        if names["text"] not in self.data:
            return None
        subject = Line().to_python(self.data[names["subject"]]) if names["subject"] in self.data else each.subject
        return actions.Looked(subject, Lines().to_python(self.data[names["text"]]))


class ReminderForm(forms.Form):
    subject = Line(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    text = Lines(label=gettext_lazy("Text"), max_length=LONGEST_LETTER, widget=forms.Textarea(attrs={"rows": 10}))

    def looked(self) -> actions.Looked:
        return actions.Looked(self.cleaned_data["subject"], self.cleaned_data["text"])


class TemplateForm(forms.Form):
    """Back to the product's own words, from the wording that was shown; a forged number is none that was."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def worded(self) -> dict[str, Any]:
        """Arguments of word_invitation."""
        self.is_valid()
        return {"subject": "", "text": "", "seen": self.cleaned_data.get("seen") or 0}


class WordingForm(forms.Form):
    """The coalition's own words for one group."""

    subject = Line(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    text = Lines(label=gettext_lazy("Text"), max_length=LONGEST_LETTER, widget=forms.Textarea(attrs={"rows": 20}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any = None, *, wording: Wording, own: InvitationText | None, **kwargs: Any) -> None:
        initial = {"subject": wording.subject, "text": wording.text, "seen": own.version if own else 0}
        super().__init__(data, initial=initial, **kwargs)

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if unknown := unknown_marks(text):
            told = _("We do not know this mark: [%(mark)s]. Choose one of the list below.")
            raise ValidationError(told % {"mark": unknown[0]})
        return text

    def worded(self) -> dict[str, Any]:
        """Arguments of word_invitation."""
        given = self.cleaned_data
        return {"subject": given["subject"], "text": given["text"], "seen": given["seen"] or 0}

    def refuse(self, refusal: actions.TextOutdated) -> None:
        told = _("In the meantime %(who)s wrote: “%(text)s”. Save again to put yours in its place.")
        self.add_error("text", told % {"who": refusal.now.by or _("somebody"), "text": refusal.now.text})
        self.data = {name: self.data.get(name, "") for name in self.data} | {"seen": refusal.now.version}


class TalkForm(BirthsApart):
    """Asked in a talk or by phone: when, how, and what came of it."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("talk", "How"),
        choices=[("call", pgettext_lazy("talk", "by phone")), ("talk", pgettext_lazy("talk", "in person"))],
        initial="call",
    )
    on = Day(label=pgettext_lazy("talk", "When"), initial=today)
    text = Line(label=gettext_lazy("What came of it"), required=False, max_length=500)

    def talk(self) -> dict[str, Any]:
        """Arguments of log_talk."""
        return {name: self.cleaned_data[name] for name in ("kind", "on", "text")}

    def refuse_day(self, refusal: FactRefused) -> None:
        self.add_error("on", wording.refusal(refusal))
