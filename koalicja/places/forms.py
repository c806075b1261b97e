"""Search of gminas, and the field with which every room lets people choose one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from koalicja.engine.matching.text import fold, tidy
from koalicja.places import queries
from koalicja.places.models import Gmina

MAX_TYPED = 80
CHOICES_SHOWN = 12


class SearchForm(forms.Form):
    """What is typed on the page of all gminas."""

    q = forms.CharField(
        label=gettext_lazy("Gmina, town or village"),
        help_text=gettext_lazy("Polish letters are not needed. You may add the powiat or type a TERYT code."),
        required=True,
        max_length=MAX_TYPED,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_q(self) -> str:
        return tidy(self.cleaned_data["q"])


@dataclass(frozen=True)
class Answer:
    """What came from the field: the text typed and the code chosen, either may be empty."""

    text: str = ""
    code: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.code)


@dataclass(frozen=True)
class Choice:
    """One gmina offered; `place` is the town or village that led to it."""

    gmina: Gmina
    place: str
    is_chosen: bool


def choices_for(answer: Answer) -> list[Choice]:
    """The gminas the text may mean (no ended ones), the chosen one marked; the chosen one alone if nothing is typed."""
    found = queries.find_gminas(answer.text or answer.code, limit=CHOICES_SHOWN, with_abolished=False)
    return [Choice(hit.gmina, hit.place, hit.gmina.pk == answer.code) for hit in found]


def choices_context(name: str, answer: Answer) -> dict[str, Any]:
    """What the piece with the choices shows, alone or inside the field called `name`."""
    return {"name": name, "answer": answer, "choices": choices_for(answer) if answer else []}


class GminaWidget(forms.Widget):
    """A text to search by and, below it, the gminas found; with htmx they follow the typing."""

    template_name = "places/widgets/gmina.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Answer:
        return Answer(tidy(str(data.get(f"{name}_text", "")))[:MAX_TYPED], str(data.get(name, ""))[:7])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data

    def format_value(self, value: Any) -> Any:
        return value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        answer = value if isinstance(value, Answer) else Answer()
        context["widget"] |= {"is_invalid": (attrs or {}).get("aria-invalid") == "true", "limit": MAX_TYPED}
        return context | choices_context(name, answer)

    def id_for_label(self, id_: str, index: str | int | None = None) -> str:
        return f"{id_}_0" if id_ else ""


class FieldNameForm(forms.Form):
    """Which field of a page asks for its choices."""

    field = forms.RegexField(r"^[A-Za-z][A-Za-z0-9_-]{0,60}$")


class GminaChoiceField(forms.Field):
    """A gmina chosen by typing its name, a place in it, or its code; the cleaned value is a `Gmina` or None.

    A name that means several gminas is never guessed: the form comes back with all of them to choose from.
    Without JavaScript the first sending shows the choices.
    """

    widget = GminaWidget
    default_error_messages = {
        "unknown": gettext_lazy("No gmina fits what you typed. Check the name, or type a town in that gmina."),
        "several": gettext_lazy("Several gminas may be meant. Choose one below."),
        "sure": gettext_lazy("Is this the gmina you mean? Choose it below."),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Gmina):
            return Answer(value.name, value.pk)
        return Answer(code=value) if isinstance(value, str) and value else value

    def to_python(self, value: Any) -> Gmina | None:
        if not isinstance(value, Answer) or not value:
            return None
        choices = choices_for(value)
        if not choices:
            raise self.refused("unknown")
        chosen = next((choice.gmina for choice in choices if choice.is_chosen), None)
        return chosen or self.only_one(choices, value.text)

    def only_one(self, choices: list[Choice], text: str) -> Gmina:
        """The gmina that the text names and no other; whatever leaves a doubt is asked back."""
        gmina = choices[0].gmina
        if len(choices) > 1:
            raise self.refused("several")
        if choices[0].place or fold(text) not in {gmina.search_key, gmina.pk}:
            raise self.refused("sure")
        return gmina

    def refused(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial.pk if isinstance(initial, Gmina) else initial or ""
        return not isinstance(data, Answer) or before != data.code
