"""Records of the register behind plain keys, as they stand today."""

from collections.abc import Collection, Iterable, Iterator

from koalicja.coalitions.models import Coalition
from koalicja.people.models import Organisation, Person


def standing_for(keys: Iterable[str]) -> dict[str, str]:
    """The key of the record that each merged one of these ends in; two queries, and two for every further merge."""
    stands: dict[str, str] = {}
    asked = set(keys)
    while asked:
        steps = _merged(Organisation, "organisation", asked) | _merged(Person, "person", asked)
        stands = {old: steps.get(now, now) for old, now in stands.items()} | {
            old: now for old, now in steps.items() if old not in stands
        }
        asked = set(steps.values()) - stands.keys()
    return stands


def _merged(model: type[Organisation] | type[Person], kind: str, keys: Collection[str]) -> dict[str, str]:
    numbers = [int(number) for each, _colon, number in (key.partition(":") for key in keys) if each == kind]
    merged = model._default_manager.filter(pk__in=numbers, merged_into__isnull=False)
    return {f"{kind}:{old}": f"{kind}:{now}" for old, now in merged.values_list("pk", "merged_into_id")}


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
