"""What a naming session asks: two plain questions per box, one box per group and, of residents, per age.

Each question names something that people did or do, so that a face comes to mind; none asks for a judgement.
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Questions = tuple[Promise, Promise]

GROUPS: Mapping[str, Questions] = {
    "office": (
        _("Who at the office answers when a village needs something done?"),
        _("Which village heads and councillors can get people together?"),
    ),
    "culture": (
        _("Who organises the harvest festival and gets the stage ready?"),
        _("Which teachers do something with the children after lessons?"),
    ),
    "ngo": (
        _("Who comes to help when a tree has fallen or a tent must be put up?"),
        _("Who bakes, sings, plays or trains others without being paid for it?"),
    ),
    "business": (
        _("Who gives prizes for the raffle?"),
        _("Where do people stop to talk: which shop, which workshop, which bar?"),
    ),
}
# Residents by the stage of life that an age band of the edition falls into.
AGES: Mapping[str, Questions] = {
    "children": (
        _("Which children always bring others along?"),
        _("Whose parents stay and help when something is going on?"),
    ),
    "young": (
        _("Whom do young people listen to?"),
        _("Who brings the others along when something is going on?"),
    ),
    "starting": (
        _("Who has come back or moved here and already does something with others?"),
        _("Which young parents know all the others from the playground?"),
    ),
    "adults": (
        _("Whom do neighbours call when something has to be arranged?"),
        _("Who can do something that others would like to learn?"),
    ),
    "seniors": (
        _("Who remembers how it used to be, and likes to tell?"),
        _("Who sees to it that nobody sits alone at home?"),
    ),
    "any": (
        _("Whom do neighbours ask for advice?"),
        _("Who brings others along when something is going on?"),
    ),
}
# Sectors of residents' own informal groups, by the stage of life they belong to.
STAGE_OF_SECTOR: Mapping[str, str] = {"youth": "young", "parents": "starting", "seniors": "seniors"}

# What somebody can bring, as words that two people write alike: then a proposal can tell what is there and what is not.
BRINGS: tuple[Promise, ...] = (
    pgettext_lazy("brought", "room"),
    pgettext_lazy("brought", "equipment"),
    pgettext_lazy("brought", "transport"),
    pgettext_lazy("brought", "money or prizes"),
    pgettext_lazy("brought", "hands for work"),
    pgettext_lazy("brought", "knowledge"),
    pgettext_lazy("brought", "contacts"),
    pgettext_lazy("brought", "telling others"),
)


def questions_of(group: str, band: str = "") -> Questions:
    """The two questions of a box."""
    return GROUPS[group] if group in GROUPS else AGES[stage_of(band)]


def stage_of(band: str) -> str:
    """The stage of life of an age band such as "13-19" or "60+", by its middle; "any" where no age is meant."""
    if not band:
        return "any"
    first, _dash, last = band.rstrip("+").partition("-")
    middle = int(first) + 10 if band.endswith("+") else (int(first) + int(last)) / 2
    limits = ((13, "children"), (20, "young"), (35, "starting"), (60, "adults"))
    return next((stage for limit, stage in limits if middle < limit), "seniors")


def residents_band(sector: str, bands: Sequence[str]) -> str:
    """The age band in whose box an informal group of residents stands; one for every age stands in the first."""
    stage = STAGE_OF_SECTOR.get(sector, "")
    return next((band for band in bands if stage and stage_of(band) == stage), next(iter(bands), ""))
