"""Loading a file, correcting how it is read, and deciding about its rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from koalicja.people.forms.fields import ContactsApart, OpenLine
from koalicja.people.models import Batch, BatchRow, LegalBasis
from koalicja.people.queries.batches import DECIDED
from koalicja.people.refusals import FILE_FIELDS, file_field, file_refusal
from koalicja.people.texts import class_choices
from koalicja.places.forms import GminaChoiceField

MINE, ASK, NOT_LOADED = "mine", "ask", "-"
NAMING = frozenset({"name", "person", "last_name"})


class LoadForm(ContactsApart):
    """One file for one register, or (without `gmina_name`) for every gmina of an edition."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("XLSX, XLS, ODS, CSV or TSV, as you have it: the columns may stand in any order."),
        error_messages={
            "required": _("Choose a file."),
            "empty": lazy(file_refusal, str)("empty", {}),
            "invalid": _("The file did not reach us. Choose it once more."),
        },
    )
    source = OpenLine(
        label=_("Where is it from?"),
        help_text=_("For example: list of the social welfare centre, 2026. It will stand beside every record."),
        required=False,
        max_length=200,
    )
    legal_basis = forms.ChoiceField(
        label=_("Why may we keep these contacts?"),
        help_text=_("This is about the phones, e-mails and names of people in the file."),
        choices=LegalBasis.choices,
        required=False,
    )
    missing_gmina = forms.ChoiceField(
        label=_("If a row does not say its gmina"), widget=forms.RadioSelect, choices=[], initial=MINE
    )

    def __init__(self, *args: Any, gmina_name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not gmina_name:
            del self.fields["missing_gmina"]
            self.fields["source"].help_text = _(
                "For example: register of schools, 2026. It will stand beside every suggestion."
            )
            return
        field: Any = self.fields["missing_gmina"]
        field.choices = [
            (MINE, _("it belongs here: %(gmina)s") % {"gmina": gmina_name}),
            (ASK, _("ask me in the preview")),
        ]

    @property
    def is_mine(self) -> bool:
        """Whether rows that do not say their gmina belong to the one whose register is open."""
        return bool(self.cleaned_data.get("missing_gmina") == MINE)


class SheetForm(forms.Form):
    """Another sheet of the workbook."""

    sheet = forms.ChoiceField(label=_("Sheet"))

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sheet"]
        field.choices = [(name, name) for name in batch.detected.get("sheets", [])]
        field.initial = batch.sheet


class MappingForm(forms.Form):
    """What each column of the file holds, and which row is the header."""

    header = forms.IntegerField(
        label=_("Row with the headings"),
        help_text=_("The rows below it are read. 0 means that there are no headings."),
        min_value=0,
        max_value=200_000,
    )

    def __init__(self, *args: Any, batch: Batch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = batch.detected.get("columns", [])
        self.fields["header"].initial = batch.detected.get("header_number", 0)
        fields = {column: name for name, column in batch.mapping.items()}
        choices = [(NOT_LOADED, pgettext_lazy("column", "not loaded")), *FILE_FIELDS.items()]
        for index, column in enumerate(self.columns):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=column["label"] or gettext("Column %(number)s") % {"number": index + 1},
                help_text=" · ".join(column["samples"]),
                choices=choices,
                initial=fields[index] if fields.get(index) in FILE_FIELDS else NOT_LOADED,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [str(value) for name, value in cleaned.items() if name.startswith("column_") and value != NOT_LOADED]
        for name in dict.fromkeys(name for name in chosen if chosen.count(name) > 1):
            told = _("Two columns are marked as “%(field)s”. Leave it at one of them.") % {"field": file_field(name)}
            self.add_error(None, ValidationError(told, code="twice"))
        if not NAMING.intersection(chosen):
            unnamed = _("No column is marked as a name. Mark the one that holds the names of organisations or people.")
            self.add_error(None, ValidationError(unnamed, code="no_name"))
        return cleaned

    @property
    def mapping(self) -> dict[str, int]:
        chosen = {self.cleaned_data[f"column_{index}"]: index for index in range(len(self.columns))}
        return {name: index for name, index in chosen.items() if name != NOT_LOADED}


class GminaForm(forms.Form):
    """The gmina of all rows that do not say theirs."""

    gmina = GminaChoiceField(label=_("Gmina of the rows that do not say theirs"))


class DecisionForm(forms.Form):
    """A decision about one row (`number`), or about all doubtful rows with one reason.

    `also` is another row that means the same record and says otherwise: this one joins it beside that.
    """

    number = forms.IntegerField(required=False, min_value=1)
    reason = forms.CharField(required=False, max_length=40)
    decision = forms.ChoiceField(choices=BatchRow.Decision.choices, required=False)
    target = forms.CharField(required=False, max_length=20)
    also = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("number") and not cleaned.get("reason"):
            raise ValidationError(_("Say which row is meant."), code="no_row")
        return cleaned


class StepForm(forms.Form):
    """Which decision about many rows is taken back."""

    step = forms.IntegerField(min_value=1)


class RowGminaForm(forms.Form):
    """Which of the gminas that fit a row is meant."""

    gmina = forms.RegexField(r"^[0-9]{6}$")


class RowClassForm(forms.Form):
    """The group and sector of a row, and whether the same is true of all rows recognised alike."""

    value = forms.ChoiceField(label=_("Group and sector"), required=False)
    alike = forms.BooleanField(label=_("The same for all rows recognised by this rule"), required=False)

    def __init__(self, *args: Any, alike: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["value"]
        field.choices = class_choices()
        if alike < 2:
            del self.fields["alike"]


class RowsFilterForm(forms.Form):
    """Which rows of a preview are shown."""

    outcome = forms.ChoiceField(choices=[("", ""), *BatchRow.Outcome.choices, (DECIDED, "")], required=False)
    reason = forms.CharField(required=False, max_length=40)

    def value(self, name: str) -> str:
        """A filter's value; nothing where the address says nonsense."""
        return str(self.cleaned_data.get(name, "")) if self.is_valid() or name in self.cleaned_data else ""
