"""What people agree to when they answer. A text that changes gets a new version; older answers keep theirs."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTACT = "contact-2"  # the version that is asked for now
TEXTS: Mapping[str, Promise] = {
    "contact-1": _(
        "I agree that the library keeps the way to reach me that I gave here and uses it in this matter only. I may "
        "take this back at any time: on this page, by phone or in the library."
    ),
    "contact-2": _(
        "I agree that the library keeps the way to reach me that I gave here and uses it in this matter only. I may "
        "take this back at any time: in the library, or where the invitation says how to answer."
    ),
}
