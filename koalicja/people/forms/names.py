"""Typing names: the text, then one form a line, looked through before anything is saved."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.people.actions.names import Line as NameLine
from koalicja.people.forms.fields import Line
from koalicja.people.forms.records import age_choices
from koalicja.people.queries.names import Proposal
from koalicja.people.texts import class_choices

PERSON, SKIP, NEW = "person", "skip", "new"


def is_doubtful(name: str) -> bool:
    """Whether a line seems to be a formula or a number rather than a name: it is saved only if a human says so."""
    return name.startswith(("=", "+", "@")) or not any(letter.isalpha() for letter in name)


def what_choices() -> list[tuple[str, Any]]:
    """A person, every class of an organisation, or nothing of it."""
    return [(PERSON, _("a person (resident)")), *class_choices(), (SKIP, _("leave this line out"))]


class NamesForm(forms.Form):
    """The big text area."""

    text = forms.CharField(
        label=gettext_lazy("Names, one a line"),
        help_text=gettext_lazy(
            "You may add a village or a phone after a semicolon: OSP Olszynki; Olszynki; 600 100 200"
        ),
        widget=forms.Textarea(attrs={"rows": 12, "autofocus": True, "spellcheck": "false"}),
        max_length=60_000,
        error_messages={"required": gettext_lazy("Type at least one name. Nothing was saved.")},
    )

    def __init__(self, *args: Any, known_url: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        while_typing = {"hx-post": known_url, "hx-target": "#known-names", "hx-trigger": "input changed delay:600ms"}
        example = _(
            "OSP Olszynki; Olszynki\nPrimary School no. 2; Trzebień\n"
            "Bakery “Under the Lime Tree”\nZofia Przykładowa, 600 100 200"
        )
        self.fields["text"].widget.attrs |= while_typing | {"placeholder": example + "\n" * 6}

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\x00", "")


class LineForm(forms.Form):
    """One line: what it is, and whether the register has it already."""

    name = Line(label=pgettext_lazy("line", "Name"), max_length=300)
    what = forms.ChoiceField(label=gettext_lazy("Who or what is it"), choices=what_choices, required=False)
    village = Line(label=gettext_lazy("Village or town"), required=False, max_length=120)
    age_band = forms.ChoiceField(label=gettext_lazy("Age"), required=False)
    phone = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    email = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)
    note = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    same = forms.ChoiceField(label=gettext_lazy("Is it in the register already?"), widget=forms.RadioSelect, choices=[])

    def __init__(self, *args: Any, proposal: Proposal, bands: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.auto_id = f"id_{self.prefix}_%s"
        self._field("age_band").choices = age_choices(bands)
        if proposal.likely:
            known = [(str(like.pk), _("the same: %(name)s") % {"name": like.label}) for like in proposal.likely]
            self._field("same").choices = [*known, (NEW, _("another one: add it"))]
            self._field("same").required = not self._is_added_meanwhile()
        else:
            del self.fields["same"]
        if not proposal.is_person:
            self.fields["age_band"].widget = forms.HiddenInput()

    def _is_added_meanwhile(self) -> bool:
        """Whether the page did not ask yet, and the register surely has the name now: a button pressed twice."""
        return self.is_bound and self.proposal.likely[0].is_sure and self.add_prefix("same") not in self.data

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        return field

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not any(character.isalnum() for character in name):
            raise ValidationError(_("This name has no letter and no digit."))
        return name

    def line(self) -> NameLine | None:
        """The line to save, or None where it is left out."""
        values = self.cleaned_data
        if values["what"] == SKIP:
            return None
        is_person = values["what"] == PERSON
        same = values.get("same", "")
        if "same" in self.fields and not same:
            same = str(self.proposal.likely[0].pk)
        return NameLine(
            name=values["name"],
            is_person=is_person,
            class_choice="" if is_person else values["what"],
            village=values["village"],
            age_band=values["age_band"] if is_person else "",
            contacts=tuple((kind, values[kind]) for kind in ("phone", "email") if values[kind]),
            note=values["note"],
            same_as=int(same) if same.isdecimal() and is_person == self.proposal.is_person else None,
            distinct=same == NEW,
        )
