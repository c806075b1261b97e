"""An institution called by its kind and its place: "szkoły w Zalesiu" is the Szkoła of Zalesie (method matching-1)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from koalicja.engine.matching.declension import is_case_of
from koalicja.engine.matching.text import words

# Longer ones first: the first that fits is the kind. As the register would write them.
_TABLE = """
    Publiczna Szkoła Podstawowa, Szkoła Podstawowa, Szkoła Ponadpodstawowa, Zespół Szkół, Zespół
    Szkolno-Przedszkolny, Szkoła, Przedszkole, Żłobek, Liceum Ogólnokształcące, Liceum, Technikum, Internat, Bursa,
    Uniwersytet Trzeciego Wieku, Gminna Biblioteka Publiczna, Biblioteka Publiczna, Biblioteka, Muzeum, Galeria,
    Kino, Teatr, Gminny Ośrodek Kultury, Miejski Ośrodek Kultury, Gminne Centrum Kultury, Ośrodek Kultury, Centrum
    Kultury, Dom Kultury, Świetlica Wiejska, Świetlica, Dom Ludowy, Gminny Ośrodek Pomocy Społecznej, Ośrodek Pomocy
    Społecznej, Dom Pomocy Społecznej, Dom Seniora, Dom Dziecka, Ośrodek Zdrowia, Przychodnia, Szpital, Apteka,
    Posterunek Policji, Komisariat Policji, Poczta, Urząd Gminy, Urząd Miasta, Urząd Miejski, Nadleśnictwo, Parafia,
    Ochotnicza Straż Pożarna, Koło Gospodyń Wiejskich, Klub Seniora, Klub Sportowy, Ludowy Zespół Sportowy, Klub,
    Stowarzyszenie, Fundacja, Orkiestra Dęta, Orkiestra, Chór, Bank Spółdzielczy, Bank, Sklep, Piekarnia,
    Restauracja
"""
_KINDS = tuple(" ".join(kind.split()) for kind in _TABLE.split(","))
_PLACE = re.compile(r"(?:(?:w|we|na)\s+)?(?P<place>[^\W\d_].*)")
_WORDS = re.compile(r"[^\W_]+")
_LEADS_ON = ("w ", "we ", "na ", "nr ")
_DECLINED = re.compile(r"\w+(?:ej|ego|iej|ych)(?!\w)")


@dataclass(frozen=True, slots=True)
class KindOfPlace:
    """`kind` in the nominative, and what stands behind it: "w Zalesiu", "nr 2 w Zalesiu", "Zielona Dolina"."""

    kind: str
    rest: str
    is_declined: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind} {self.rest}".strip()

    @property
    def place(self) -> tuple[str, ...]:
        """The words of the place alone."""
        found = _PLACE.fullmatch(self.rest)
        return tuple(words(found["place"])) if found else ()

    def may_be(self, name: str, village: str) -> bool:
        """Whether an organisation of this name and village is of this kind, and stands in this place."""
        place = self.place
        if not place or not set(words(self.kind)) <= set(words(name)):
            return False
        return is_case_of(place, village) or _stands_in(place, name)


def _stands_in(place: tuple[str, ...], name: str) -> bool:
    """Whether words of the name, in a row, are the place whose case is given."""
    parts = _WORDS.findall(name)
    runs = (" ".join(parts[at : at + len(place)]) for at in range(1, len(parts) - len(place) + 1))
    return any(is_case_of(place, run) for run in runs)


@lru_cache(maxsize=4096)
def kind_of_place(text: str) -> KindOfPlace | None:
    """The institution that the text names, in whatever case; None where its kind or what follows cannot be told.

    What follows stays as it is: a name of its own, a number or a place; an adjective that belongs to the kind is none.
    """
    parts = text.split()
    for kind in _KINDS:
        length = len(kind.split())
        said = tuple(words(" ".join(parts[:length])))
        if is_case_of(said, kind):
            rest = " ".join(parts[length:])
            is_told = not rest[:1].islower() or rest.startswith(_LEADS_ON)
            return (
                KindOfPlace(kind, rest, said != tuple(words(kind))) if is_told and not _DECLINED.match(rest) else None
            )
    return None
