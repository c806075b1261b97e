"""Forms of programmes: what people type, and the sentence for what cannot stand."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from koalicja.people.actions.edits import EditConflict, last_event
from koalicja.places.forms import GminaChoiceField
from koalicja.programmes import queries
from koalicja.programmes.actions import LibraryTwice, NameTaken
from koalicja.programmes.age_bands import BadBands, parsed_bands, shown_band, written_bands
from koalicja.programmes.images import NotAPicture
from koalicja.programmes.models import Edition, Participation, ProgrammePartner

LEAD = Participation.Part.LEAD.value
FIELDS = (
    "name",
    "coalition_label",
    "age_bands",
    "library_counts",
    "erase_declined_after_days",
    "remind_after_days",
    "starts_on",
    "ends_on",
)


def day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, show_hidden_initial=True)


def bands_sentence(error: BadBands) -> str:
    band = {"band": error.band}
    return {
        "none": _("Write at least one age band, for example 13–19."),
        "too_many": _("There are too many age bands: at most 8 fit. Join some of them."),
        "unreadable": _("“%(band)s” is not an age band. Write it as 13–19, or 60+ for the oldest.") % band,
        "backwards": _("In the band “%(band)s” the first age must not be higher than the last.") % band,
        "overlap": _("The band “%(band)s” overlaps the one before it: one age may be in one band only.") % band,
    }[error.code]


class BandsField(forms.CharField):
    """Age bands, one a line; gives the list of their keys."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> Any:
        try:
            return parsed_bands(value or "")
        except BadBands as error:
            raise ValidationError(bands_sentence(error), code=error.code) from error

    def prepare_value(self, value: Any) -> Any:
        return written_bands(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(self.prepare_value(initial)) != self.to_python(self.prepare_value(data)))
        except ValidationError:
            return True


class EditionForm(forms.Form):
    """An edition's rules. Each field also sends what it showed, so that two people's changes can be told apart."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, show_hidden_initial=True)
    coalition_label = forms.CharField(
        label=gettext_lazy("What a coalition is called"),
        max_length=60,
        show_hidden_initial=True,
        help_text=gettext_lazy("People see this name on every page, for example “Gminna Koalicja”."),
    )
    age_bands = BandsField(
        label=gettext_lazy("Age bands"),
        show_hidden_initial=True,
        help_text=gettext_lazy("One a line. We never ask for a birth date; people may also leave the age out."),
    )
    library_counts = forms.BooleanField(
        label=gettext_lazy("The Lead Library counts as one of education and culture"),
        required=False,
        initial=True,
        show_hidden_initial=True,
        help_text=gettext_lazy(
            "The library is always at the table. Untick this if there must be another institution beside it."
        ),
    )
    erase_declined_after_days = forms.IntegerField(
        label=gettext_lazy("Days after a refusal until personal data is erased"),
        min_value=0,
        max_value=365,
        initial=30,
        show_hidden_initial=True,
        help_text=gettext_lazy(
            "Whoever says no to an invitation is told this number. Zero means the same day. A change counts for "
            "refusals noted from now on."
        ),
    )
    remind_after_days = forms.IntegerField(
        label=gettext_lazy("Days after an invitation until one reminder goes by itself"),
        required=False,
        min_value=1,
        max_value=60,
        show_hidden_initial=True,
        help_text=gettext_lazy(
            "To whoever was invited by e-mail and is silent, once. Leave it empty, and people remind by hand alone. "
            "A change counts for invitations sent from now on."
        ),
    )
    starts_on = day_field(gettext_lazy("Starts"))
    ends_on = day_field(gettext_lazy("Ends"))
    since = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition | None = None, **kwargs: Any) -> None:
        self.edition = edition
        if edition:
            shown = {name: getattr(edition, name) for name in FIELDS}
            kwargs["initial"] = {**shown, "since": last_event(edition.key)}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The edition would end before it starts. Correct one of the two dates."))
        if self.edition and "age_bands" in data:
            self._ask_about_lost_bands(queries.bands_lost(self.edition, data["age_bands"]))
        return data

    def _ask_about_lost_bands(self, lost: Mapping[str, int]) -> None:
        """A band that people already have goes only after somebody has read what will happen to them."""
        if not lost:
            return
        self.fields["understood"] = forms.BooleanField(
            label=_("I know what will happen to these people"), required=False, help_text=self._what_happens(lost)
        )
        if not self.data.get("understood"):
            self.add_error("understood", _("Tick this if the bands may go, or write them back above."))

    def _what_happens(self, lost: Mapping[str, int]) -> str:
        people = [
            ngettext("%(band)s: %(count)d person", "%(band)s: %(count)d people", count)
            % {"band": shown_band(band), "count": count}
            for band, count in lost.items()
        ]
        return _(
            "Some people already have a band that will go (%(people)s). Nothing of theirs changes: the old band stays "
            "with them until somebody corrects it. It can no longer be chosen for others."
        ) % {"people": ", ".join(people)}

    def new(self) -> dict[str, Any]:
        """The values on the page."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def seen(self) -> dict[str, Any]:
        """The values the page had shown before anybody typed."""
        return {name: self._seen(name, self.fields[name]) for name in FIELDS}

    def _seen(self, name: str, field: forms.Field) -> Any:
        try:
            return field.to_python(self.data.get(self.add_initial_prefix(name), ""))
        except ValidationError:
            return None

    def refuse(self, refusal: EditConflict | NameTaken) -> None:
        """Say what stands there now; what was typed stays, and saving again keeps it knowingly."""
        if isinstance(refusal, NameTaken):
            self.add_error("name", _("Another edition of this programme has this name. Choose another one."))
            return
        data = {name: self.data.get(name, "") for name in self.data}
        for conflict in refusal.conflicts:
            shown = written_bands(conflict.theirs) if conflict.field == "age_bands" else str(conflict.theirs or "")
            data[self.add_initial_prefix(conflict.field)] = shown
            told = _("Somebody else has just written here: %(value)s. Save again to keep yours, or write theirs.")
            self.add_error(conflict.field, told % {"value": shown.replace("\n", ", ") or "–"})
        self.data = data


class PartnerForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An organisation behind the programme; its logo is judged by its bytes."""

    without_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy("PNG, JPEG or WebP, at most 1 MB."),
    )
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")

    class Meta:
        model = ProgrammePartner
        fields = ["part", "name", "contact_name", "contact_email", "contact_phone", "website"]

    field_order = ["part", "name", "logo", "without_logo", "contact_name", "contact_email", "contact_phone", "website"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo:
            del self.fields["without_logo"]

    def clean_logo(self) -> tuple[bytes, str] | None:
        file = self.cleaned_data.get("logo")
        if not file:
            return None
        try:
            return queries.picture(file)
        except NotAPicture as error:
            raise ValidationError(self.logo_sentence(error.code), code=error.code) from error

    @staticmethod
    def logo_sentence(code: str) -> str:
        return {
            "too_large": _("This file is larger than 1 MB. Save the logo smaller and send it again."),
            "too_wide": _("This picture is wider or higher than 4000 pixels. Save it smaller and send it again."),
        }.get(code, _("This is not a whole PNG, JPEG or WebP picture. Save the logo as PNG and send it again."))


class ParticipationFilter(forms.Form):
    """Search and filters above the libraries of an edition; anything unreadable is no filter."""

    q = forms.CharField(label=gettext_lazy("Library or gmina"), required=False, max_length=100)
    voivodeship = forms.ChoiceField(label=gettext_lazy("Voivodeship"), required=False)
    part = forms.ChoiceField(label=gettext_lazy("Part"), required=False)
    only = forms.ChoiceField(label=pgettext_lazy("filter", "What is missing"), required=False)

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "part" not in self.data:
            self.data = {**{name: self.data[name] for name in self.data}, "part": LEAD}
        unnamed = _("%(label)s: no name yet") % {"label": edition.coalition_label}
        offered: dict[str, list[tuple[str, Any]]] = {
            "voivodeship": [(row.code, row.name) for row in queries.voivodeships_of(edition)],
            "part": [*Participation.Part.choices],
            "only": [("no_coalition", unnamed), ("empty", _("empty register"))],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # the type checker cannot know
            field.choices = [("", pgettext_lazy("filter", "all")), *choices]

    def values(self) -> dict[str, str]:
        """Arguments of queries.participations."""
        self.is_valid()
        read = self.cleaned_data
        return {"text": read.get("q", "")} | {name: read.get(name, "") for name in ("voivodeship", "part", "only")}

    def is_filtering(self) -> bool:
        """Whether anything but the usual view, all Lead Libraries, is asked for."""
        return self.values() != {"text": "", "voivodeship": "", "part": LEAD, "only": ""}


class LeadField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Participation) -> str:
        return f"{obj.gmina.name} ({obj.gmina.powiat.name}): {obj.library.name}"


class ParticipationForm(forms.Form):
    """A library that takes part: its gmina, its name, its part; for a partner also its Lead Library."""

    gmina = GminaChoiceField(label=gettext_lazy("Gmina"))
    library = forms.CharField(label=gettext_lazy("Library"), max_length=300)
    part = forms.ChoiceField(label=gettext_lazy("Part"), choices=Participation.Part.choices, widget=forms.RadioSelect)
    lead = LeadField(
        label=gettext_lazy("Its Lead Library"),
        queryset=Participation.objects.none(),
        required=False,
        help_text=gettext_lazy("Only for a Partner Library."),
        empty_label=gettext_lazy("choose"),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)  # noqa: S101 - for the type only
        lead.queryset = queries.leads_of(edition)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("part") == Participation.Part.PARTNER and not data.get("lead") and "lead" not in self.errors:
            self.add_error("lead", _("Choose the Lead Library that this partner belongs to."))
        if data.get("part") == Participation.Part.LEAD:
            data["lead"] = None
        return data

    def refuse(self, refusal: LibraryTwice) -> None:
        present = refusal.participation
        sentence = _("This library already takes part in this edition as: %(part)s. Nothing has been added.")
        self.add_error("library", sentence % {"part": present.get_part_display()})


class AppointForm(forms.Form):
    """Who gets the role: the account is found by e-mail, or made."""

    name = forms.CharField(label=gettext_lazy("First and last name"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("Codes for signing in will be sent there.")
    )


class WithdrawForm(forms.Form):
    """Whose role ends: one of those who have it."""

    user = forms.IntegerField(widget=forms.HiddenInput)
