"""The rules by which statements are shown, as everybody reads them: whoever writes one and whoever decides about it."""

from django.utils.translation import gettext_lazy as _

RULES = (
    _("Every statement on the matter is shown, also one that criticises us."),
    _("Not shown: insults, what tells something of another person, advertisements, what is not about the question."),
    _("A statement with a telephone, an e-mail or a link waits until somebody of the library has read it."),
    _("Whoever wrote a statement that is not shown reads the reason on her or his own page."),
    _("Statements that say the same are merged; every reaction stays, and merging can be undone."),
    _("Each decision stands in a log with its day and reason."),
)
