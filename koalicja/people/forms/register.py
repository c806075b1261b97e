"""What of the register is shown: the filters of the list and of its export."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koalicja.engine.matching.sectors import SECTORS
from koalicja.people.forms.fields import Line
from koalicja.people.queries.register import ORGANISATIONS, PERSONS, UNKNOWN_GROUP, Filters
from koalicja.people.texts import sector_name
from koalicja.ui.groups import GROUP_NAMES, UNKNOWN


def group_choices() -> list[tuple[str, Any]]:
    return [("", _("all groups")), *GROUP_NAMES.items(), (UNKNOWN_GROUP, UNKNOWN)]


def sector_choices() -> list[tuple[str, Any]]:
    groups = [
        (str(name), [(sector.key, sector_name(sector.key)) for sector in SECTORS if sector.group == key])
        for key, name in GROUP_NAMES.items()
    ]
    return [("", _("all sectors")), *groups]


class RegisterFilterForm(forms.Form):
    """GET filters; whatever cannot be read is as if it were not there."""

    q = Line(label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    group = forms.ChoiceField(label=_("Group"), required=False, choices=group_choices)
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=sector_choices)
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("name", _("by name")), ("village", _("by village")), ("changed", _("newest changes first"))],
    )
    to_check = forms.BooleanField(label=_("to be checked"), required=False)
    no_contact = forms.BooleanField(label=_("without contact"), required=False)
    kind = forms.ChoiceField(
        required=False, choices=[("", ""), (ORGANISATIONS, ""), (PERSONS, "")], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, with_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.with_people = with_people
        self.fields["q"].help_text = _("A name, a person, a village.") if with_people else _("A name or a village.")
        if not with_people:
            del self.fields["no_contact"]

    def filters(self) -> Filters:
        """The filters in force."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if value}
        if not self.with_people:
            values.pop("kind", None)
        return Filters(**values)
