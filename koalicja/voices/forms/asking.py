"""Forms of whoever asks: the question, its last day, statements on behalf of others, a reason."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from koalicja.people.forms.fields import BirthsApart, Day, Line, Lines
from koalicja.voices.holding import has_markup
from koalicja.voices.models import Question, Statement
from koalicja.voices.models.statements import LONGEST_STATEMENT

LONGEST_ROUND = timedelta(days=366)
MOST_SEEDS = 40
Audience, Round, Origin = Question.Audience, Question.Round, Statement.Origin


def in_two_weeks() -> date:
    return timezone.localdate() + timedelta(days=14)


def said(text: str) -> str:
    """The text of a statement as it may be kept. Raises ValidationError with what helps."""
    if has_markup(text):
        raise ValidationError(
            _("Write plain words: marks of web pages, such as <b>, are not used here. Take them out and save again.")
        )
    if len(text) > LONGEST_STATEMENT:
        told = ngettext(
            "Too long by %(over)s sign: there is room for %(most)s. Shorten it, or write two statements.",
            "Too long by %(over)s signs: there is room for %(most)s. Shorten it, or write two statements.",
            len(text) - LONGEST_STATEMENT,
        )
        raise ValidationError(told % {"over": len(text) - LONGEST_STATEMENT, "most": LONGEST_STATEMENT})
    return text


def last_day(value: date) -> date:
    """A day on which a question may close. Raises ValidationError."""
    today = timezone.localdate()
    if value < today:
        raise ValidationError(_("This day is over. Choose today or a later day; to end it now, close the question."))
    if value > today + LONGEST_ROUND:
        raise ValidationError(_("That is more than a year away. Choose an earlier day; it can be moved later."))
    return value


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


class StatementText(Line):
    """One statement, in one line, however many were pasted."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> str:
        return said(str(super().clean(value)))


def show_near(form: forms.Form, address: str) -> None:
    """While somebody types, ask there what may say the same; without scripts it is said before saving."""
    typed = {"hx-post": address, "hx-trigger": "input changed delay:600ms", "hx-target": "#podobne"}
    form.fields["text"].widget.attrs |= typed


class QuestionForm(BirthsApart):
    """A new question."""

    text = Line(
        label=gettext_lazy("Question"),
        max_length=200,
        help_text=gettext_lazy("Short and open, such as: What is missing here for the young?"),
    )
    about = Lines(
        label=gettext_lazy("What happens with the answers"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("One or two sentences. People who take part read it first."),
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may take part"),
        widget=forms.RadioSelect,
        choices=Audience.choices,
        initial=Audience.ANYBODY,
        help_text=gettext_lazy("With a code: you say it in the room, or give it to the members."),
    )
    round = forms.ChoiceField(
        label=gettext_lazy("What the picture will show"),
        widget=forms.RadioSelect,
        choices=Round.choices,
        initial=Round.OPEN,
        help_text=gettext_lazy(
            "Of residents no number below 5 is ever shown. Members in an open round speak for their group: its view is "
            "shown even when one person holds it, and they read this before they begin."
        ),
    )
    closes_on = Day(
        label=gettext_lazy("Last day"),
        initial=in_two_weeks,
        help_text=gettext_lazy("Answers are taken until the end of this day."),
    )
    seeds = Lines(
        label=gettext_lazy("Statements to begin with"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Each in a line of its own; five to ten help people to begin. It may stay empty."),
    )
    looks_first = forms.BooleanField(label=gettext_lazy("Read each new statement before it is shown"), required=False)

    def clean_closes_on(self) -> date:
        return last_day(self.cleaned_data["closes_on"])

    def clean_seeds(self) -> str:
        lines = _lines(self.cleaned_data["seeds"])
        if len(lines) > MOST_SEEDS:
            told = _("There are %(count)s lines; begin with at most %(most)s. More can be added afterwards.")
            raise ValidationError(told % {"count": len(lines), "most": MOST_SEEDS})
        for number, line in enumerate(lines, start=1):
            try:
                said(line)
            except ValidationError as error:
                told = _("Line %(number)s: %(error)s")
                raise ValidationError(told % {"number": number, "error": error.messages[0]}) from None
        return "\n".join(lines)

    def asked(self) -> dict[str, Any]:
        """Arguments of open_question."""
        return self.cleaned_data | {"seeds": _lines(self.cleaned_data["seeds"])}


class LastDayForm(forms.Form):
    """Another last day of a question that is open."""

    closes_on = Day(label=gettext_lazy("Last day"))

    def clean_closes_on(self) -> date:
        return last_day(self.cleaned_data["closes_on"])


class ForOthersForm(BirthsApart):
    """A statement to begin with, or one that a person, a group or a meeting said."""

    text = StatementText(label=pgettext_lazy("of somebody", "Statement"))
    origin = forms.ChoiceField(
        label=gettext_lazy("Where it comes from"),
        widget=forms.RadioSelect,
        choices=[(each.value, each.label) for each in Origin if each != Origin.PARTICIPANT],
        initial=Origin.MEETING,
    )
    origin_words = Line(
        label=gettext_lazy("Who said it, or where"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "For example: said at the meeting of 12 May; the senior club; a mother at the counter. Without names and "
            "without contacts of residents."
        ),
    )
    request_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("origin") == Origin.SEED:
            data["origin_words"] = ""
        elif data.get("origin") and not data.get("origin_words") and "origin_words" not in self.errors:
            self.add_error("origin_words", _("Write who said it, or where: a statement keeps where it comes from."))
        return data


class RejectForm(BirthsApart):
    """Why a statement is not shown, in words that its author reads."""

    reason = Line(
        label=gettext_lazy("Why it is not shown"),
        max_length=300,
        help_text=gettext_lazy("Its author reads this. Say which rule it is, and what would help."),
    )
