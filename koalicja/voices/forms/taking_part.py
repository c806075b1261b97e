"""Forms of whoever takes part: a reaction, group and age band, a statement of her own."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.people.forms.fields import BirthsApart, Line
from koalicja.ui.groups import GROUP_NAMES
from koalicja.voices.forms.asking import StatementText
from koalicja.voices.models import Question, Reaction


class CodeForm(forms.Form):
    """The code that was said in the room or given to members."""

    entry_code = Line(
        label=gettext_lazy("Code"), max_length=20, help_text=gettext_lazy("Six signs; whoever asks told it to you.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry_code"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}

    def refuse(self) -> None:
        self.add_error("entry_code", _("This is another code. Look at it once more, or ask whoever gave it to you."))


class AboutMeForm(forms.Form):
    """Group and age band; each may stay unsaid."""

    group = forms.ChoiceField(
        label=pgettext_lazy("of whoever takes part", "Which group do you speak from?"),
        widget=forms.RadioSelect,
        required=False,
        choices=list(GROUP_NAMES.items()),
    )
    age_band = forms.ChoiceField(
        label=pgettext_lazy("of whoever takes part", "How old are you?"), widget=forms.RadioSelect, required=False
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = _("%(band)s years")
        choices = [(band, told % {"band": band.replace("-", "–")}) for band in question.bands]
        self.fields["age_band"].choices = choices  # type: ignore[attr-defined]  # a choice field


class ReactionForm(forms.Form):
    """Yes, no or pass to a statement, on the turn that the page showed."""

    statement = forms.IntegerField(min_value=1, max_value=2**62)
    value = forms.TypedChoiceField(choices=[(str(each.value), each.label) for each in Reaction.Value], coerce=int)
    turn = forms.IntegerField(min_value=1, max_value=2**31 - 1)

    def given(self) -> dict[str, int]:
        """Arguments of react but for the statement."""
        return {"value": self.cleaned_data["value"], "turn": self.cleaned_data["turn"]}


class OwnForm(BirthsApart):
    """A statement of her own."""

    text = StatementText(
        label=pgettext_lazy("of whoever takes part", "What do you want to say?"),
        help_text=gettext_lazy("One thing at a time, at most 300 signs. Without names, telephones and addresses."),
    )
    request_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
