"""A name that was said becomes a record of the register, and goes from it again when the line is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from koalicja.coalitions.actions import coming
from koalicja.coalitions.models import Candidacy
from koalicja.coalitions.queries.naming_matches import Box, Match
from koalicja.engine.matching.names import name_key
from koalicja.people.actions.erasing import erase_person
from koalicja.people.actions.names import Line, add_names
from koalicja.people.actions.organisations import remove_organisation
from koalicja.people.actions.persons import end_mandate
from koalicja.people.ages import age_apart
from koalicja.people.keys import KEY_LENGTH
from koalicja.people.models import ContactEntry, Mandate, Organisation, Person, User
from koalicja.people.queries.duplicates import namesakes
from koalicja.places.models import Gmina

ORGANISATION, PERSON = 0, 1  # numbers of the lines that add_names is given


@dataclass(frozen=True, slots=True)
class Recorded:
    """Who stands in the register for a line, and the keys of what came into being with it."""

    organisation: Organisation | None
    person: Person | None
    made: tuple[str, ...]


def record(gmina: Gmina, *, by: User, box: Box, match: Match, same: int | None, is_another: bool) -> Recorded:
    """The register's records of a line; `same` is the one that is meant, `is_another` says that none of the likely is.

    The caller holds the register, so what `match` found is what is there.
    """
    likely = tuple(known.pk for known in match.likely) if is_another else ()
    before = coming.standing(gmina)
    lines = []
    if match.said.organisation:
        lines.append(_organisation_line(match, same, likely))
    if match.said.person:
        own = match.is_person
        lines.append(_person_line(box, match, same if own else _speaker(match), likely if own else ()))
    added = add_names(gmina, by=by, lines=lines, source=_("naming session"))
    organisation = _organisation(gmina, match, same, added.organisations) if match.said.organisation else None
    person = _person(gmina, lines[-1], added.people) if match.said.person else None
    made = [f"organisation:{pk}" for pk in added.organisations] + [f"person:{pk}" for pk in added.people]
    if added.mandates and organisation and person:
        mandate = Mandate.objects.filter(organisation=organisation, person=person, until=None).latest("pk")
        made.append(f"mandate:{mandate.pk}")
    made += coming.brought(before, organisation, person)
    return Recorded(organisation, person, tuple(made))


def _organisation_line(match: Match, same: int | None, likely: tuple[int, ...]) -> Line:
    typed = match.typed
    return Line(
        name=match.said.organisation,
        class_choice=match.sector or f"group:{match.group}",
        village=typed.village,
        contacts=() if match.said.person else typed.contacts,
        note=typed.note,
        same_as=same,
        distinct_from=likely,
        number=ORGANISATION,
    )


def _person_line(box: Box, match: Match, same: int | None, likely: tuple[int, ...]) -> Line:
    """A telephone beside a person is hers. What she does stays with whom she speaks for, or else in her note."""
    typed, said = match.typed, match.said
    speaks = ORGANISATION if said.organisation else None
    return Line(
        name=age_apart(said.person, year=timezone.localdate().year, is_person=True)[0],
        is_person=True,
        village="" if said.organisation else typed.village,
        age_band=box.band if match.is_person else "",
        contacts=typed.contacts,
        note="\n".join(filter(None, [said.note] if said.organisation else [said.function, said.note, typed.note])),
        same_as=same,
        distinct_from=likely,
        number=PERSON,
        speaks_for_line=speaks,
        function=said.function if said.organisation else "",
    )


def _speaker(match: Match) -> int | None:
    """The only person of this name; of several nobody can tell here, so the first one is not taken for her."""
    return match.namesakes[0].pk if len(match.namesakes) == 1 else None


def _organisation(gmina: Gmina, match: Match, same: int | None, added: Sequence[int]) -> Organisation:
    pk = same or next(iter(added), None)
    if pk:
        return Organisation.objects.get(pk=pk)
    key = name_key(match.said.organisation)[:KEY_LENGTH]  # an earlier line of the same text added it
    listed = Organisation.objects.filter(gmina=gmina, state=Organisation.State.LISTED, name_key=key)
    return listed.latest("pk")


def _person(gmina: Gmina, line: Line, added: Sequence[int]) -> Person:
    pk = line.same_as or next(iter(added), None)
    return Person.objects.get(pk=pk) if pk else namesakes(gmina, line.name)[0]


def unmake(made: Sequence[str], *, by: User) -> None:
    """Take out of the register what came into being with a line, where nobody has worked with it since."""
    keys = coming.by_kind(made)
    coming.forget(keys, made)
    for mandate in Mandate.objects.filter(pk__in=keys["mandate"], until=None):
        end_mandate(mandate, by=by, on=max(timezone.localdate(), mandate.since or timezone.localdate()))
    for person in Person.objects.filter(pk__in=keys["person"], state=Person.State.LISTED, version=1):
        others = Mandate.objects.filter(person=person).exclude(pk__in=keys["mandate"])
        if not others.exists() and not _is_used(person=person):
            erase_person(person)
    listed = Organisation.objects.filter(pk__in=keys["organisation"], state=Organisation.State.LISTED, version=1)
    for organisation in listed.select_related("gmina"):
        speakers = Mandate.objects.filter(organisation=organisation, until=None)
        if not speakers.exists() and not _is_used(organisation=organisation):
            remove_organisation(organisation, by=by)


def _is_used(**who: Organisation | Person) -> bool:
    return Candidacy.objects.filter(**who).exists() or ContactEntry.objects.filter(**who).exists()
