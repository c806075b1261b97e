"""How often a coalition meets, in words."""

import calendar
from datetime import date

from django.utils.translation import gettext as _

from koalicja.standing import wording
from koalicja.ui.formats import day


def rhythm_words(months: int | None, last: date | None, today: date) -> tuple[str, bool]:
    """How often it meets against its own rhythm, and whether the next meeting is late; never against anybody else's."""
    if last is None:
        return (_("Planned: %(rhythm)s.") % {"rhythm": wording.rhythm(months)} if months else ""), False
    if not months:
        return _("Last meeting: %(last)s.") % {"last": day(last)}, False
    due = months_later(last, months)
    words = {"rhythm": wording.rhythm(months), "last": day(last), "due": day(due)}
    if today <= due:
        return _("%(rhythm)s, and that is fine. Last meeting: %(last)s, the next one by: %(due)s.") % words, False
    return _("%(rhythm)s. Last meeting: %(last)s; the next one was due by: %(due)s.") % words, True


def months_later(on: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(on.month - 1 + months, 12)
    last = calendar.monthrange(on.year + years, month + 1)[1]
    return date(on.year + years, month + 1, min(on.day, last))
