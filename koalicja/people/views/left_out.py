"""The message that something was left out of what somebody typed, because it told a birth or was a PESEL."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koalicja.people import texts
from koalicja.people.forms.fields import BirthsApart

LEFT_OUT = gettext_lazy(
    "A day or year of birth, or a PESEL, was left out and is kept nowhere: of it we keep the age band at most."
)
AGE_LEFT_OUT = gettext_lazy(
    "An age, or figures beside a person's name, were left out: of an age we keep the age band at most."
)


def tell_left_out(request: HttpRequest, form: BirthsApart) -> None:
    """Say once for the form what was left out of it, and what is kept instead."""
    if not form.left_out:
        return
    if form.kept_band:
        told = _(
            "A day or year of birth, or a PESEL, was left out and is kept nowhere. We keep the age band: %(band)s."
        )
        messages.info(request, told % {"band": texts.age_band(form.kept_band)})
    else:
        messages.info(request, LEFT_OUT)
