"""Forms of answers: the page behind a link, and what the librarian types from a slip, a call or the counter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.coalitions.forms.purpose import today
from koalicja.coalitions.inviting import consents
from koalicja.coalitions.models import Answer, Candidacy
from koalicja.people.forms.fields import BirthsApart, Day, Line, Lines
from koalicja.people.lines import contacts_apart, has_contact, is_contact
from koalicja.standing import wording
from koalicja.standing.forms import StrikeFactForm
from koalicja.standing.refusals import FactRefused

Said, By = Answer.Said, Answer.By
WORDS = ("question", "gives", "reach", "other_name", "other_reach")
LONGEST_REACH = 200


def name_alone(text: str) -> str:
    """The name in what was typed, without a phone or an e-mail; "" where nothing else stands there."""
    name, _contacts = contacts_apart(text)
    return "" if is_contact(name) or has_contact(name) else name


def _named(name: str, reach: str) -> dict[str, str]:
    """Who was named and where to look: a phone typed beside the name, or in its place, is a way to reach her."""
    alone = name_alone(name)
    if not alone:
        return {"other_name": name, "other_reach": reach or name}
    told = [value for _kind, value in contacts_apart(name)[1] if value not in reach]
    return {"other_name": alone, "other_reach": ", ".join(filter(None, [*told, reach]))[:LONGEST_REACH]}


class AnswerForm(BirthsApart):
    """What is asked of whoever holds the link; only the answer itself is required."""

    said = forms.ChoiceField(
        label=gettext_lazy("Will you come?"),
        widget=forms.RadioSelect,
        choices=[
            (Said.YES, pgettext_lazy("answer of a person", "Yes")),
            (Said.MAYBE, pgettext_lazy("answer of a person", "Maybe, I do not know yet")),
            (Said.NO, pgettext_lazy("answer of a person", "No")),
            (Said.OTHER, pgettext_lazy("answer of a person", "Somebody else instead of me")),
        ],
        error_messages={"required": gettext_lazy("Choose one of the answers.")},
    )
    other_name = Line(
        label=gettext_lazy("Who could come instead of you"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only where you chose somebody else. The library will ask this person."),
    )
    other_reach = Line(
        label=gettext_lazy("How to reach this person"),
        required=False,
        max_length=LONGEST_REACH,
        help_text=gettext_lazy("Write a phone or an e-mail only if this person agrees; otherwise where to find her."),
    )
    not_before = Day(
        label=gettext_lazy("Not now: you may ask again after"),
        required=False,
        help_text=gettext_lazy("Only with the answer “no”. It may stay empty."),
    )
    gives = Line(
        label=gettext_lazy("What I can give"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Time, a room, a skill, an idea. It may stay empty."),
    )
    question = Lines(
        label=gettext_lazy("A question to the library"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reach = Line(label=gettext_lazy("How to reach me"), required=False, max_length=200)
    consent = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, candidacy: Candidacy, answer: Answer | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"not_before": candidacy.not_before}
        if answer:
            initial |= {"said": answer.said, "consent": bool(answer.consent)}
            initial |= {name: getattr(answer, name) for name in WORDS}
        super().__init__(data, initial=initial, **kwargs)
        self.fields["consent"].label = str(consents.TEXTS[consents.CONTACT])
        if not candidacy.organisation_id:
            del self.fields["not_before"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("reach") and not data.get("consent"):
            told = _("Tick this box so that we may keep it, or leave the field “How to reach me” empty.")
            self.add_error("consent", told)
        if data.get("said") == Said.OTHER and not data.get("other_name"):
            self.add_error("other_name", _("Write who could come instead of you, or choose another answer."))
        return data

    def answer(self) -> dict[str, Any]:
        """Arguments of answer_by_link and take_answer; what belongs to another answer is left out."""
        given = self.cleaned_data
        words = {name: given[name] for name in WORDS} | _named(given["other_name"], given["other_reach"])
        if given["said"] != Said.OTHER:
            words |= {"other_name": "", "other_reach": ""}
        if given["said"] == Said.NO:
            words |= {"gives": "", "reach": ""}
        consent = consents.CONTACT if given["consent"] and words["reach"] else ""
        later = given.get("not_before") if given["said"] == Said.NO else None
        return {"said": given["said"], "consent": consent, "not_before": later, **words}


class TypedAnswerForm(AnswerForm):
    """The same, typed by the librarian: the way it came, and the day. The buttons are the answers."""

    how = forms.ChoiceField(
        label=gettext_lazy("How the answer came"),
        widget=forms.RadioSelect,
        choices=[(By.PHONE, By.PHONE.label), (By.COUNTER, By.COUNTER.label), (By.SLIP, By.SLIP.label)],
    )
    on = Day(label=pgettext_lazy("answer", "When"), initial=today)
    field_order = ["how", "on"]

    def __init__(self, data: Any = None, *, candidacy: Candidacy, how: str = By.PHONE, **kwargs: Any) -> None:
        super().__init__(data, candidacy=candidacy, **kwargs)
        self.initial["how"] = how
        self.fields["consent"].label = _("Agrees that we keep the way to reach her or him, for this matter only")

    def given(self) -> dict[str, Any]:
        """Arguments of take_answer."""
        return {"how": self.cleaned_data["how"], "on": self.cleaned_data["on"], **self.answer()}

    def refuse_day(self, refusal: FactRefused) -> None:
        self.add_error("on", wording.refusal(refusal))


class CodeForm(forms.Form):
    """The code of a reply slip."""

    code = Line(label=gettext_lazy("Code from the slip"), max_length=20)


class InsteadForm(BirthsApart):
    """Who was named instead, as she is to stand on the list; a way to reach her stays in the answer."""

    name = Line(label=gettext_lazy("First and last name"), max_length=200)
    distinct = forms.BooleanField(
        label=gettext_lazy("The register has somebody of this name, and this is somebody else"), required=False
    )

    def clean_name(self) -> str:
        name = name_alone(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write the first and last name of the person to be put on the list."))
        return name


class TakeBackForm(StrikeFactForm):
    """Why an answer that was given by link is taken back; `step` is the one that the page showed."""

    step = forms.CharField(widget=forms.HiddenInput, max_length=17)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "What has happened, without names and without contacts. For example: changed her mind, said so by phone."
        )
