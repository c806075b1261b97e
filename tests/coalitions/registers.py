"""Registers for tests of proposals: real rows, fictional names."""

from typing import Any

from koalicja.people.models import Organisation, Person

ALL_GROUPS = (
    ("Urząd Gminy", "office", "office", "Bolesławiec"),
    ("Szkoła Podstawowa nr 1", "culture", "school", "Bolesławiec"),
    ("Gminny Ośrodek Kultury", "culture", "culture_centre", "Bolesławiec"),
    ("OSP Olszynki", "ngo", "fire_brigade", "Olszynki"),
    ("KGW Wola", "ngo", "rural_housewives", "Wola"),
    ("Klub Sportowy Orzeł", "ngo", "sports_club", ""),
    ("Piekarnia Pod Lipą", "business", "firm", "Wola"),
    ("Bank Spółdzielczy", "business", "cooperative_bank", ""),
)
RESIDENTS = (("Zofia Przykładowa", "60+", "Wola"), ("Jan Przykładowy", "13-19", ""), ("Ewa Przykładowa", "35-59", ""))


def full_register(make_organisation: Any, make_person: Any) -> tuple[list[Organisation], list[Person]]:
    """Somebody of every group: with the library twelve candidates, from which the rules can be met."""
    organisations = [
        make_organisation(name, group=group, sector=sector, village=village)
        for name, group, sector, village in ALL_GROUPS
    ]
    people = [make_person(name, age_band=band, village=village) for name, band, village in RESIDENTS]
    return organisations, people
