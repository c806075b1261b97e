"""Which libraries take part, as what and with whom: one Lead Library with usually three Partner Libraries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from koalicja.desk.example import words
from koalicja.desk.example.choice import PROMOTED, Spot, chosen, neighbours
from koalicja.people.keys import organisation_keys
from koalicja.people.models import Decided, Group, Organisation

PARTNERS, PARTNER_WEIGHTS = (1, 2, 3, 4), (5, 14, 69, 12)
FROM_NEARBY = 0.5  # the other half are branches in the same gmina


@dataclass
class Shelf:
    """Every library of the example, made when first asked for."""

    rng: Random
    found: dict[tuple[str, str], Organisation] = field(default_factory=dict)

    def main(self, code: str) -> Organisation:
        known = next((library for (gmina, _name), library in self.found.items() if gmina == code), None)
        return known or self.library(
            code, self.rng.choices(words.LEAD_LIBRARIES, weights=words.LEAD_LIBRARY_WEIGHTS)[0]
        )

    def library(self, code: str, name: str) -> Organisation:
        if (code, name) not in self.found:
            self.found[code, name] = Organisation(
                gmina_id=code,
                name=name,
                group=Group.CULTURE,
                sector="library",
                class_decided=Decided.HUMAN,
                source=words.SOURCE,
                **organisation_keys(name),
            )
        return self.found[code, name]


@dataclass(frozen=True, slots=True)
class Circle:
    """A Lead Library and its partners in one edition."""

    lead: Organisation
    partners: tuple[Organisation, ...]

    @property
    def code(self) -> str:
        return self.lead.gmina_id


def circles(codes: Sequence[str], places: Sequence[Spot], shelf: Shelf, rng: Random) -> list[Circle]:
    """A circle around the library of each gmina; no library is in two of them."""
    near = [place for place in places if place.is_eligible]
    leads = {code: shelf.main(code) for code in codes}
    taken = set(codes)
    made = []
    for code, lead in leads.items():
        wanted = rng.choices(PARTNERS, weights=PARTNER_WEIGHTS)[0]
        nearby = [other for other in neighbours(code, near) if other not in taken]
        partners: list[Organisation] = []
        for number in range(1, wanted + 1):
            if nearby and rng.random() < FROM_NEARBY:
                taken.add(nearby[0])
                partners.append(shelf.main(nearby.pop(0)))
            else:
                partners.append(shelf.library(code, f"Filia biblioteczna nr {number}"))
        made.append(Circle(lead, tuple(partners)))
    return made


def second_round(first: Sequence[Circle], places: Sequence[Spot], total: int, rng: Random) -> list[str]:
    """Gminas of the second round's leads: some were partners in the first; nobody leads twice."""
    led = {circle.code for circle in first}
    eligible = {place.code for place in places if place.is_eligible}
    partners = {library.gmina_id for circle in first for library in circle.partners} - led
    promoted = rng.sample(sorted(partners & eligible), PROMOTED)
    fresh = chosen(places, total - PROMOTED, rng, without=led | partners)
    return sorted([*promoted, *fresh])
