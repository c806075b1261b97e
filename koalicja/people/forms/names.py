"""Typing names: the text, then one form a line, looked through before anything is saved."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.engine.matching.people import PersonAtWork
from koalicja.people.actions.names import Line as NameLine
from koalicja.people.ages import age_apart, band_of, parts_without_age
from koalicja.people.forms.fields import ContactsApart, Line, OpenLine
from koalicja.people.forms.records import age_choices
from koalicja.people.left_out import births_left_out
from koalicja.people.lines import has_contact
from koalicja.people.models import Mandate
from koalicja.people.queries.names import Known, Proposal, only_sure
from koalicja.people.texts import class_choices, known_label
from koalicja.ui.groups import UNKNOWN

PERSON, SKIP, NEW, ASK = "person", "skip", "new", "ask"
WHO = gettext_lazy("a person?")
AND = "; "  # between several phones or e-mails of one line
LONGEST_TEXT = 400_000
LONGEST_FUNCTION = Mandate._meta.get_field("function").max_length or 0


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
        max_length=LONGEST_TEXT,
        error_messages={
            "required": gettext_lazy("Type at least one name. Nothing was saved."),
            "max_length": gettext_lazy(
                "This text is too long to be read at once. Paste a part of it (200 names at a time), or load the list "
                "as a file. Nothing was saved."
            ),
        },
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


class LineForm(ContactsApart):
    """One line: what it is, and whether the register has it already."""

    name = Line(label=pgettext_lazy("line", "Name"), max_length=300)
    what = forms.ChoiceField(label=gettext_lazy("Who or what is it"), choices=what_choices, required=False)
    village = OpenLine(label=gettext_lazy("Village or town"), required=False, max_length=120)
    age_band = forms.ChoiceField(label=gettext_lazy("Age"), required=False)
    phone = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)
    email = forms.CharField(required=False, widget=forms.HiddenInput, max_length=300)
    note = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)
    same = forms.ChoiceField(label=gettext_lazy("Is it in the register already?"), widget=forms.RadioSelect, choices=[])
    asked = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    speaks = forms.ChoiceField(label=pgettext_lazy("mandate", "Speaks for"), required=False)

    def __init__(
        self, data: QueryDict | None, *, number: int, proposal: Proposal, bands: Sequence[str], **kwargs: Any
    ) -> None:
        """`number` is the place of the line in the text, from 0.

        `data` must be a copy that may be changed: which records were asked about is brought up to date in it.
        """
        super().__init__(data, prefix=f"line-{number}", **kwargs)
        self.of_person = self.data.get(self.add_prefix("what")) == PERSON
        self.left_age_out = False
        self.proposal, self.number, self.bands = proposal, number, bands
        self.auto_id = f"id_{self.prefix}_%s"
        self._field("age_band").choices = age_choices(bands)
        if proposal.asks_who:
            self._field("what").choices = [(ASK, WHO), *what_choices()]
        if not (proposal.is_person or proposal.asks_who):
            self.fields["age_band"].widget = forms.HiddenInput()
        if proposal.serves:
            offered = [(_key(one), _spoken_for(one)) for one in proposal.serves]
            self._field("speaks").choices = [("", str(UNKNOWN)), *offered]
            self._bring_speaks_up_to_date(data, {key for key, _label in offered})
        else:
            del self.fields["speaks"]
        asked = self._asked_before(data) if data is not None else set()
        if proposal.likely:
            self._ask(data, asked)
        else:
            del self.fields["same"]

    def _bring_speaks_up_to_date(self, data: QueryDict | None, offered: set[str]) -> None:
        """What another line named may have become a record since the page was shown: the button was pressed twice."""
        name = self.add_prefix("speaks")
        if data is not None and data.get(name) and data[name] not in offered:
            data[name] = speaks_first(self.proposal)

    def _asked_before(self, data: QueryDict) -> set[str]:
        """The records that the page showed when it asked; from now on it asks about those of today."""
        name = self.add_prefix("asked")
        asked = set(data.get(name, "").split(",")) - {""}
        data[name] = asked_about(self.proposal)
        return asked

    def _ask(self, data: QueryDict | None, asked: set[str]) -> None:
        """An answer that there is no such record holds only for the records it was given about."""
        likely, same = self.proposal.likely, self._field("same")
        same.choices = [*((str(like.pk), _same_as(like)) for like in likely), (NEW, _("another one: add it"))]
        if all(like.is_suggestion for like in likely):
            same.label = _("Is it what the programme's file suggests?")
        same.error_messages["required"] = _("Answer first: is it one of these, or another one?")
        if data is None:
            return
        name, what = self.add_prefix("same"), data.get(self.add_prefix("what"))
        if data.get(name) == NEW and any(str(like.pk) not in asked for like in likely):
            data[name] = ""
            same.error_messages["required"] = _(
                "The register has changed since you answered: this is there now. Is it the same one, or another one?"
            )
        elif not asked and name not in data and likely[0].is_sure:
            data[name] = str(likely[0].pk)  # the button was pressed twice
        same.required = what != SKIP

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared above
        return field

    def clean_what(self) -> str:
        if self.cleaned_data["what"] == ASK:
            raise ValidationError(_("Answer first: is it a person? If it is an organisation, choose its group."))
        return str(self.cleaned_data["what"])

    def clean(self) -> dict[str, Any]:
        cleaned, year = super().clean(), timezone.localdate().year
        for name in {"village", "note"} & cleaned.keys():
            parts, age = parts_without_age(cleaned[name].split(", "), year=year, of_person=self.of_person)
            self._note_left_out(cleaned[name], ", ".join(parts), age)
            cleaned[name] = ", ".join(parts)
        return cleaned

    def _note_left_out(self, before: str, after: str, age: int | None) -> None:
        self.age = age if self.age is None else self.age
        if before != after and self.data.get(self.add_prefix("what")) != SKIP:
            is_birth = births_left_out(before, after)
            self.left_out, self.left_age_out = self.left_out or is_birth, self.left_age_out or not is_birth

    def clean_name(self) -> str:
        typed, year = self.cleaned_data["name"], timezone.localdate().year
        name, age = age_apart(typed, year=year, is_person=self.of_person)
        self._note_left_out(typed, name, age)
        if not any(character.isalnum() for character in name):
            raise ValidationError(_("This name has no letter and no digit."))
        if self.data.get(self.add_prefix("what")) != SKIP and has_contact(name):
            raise ValidationError(
                _("A phone or an e-mail stands here. Write the name alone, or choose to leave the line out.")
            )
        return name

    @property
    def is_organisation(self) -> bool:
        """Whether the valid line is saved, and as an organisation."""
        return self.cleaned_data["what"] not in {SKIP, PERSON}

    def line(self, organisations: Collection[int] = ()) -> NameLine | None:
        """The line to save, or None where it is left out; `organisations` are the numbers of lines saved as such."""
        values, proposal = self.cleaned_data, self.proposal
        if values["what"] == SKIP:
            return None
        is_person = values["what"] == PERSON
        same = values.get("same", "")
        is_as_asked = is_person == proposal.is_person
        band = values["age_band"] or band_of(self.age, self.bands)
        line = NameLine(
            name=values["name"],
            is_person=is_person,
            class_choice="" if is_person else values["what"],
            village=values["village"],
            age_band=band if is_person else "",
            contacts=tuple((kind, each) for kind in ("phone", "email") for each in values[kind].split(AND) if each),
            note=values["note"],
            same_as=int(same) if same.isdecimal() and is_as_asked else None,
            distinct_from=tuple(like.pk for like in proposal.likely) if same == NEW and is_as_asked else (),
            number=self.number,
        )
        if not is_person or not proposal.at_work:
            return line
        key = values.get("speaks", "")
        spoken = next((one for one in proposal.serves if _key(one) == key), None)
        if spoken and spoken.line is not None and spoken.line not in organisations:
            spoken = None
        return _at_work(line, proposal.at_work, spoken)


def _at_work(line: NameLine, found: PersonAtWork, spoken: Known | None) -> NameLine:
    """The person under the name alone: the function goes to the organisation she speaks for, or else into the note."""
    if spoken:
        function = found.role.removesuffix(found.organisation).strip(" ,-–—")[:LONGEST_FUNCTION]
        of_register, of_text = (spoken.pk, None) if spoken.line is None else (None, spoken.line)
        return replace(line, name=found.name, speaks_for=of_register, speaks_for_line=of_text, function=function)
    return replace(line, name=found.name, note="\n".join(part for part in (found.role, line.note) if part))


def _key(spoken: Known) -> str:
    return str(spoken.pk) if spoken.line is None else f"line-{spoken.line}"


def what_first(proposal: Proposal) -> str:
    """Who or what the line seems to be before anybody says so."""
    if proposal.leave_out:
        return SKIP
    return PERSON if proposal.is_person else ASK if proposal.asks_who else proposal.sector


def speaks_first(proposal: Proposal) -> str:
    """The answer about whom the person speaks for that stands there before anybody gives one."""
    only = only_sure(proposal.serves)
    return _key(only) if only else ""


def _spoken_for(spoken: Known) -> str:
    return known_label(spoken) if spoken.line is None else _("%(name)s (from this list)") % {"name": spoken.label}


def asked_about(proposal: Proposal) -> str:
    """The likely records of a line as its form carries them."""
    return ",".join(str(like.pk) for like in proposal.likely)


def _same_as(like: Known) -> str:
    if like.is_suggestion:
        return _("a suggestion from the programme's file: %(name)s") % {"name": known_label(like)}
    return _("the same: %(name)s") % {"name": known_label(like)}
