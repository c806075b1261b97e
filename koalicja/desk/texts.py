"""Events of every room as sentences."""

from django.utils.translation import gettext as _

from koalicja.backroom.models import Event
from koalicja.coalitions import texts as coalitions
from koalicja.people.texts import notice_line
from koalicja.programmes import texts as programmes
from koalicja.standing import texts as standing
from koalicja.voices import texts as voices


def event_line(event: Event, *, knows_people: bool = False) -> str:
    """What happened, or nothing where it is a register's event; of what people bring only for whoever reads them."""
    line = coalitions.event_line(event, knows_people=knows_people)
    rooms = (programmes, voices, standing)
    return line or next((line for room in rooms if (line := room.event_line(event))), "")


def notice_text(event: Event) -> str:
    """What somebody is told whose own change met this one."""
    told = event_line(event)
    if not told:
        return notice_line(event)
    who = str(event.by) if event.by else _("Somebody")
    return _("In the meantime, %(who)s: %(what)s") % {"who": who, "what": told}
