"""What the printed sheet of a naming session holds: the boxes of the screen, and who is on the list already."""

from datetime import date

from django.utils.translation import gettext as _

from koalicja.coalitions.composing.naming_sheet import BoxLine, NameLine, NamingSheet
from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.coalitions.naming_questions import questions_of
from koalicja.coalitions.queries.naming import Name, by_box, names_of, naming_boxes
from koalicja.coalitions.queries.naming_matches import Box
from koalicja.people.texts import age_band
from koalicja.ui.groups import GROUP_NAMES

KNOWN_SHOWN = 3


def naming_sheet_of(coalition: Coalition, *, on: date | None, is_blank: bool) -> NamingSheet:
    """The sheet as of now; a blank one names nobody."""
    boxes = naming_boxes(coalition)
    names = [] if is_blank else names_of(coalition)
    placed = by_box(boxes, names)
    return NamingSheet(
        label=coalition.edition.coalition_label,
        name=coalition.name,
        gmina=coalition.gmina.full_label,
        library=coalition.participation.library.name,
        on=on,
        boxes=tuple(_box(number, box, placed.get(box.key, [])) for number, box in enumerate(boxes, start=1)),
        names=tuple(_rows(coalition, names)),
        note=_("Example: people and organisations are fictional.") if coalition.edition.programme.is_fictional else "",
    )


def _box(number: int, box: Box, names: list[Name]) -> BoxLine:
    title = str(GROUP_NAMES[box.group])
    one, other = questions_of(box.group, box.band)
    return BoxLine(
        number,
        box.group,
        f"{title}, {age_band(box.band)}" if box.band else title,
        (str(one), str(other)),
        tuple(str(each.candidacy.owner) for each in names),
        box.is_of_residents,
    )


def _rows(coalition: Coalition, names: list[Name]) -> list[NameLine]:
    """Those of whom nothing is known first: they are what the evening is for."""
    owners = {each.candidacy.pk: str(each.candidacy.owner) for each in names}
    ties: dict[int, list[str]] = {}
    if names:
        through = Candidacy.knows.through.objects.filter(from_candidacy__coalition=coalition).order_by("pk")
        for one, other in through.values_list("from_candidacy", "to_candidacy"):
            ties.setdefault(one, []).append(owners.get(other, ""))
    return [
        NameLine(
            owners[each.candidacy.pk],
            each.candidacy.brings,
            ", ".join(filter(None, ties.get(each.candidacy.pk, [])[:KNOWN_SHOWN])),
            each.candidacy.should_ask,
        )
        for each in sorted(names, key=lambda each: each.is_told)
    ]
