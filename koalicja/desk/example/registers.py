"""Registers of the example: from empty to well filled, so that every page has something to show."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from koalicja.desk.example import words
from koalicja.desk.example.cast import Cast
from koalicja.engine.matching.sectors import SECTOR_GROUPS
from koalicja.engine.matching.text import fold
from koalicja.people.keys import organisation_keys, person_keys
from koalicja.people.models import (
    Contact,
    ContactEntry,
    Decided,
    LegalBasis,
    Mandate,
    Organisation,
    Person,
    User,
)
from koalicja.people.queries.classes import class_fields

Kind = tuple[str, str]
GROUPS: dict[str, tuple[Kind, ...]] = {
    "office": words.OFFICES,
    "culture": words.SCHOOLS,
    "ngo": words.CIVIC,
    "business": words.FIRMS,
}
BANDS = ("13-19", "20-34", "35-59", "60+", "")
BAND_WEIGHTS = (12, 18, 30, 25, 15)


@dataclass
class Pages:
    """Records waiting to be written, in the order in which they lean on each other."""

    organisations: list[Organisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    log: list[ContactEntry] = field(default_factory=list)

    def save(self) -> None:
        Organisation.objects.bulk_create(self.organisations, batch_size=200)
        Person.objects.bulk_create(self.people, batch_size=200)
        Mandate.objects.bulk_create(self.mandates, batch_size=200)
        Contact.objects.bulk_create(self.contacts, batch_size=200)
        ContactEntry.objects.bulk_create(self.log, batch_size=200)


@dataclass
class Writer:
    """Writes registers. `phone` counts numbers of a range nobody can have (000 …)."""

    rng: Random
    cast: Cast
    today: date
    pages: Pages = field(default_factory=Pages)
    phone: int = 200_000

    def organisation(
        self, code: str, name: str, sector: str, by: User | None, *, checked: bool = True, village: str = ""
    ) -> Organisation:
        record = Organisation(gmina_id=code, name=name, village=village, source=words.SOURCE, created_by=by)
        guessed = class_fields(name)
        if checked:
            guessed |= {"group": SECTOR_GROUPS[sector], "sector": sector, "class_decided": Decided.HUMAN}
        for key, value in (guessed | organisation_keys(name, village=village)).items():
            setattr(record, key, value)
        self.pages.organisations.append(record)
        return record

    def person(self, code: str, by: User | None, *, name: str = "", village: str = "", band: str = "") -> Person:
        name = name or self.cast.person()[0]
        record = Person(gmina_id=code, name=name, village=village, age_band=band, source=words.SOURCE, created_by=by)
        for key, value in person_keys(name, village=village).items():
            setattr(record, key, value)
        self.pages.people.append(record)
        return record

    def resident(self, code: str, by: User | None) -> Person:
        band = self.rng.choices(BANDS, weights=BAND_WEIGHTS)[0]
        return self.person(code, by, village=self.rng.choice(words.VILLAGES), band=band)

    def contact(
        self,
        kind: str,
        value: str,
        basis: str,
        *,
        organisation: Organisation | None = None,
        person: Person | None = None,
    ) -> None:
        obtained = self.today - timedelta(days=self.rng.randrange(20, 500))
        facts = {"source": words.SOURCE, "legal_basis": basis, "obtained_on": obtained}
        self.pages.contacts.append(Contact(kind=kind, value=value, organisation=organisation, person=person, **facts))

    def next_phone(self) -> str:
        self.phone += 7
        digits = f"{self.phone:09d}"
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"

    def any_state(self, code: str, by: User | None) -> None:
        """In every fourth register a group is missing; in every second some entries wait for a check."""
        missing = self.rng.choice(["business", "office", "ngo"]) if self.rng.random() < 1 / 4 else ""
        self.ordinary(code, by, missing=missing, unsure=self.rng.choice((0, 0, 0.15, 0.4)))

    def ordinary(self, code: str, by: User | None, *, missing: str, unsure: float) -> None:
        """Ten to twenty-five entries, none of the missing group."""
        for group, (least, most) in {"office": (1, 3), "culture": (2, 5), "ngo": (3, 8), "business": (1, 5)}.items():
            if group != missing:
                for name, sector in some(self.rng, GROUPS[group], least, most):
                    self.organisation(code, name, sector, by, checked=self.rng.random() >= unsure)
        for _number in range(self.rng.randrange(2, 7)):
            self.resident(code, by)

    def begun(self, code: str, by: User | None) -> None:
        """A handful of names, typed on the first day."""
        for group in ("office", "culture", "ngo"):
            for name, sector in some(self.rng, GROUPS[group], 1, 3):
                self.organisation(code, name, sector, by, checked=False)

    def rich(self, code: str, by: User) -> None:
        """The register the demo opens with: all five groups, contacts, mandates, a log, look-alikes and suggestions."""
        made = [
            self.organisation(code, name, sector, by, checked=place % 9 != 4, village=self._village(name))
            for kinds in GROUPS.values()
            for place, (name, sector) in enumerate(kinds)
        ]
        for record in made[::2]:
            self._reach(record)
        for record in made[1::3]:
            self._speaker(record, by)
        for record in made[2::11]:
            record.note = self.rng.choice(words.NOTES)
        residents = [self.resident(code, by) for _number in range(11)]
        for person in residents[::2]:
            self.contact("phone", self.next_phone(), LegalBasis.CONSENT, person=person)
        self._look_alikes(code, by, residents[0])
        self._suggestions(code)
        self._log(made[:: max(1, len(made) // len(words.LOG_TEXTS))], by)

    def _village(self, name: str) -> str:
        """The village a name ends with, else now and then one by chance."""
        named = next((village for village in words.VILLAGES if name.endswith(village)), "")
        return named or (self.rng.choice(words.VILLAGES) if self.rng.random() < 0.4 else "")

    def _reach(self, record: Organisation) -> None:
        place = "-".join(re.findall("[a-z0-9]+", fold(record.name)))[:40].strip("-")
        self.contact("email", f"kontakt@{place}.example", LegalBasis.PUBLIC, organisation=record)
        if self.rng.random() < 0.6:
            self.contact("phone", self.next_phone(), LegalBasis.PUBLIC, organisation=record)
        if self.rng.random() < 0.3:
            self.contact("website", f"https://{place}.example/", LegalBasis.PUBLIC, organisation=record)
        record.street, record.house_number = self.rng.choice(words.STREETS), str(self.rng.randrange(1, 60))

    def _speaker(self, record: Organisation, by: User) -> None:
        person = self.person(record.gmina_id, by, band=self.rng.choices(BANDS, weights=BAND_WEIGHTS)[0])
        women, men = _functions(record.group)
        is_woman = person.name.split()[0] in words.WOMEN
        function = self.rng.choice(women if is_woman else men)
        since = self.today - timedelta(days=self.rng.randrange(100, 900))
        self.pages.mandates.append(
            Mandate(organisation=record, person=person, function=function, since=since, created_by=by)
        )
        self.contact("phone", self.next_phone(), LegalBasis.TASK, person=person)

    def _look_alikes(self, code: str, by: User, resident: Person) -> None:
        """The same ones written otherwise, as they come from other people's lists."""
        for name in ("SP nr 2", "Ochotnicza Straż Pożarna w Olszynkach", "Koło Gospodyń Wiejskich Jarzębina"):
            village = "Olszynki" if "Olszynkach" in name else ""
            self._reach(self.organisation(code, name, "association", by, checked=False, village=village))
        self.person(code, by, name=resident.name, village=resident.village)

    def _suggestions(self, code: str) -> None:
        for name, sector in (
            ("Świetlica wiejska Kalinowo", "village_hall"), ("Remiza OSP Wysoka", "fire_brigade"),
            ("Zespół Szkolno-Przedszkolny Wierzbowo", "school"), ("Dom Ludowy Grabówka", "village_hall"),
            ("Hala sportowa Zalesie", "municipal_unit"),
        ):  # fmt: skip
            record = self.organisation(code, name, sector, None, checked=False, village=name.split()[-1])
            record.state, record.source = Organisation.State.SUGGESTED, "lista lokali (przykład)"

    def _log(self, owners: Iterable[Organisation], by: User) -> None:
        for place, (owner, (kind, text, next_step)) in enumerate(zip(owners, words.LOG_TEXTS, strict=False)):
            on = self.today - timedelta(days=5 + place * 6)
            entry = ContactEntry(organisation=owner, kind=kind, on=on, text=text, next_step=next_step, by=by)
            self.pages.log.append(entry)


def some(rng: Random, kinds: Sequence[Kind], least: int, most: int) -> list[Kind]:
    """A few of the kinds; those written first are met most often."""
    count = rng.randrange(least, most + 1)
    first = kinds[: max(1, least - 1)]
    return [*first, *rng.sample(kinds[len(first) :], min(count - len(first), len(kinds) - len(first)))]


def _functions(group: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    women, men = words.FUNCTIONS[group]
    return women, men
