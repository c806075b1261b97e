"""Lists of places (towns, gminas, powiats with figures), which people take for lists of organisations by mistake."""

from collections.abc import Callable, Mapping, Sequence

from koalicja.engine.matching.text import tidy, word_set, words

LIKE_PLACES = 0.8
FEWEST_NAMES = 5
_AREAS = word_set("powiat gmina wojewodztwo miasto solectwo")
_MEASURES = word_set(
    "population ludnosc mieszkancy mieszkancow lat lon lng latitude longitude szerokosc dlugosc wspolrzedne coords"
    " powierzchnia area teryt teryt4 teryt6 terc simc geonameid"
)
_OF_ORGANISATIONS = frozenset(
    word_set("kind sector group street house_number address postcode phone email website regon nip rspo person")
    | word_set("first_name last_name role")
)


def is_list_of_places(
    header: Sequence[str],
    body: Sequence[Sequence[str]],
    mapping: Mapping[str, int],
    is_place_name: Callable[[str], bool],
) -> bool:
    """Whether the names are those of places, beside codes, coordinates or population and nothing an organisation has.

    `body` are the first rows below the header, `mapping` as columns.guess_columns gives it. A few names alone, without
    any such column, are no list of places: somebody may have typed them so.
    """
    if "name" not in mapping or not _OF_ORGANISATIONS.isdisjoint(mapping):
        return False
    if not any(not _MEASURES.isdisjoint(words(cell.replace("_", " "))) for cell in header):
        return False
    names = [tidy(row[mapping["name"]]) for row in body if mapping["name"] < len(row)]
    names = [name for name in names if name]
    found = sum(is_place_name(name) or _is_area(name) for name in names)
    return len(names) >= FEWEST_NAMES and found >= LIKE_PLACES * len(names)


def _is_area(name: str) -> bool:
    """Whether the name says that it is one of an area: "Powiat lipnowski"."""
    said = words(name)
    return len(said) > 1 and said[0] in _AREAS


def is_territorial_register(header: Sequence[str]) -> bool:
    """Whether the headings are those of TERC or SIMC, the official registers of gminas and places."""
    return {"woj", "pow", "gmi"} <= {word for cell in header for word in words(cell)}
