"""Records of the register behind plain keys, as they stand today."""

from collections.abc import Iterable, Iterator

from koalicja.coalitions.models import Coalition
from koalicja.people.models import Organisation, Person


def records_of(keys: Iterable[str], coalition: Coalition, *, near: bool) -> Iterator[Organisation | Person]:
    """The listed records behind keys, also after a merge; people of this gmina only, `near` also of others a club."""
    numbers: dict[str, set[int]] = {"organisation": set(), "person": set()}
    for kind, _colon, number in (key.partition(":") for key in keys):
        if kind in numbers and number.isdecimal() and len(number) < 18:
            numbers[kind].add(int(number))
    organisations = Organisation.objects.select_related("merged_into").filter(pk__in=numbers["organisation"])
    people = Person.objects.select_related("merged_into").filter(pk__in=numbers["person"])
    clubs = {each.key: each for each in (row.merged_into or row for row in organisations)}
    residents = {each.key: each for each in (row.merged_into or row for row in people)}
    ours = coalition.gmina_id
    yield from (each for each in clubs.values() if each.state == "listed" and (near or each.gmina_id == ours))
    yield from (each for each in residents.values() if each.state == "listed" and each.gmina_id == ours)
