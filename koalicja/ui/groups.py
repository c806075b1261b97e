"""The five groups a coalition is made of: one key, one name, one shape each, everywhere."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GROUP_NAMES = {
    "office": pgettext_lazy("group", "municipal office"),
    "culture": pgettext_lazy("group", "education and culture"),
    "ngo": pgettext_lazy("group", "civic organisations"),
    "business": pgettext_lazy("group", "entrepreneurs"),
    "resident": pgettext_lazy("group", "residents"),
}
UNKNOWN = _("we do not know")
