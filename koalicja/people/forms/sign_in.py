"""Signing in: an e-mail, then the code sent to it. Our labels and sentences over allauth's checks."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """Where the code should go."""

    error_summary = _("The code has not been sent yet; please correct:")

    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("The one your programme or library knows. We send a code to it; there is no password to remember."),
        error_messages={"invalid": _("This is not an e-mail address. It looks like name@library.pl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
    )


class ConfirmCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """The code from the e-mail."""

    error_summary = _("You are not signed in yet; please correct:")

    code = forms.CharField(
        label=_("Code from the e-mail"),
        help_text=_("It works for 15 minutes. Capital or small letters: as you like."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )

    def clean_code(self) -> Any:
        """As allauth's, with a sentence that says what would help."""
        try:
            return super().clean_code()
        except forms.ValidationError as refusal:
            raise forms.ValidationError(
                _("This is not the code from the newest e-mail. Copy it once more, or ask for a new one.")
            ) from refusal
