"""Which gmina a row means: by code, by names, by place; never guessed silently (method matching-1)."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from koalicja.engine.matching.text import fold, words

STATUSES = ("given", "named", "placed", "ambiguous", "unknown", "missing")


@dataclass(frozen=True, slots=True)
class GminaFact:
    """A gmina: `code` is the 6-digit TERYT code, `kind` 1 urban, 2 rural, 3 urban-rural, None unknown."""

    code: str
    name: str
    kind: int | None
    powiat: str
    voivodeship: str
    seat_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A town or village and the code of its gmina."""

    name: str
    gmina: str


@dataclass(frozen=True, slots=True)
class GminaAnswer:
    """`code` is set for given, named and placed; `candidates` are codes worth offering to a person.

    `reason` is one of: code, code_zero_restored, code_district, code_name_conflict, code_unknown_name_used,
    code_unknown, name, name_and_place, several_gminas, gmina_elsewhere, gmina_unknown, place, several_places,
    place_unknown, nothing_given. A chosen default adds: chosen, chosen_place_unknown, place_elsewhere (rows.judge).
    """

    code: str | None
    status: str
    candidates: tuple[str, ...]
    reason: str
    params: Mapping[str, str] = field(default_factory=dict)


_KIND_WORDS: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = tuple(
    (re.compile(pattern), frozenset(kinds))
    for pattern, kinds in (
        (r"\s*(?:-|,|\()\s*(?:gmina\s+)?miejsko\s?-\s?wiejska\)?$|^gmina\s+miejsko\s?-\s?wiejska\s+", {3}),
        (r"\s*(?:-|,|\()\s*(?:gmina\s+)?miejska\)?$|^gmina\s+miejska\s+", {1}),
        (r"\s*(?:-|,|\()\s*(?:gmina\s+)?wiejska\)?$|^gmina\s+wiejska\s+", {2}),
        (r"^(?:miasto i gmina|gmina i miasto|mig\.?|m\. i gm\.|m-gm\.?)\s+", {3}),
        (r"^(?:miasto stoleczne|m\.\s?st\.?|m\.|miasto)\s*", {1}),
        (r"^gm\.\s*", {2, 3}),
        (r"^(?:gmina|gm)\s+", {1, 2, 3}),
    )
)
_ALL_KINDS = frozenset({1, 2, 3})
_POWIAT_PREFIX = re.compile(r"^(?:powiat|pow\.|miasto na prawach powiatu|m\.\s?st\.?|m\.|miasto)\s*")
_VOIVODESHIP_PREFIX = re.compile(r"^(?:wojewodztwo|woj\.?)\s*")


def _glued(text: str) -> str:
    return "".join(words(text))


@lru_cache(maxsize=16384)
def _split_kind(name: str) -> tuple[str, frozenset[int]]:
    """The bare glued name and the kinds the wording allows: "gm. Bolesławiec" → ("boleslawiec", {2, 3})."""
    text = fold(name)
    for pattern, kinds in _KIND_WORDS:
        rest = pattern.sub("", text)
        if rest != text and rest:
            return _glued(rest), kinds
    return _glued(text), _ALL_KINDS


class Gazetteer:
    """What we know about gminas and places, ready to answer for many rows (answers are remembered)."""

    def __init__(self, gminas: Iterable[GminaFact], places: Iterable[PlaceFact] = ()) -> None:
        self._facts = {fact.code: fact for fact in gminas}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_place: dict[str, set[str]] = defaultdict(set)
        for fact in self._facts.values():
            self._by_name[_glued(fact.name)].append(fact.code)
            for seat in (fact.name, *fact.seat_names):
                self._by_place[_glued(seat)].add(fact.code)
        for place in places:
            if place.gmina in self._facts:
                self._by_place[_glued(place.name)].add(place.gmina)
        self._areas = {
            code: (_area(fact.voivodeship, _VOIVODESHIP_PREFIX), _area(fact.powiat, _POWIAT_PREFIX))
            for code, fact in self._facts.items()
        }
        self._area_names = [{areas[at] for areas in self._areas.values()} for at in (0, 1)]
        self._answers: dict[tuple[str, str, str, str, str], GminaAnswer] = {}

    def __contains__(self, code: object) -> bool:
        return code in self._facts

    def fact(self, code: str) -> GminaFact | None:
        """The gmina with this code, if we know it."""
        return self._facts.get(code)

    def is_place_name(self, name: str) -> bool:
        """Whether some gmina or place we know has this name."""
        return _glued(name) in self._by_place

    def gminas_of_place(self, name: str) -> tuple[str, ...]:
        """Codes of all gminas that have a place, a seat or themselves called so, sorted."""
        return tuple(sorted(self._by_place.get(_glued(name), ())))

    def gminas_named(self, name: str) -> tuple[str, ...]:
        """Codes of all gminas called so (the wording may name the kind), sorted."""
        glued, kinds = _split_kind(name)
        return tuple(sorted(code for code in self._by_name.get(glued, ()) if self._is_kind(code, kinds)))

    def is_in_area(self, code: str, *, voivodeship: str, powiat: str) -> bool:
        """Whether the gmina may lie there; what is not said, or is no area we know, excludes nothing."""
        asked = (_area(voivodeship, _VOIVODESHIP_PREFIX), _area(powiat, _POWIAT_PREFIX))
        pairs = zip(asked, self._areas.get(code, ("", "")), self._area_names, strict=True)
        return all(not have or want == have or want not in known for want, have, known in pairs)

    def resolve(
        self, *, code: str = "", voivodeship: str = "", powiat: str = "", gmina: str = "", village: str = ""
    ) -> GminaAnswer:
        """The gmina of a row from whatever its columns say; empty strings mean not said."""
        asked = (code, voivodeship, powiat, gmina, village)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers[asked] = self._resolve(*asked)
        return answer

    def _resolve(self, code: str, voivodeship: str, powiat: str, gmina: str, village: str) -> GminaAnswer:
        is_inside = self._area_filter(voivodeship, powiat)
        by_name = self._resolve_name(gmina, village, is_inside) if gmina.strip() else None
        if code.strip():
            return self._resolve_code(code, gmina, by_name)
        if by_name and (by_name.code or by_name.candidates):
            return by_name
        if village.strip():
            by_place = self._resolve_place(village, is_inside)
            return by_name if by_name and not by_place.candidates else by_place
        return by_name or GminaAnswer(None, "missing", (), "nothing_given")

    def _area_filter(self, voivodeship: str, powiat: str) -> Callable[[str], bool]:
        wanted = (_area(voivodeship, _VOIVODESHIP_PREFIX), _area(powiat, _POWIAT_PREFIX))

        def is_inside(code: str) -> bool:
            return all(not want or want == have for want, have in zip(wanted, self._areas[code], strict=True))

        return is_inside

    def _is_kind(self, code: str, kinds: frozenset[int]) -> bool:
        kind = self._facts[code].kind
        return kind is None or kind in kinds

    def _resolve_code(self, given: str, gmina: str, by_name: GminaAnswer | None) -> GminaAnswer:
        code, reason = self._read_code(given)
        params = {"given": given, "code": code}
        if not code:
            if by_name and by_name.code:
                return GminaAnswer(by_name.code, "named", by_name.candidates, "code_unknown_name_used", params)
            return GminaAnswer(None, "unknown", by_name.candidates if by_name else (), "code_unknown", params)
        named = by_name.candidates if by_name else ()
        if named and code not in named and code not in self.gminas_named(gmina) and reason != "code_district":
            params["name"] = gmina
            return GminaAnswer(None, "ambiguous", (code, *named), "code_name_conflict", params)
        return GminaAnswer(code, "given", (code,), reason, params)

    def _read_code(self, given: str) -> tuple[str, str]:
        """(known 6-digit code or "", reason): 7 digits carry the kind, lost leading zeros come back."""
        digits = re.sub(r"\.0$|[\s_\-]", "", given.strip())
        if not digits.isdecimal() or not digits.isascii() or not 5 <= len(digits) <= 7:
            return "", "code_unknown"
        readings = [(digits[:6], "code")] if len(digits) > 5 else []
        readings += [("0" + digits[: len(digits) - (len(digits) > 5)], "code_zero_restored")] if len(digits) < 7 else []
        for code, reason in readings:
            if code in self._facts:
                return code, reason
        for code, _ in readings:
            city = code[:4] + "01"  # districts of the largest cities have codes of their own (Warszawa-Ochota)
            if len(code) == 6 and "61" <= code[2:4] <= "79" and city in self._facts:
                return city, "code_district"
        return "", "code_unknown"

    def _resolve_name(self, gmina: str, village: str, is_inside: Callable[[str], bool]) -> GminaAnswer:
        params = {"name": gmina}
        named = self.gminas_named(gmina)
        inside = tuple(code for code in named if is_inside(code))
        if len(inside) == 1:
            return GminaAnswer(inside[0], "named", inside, "name", params)
        if len(inside) > 1:
            here = [code for code in self.gminas_of_place(village) if code in inside] if village.strip() else []
            if len(here) == 1 and _glued(village) != _split_kind(gmina)[0]:
                return GminaAnswer(here[0], "named", inside, "name_and_place", params | {"place": village})
            return GminaAnswer(None, "ambiguous", inside, "several_gminas", params)
        if named:
            return GminaAnswer(None, "unknown", named, "gmina_elsewhere", params)
        return GminaAnswer(None, "unknown", (), "gmina_unknown", params)

    def _resolve_place(self, village: str, is_inside: Callable[[str], bool]) -> GminaAnswer:
        params = {"place": village}
        found = tuple(code for code in self.gminas_of_place(village) if is_inside(code))
        found = self._town_itself(found, _glued(village)) or found
        if len(found) == 1:
            return GminaAnswer(found[0], "placed", found, "place", params)
        if found:
            return GminaAnswer(None, "ambiguous", found, "several_places", params)
        return GminaAnswer(None, "unknown", (), "place_unknown", params)

    def _town_itself(self, codes: tuple[str, ...], glued: str) -> tuple[str, ...]:
        """A town that is a gmina of its own, when the only other is the rural gmina around it, of the same name."""
        facts = [self._facts[code] for code in codes]
        is_pair = len(facts) == 2 and all(_glued(fact.name) == glued for fact in facts)
        if not is_pair or {fact.kind for fact in facts} != {1, 2} or facts[0].voivodeship != facts[1].voivodeship:
            return ()
        return tuple(fact.code for fact in facts if fact.kind == 1)


@lru_cache(maxsize=4096)
def _area(name: str, prefix: re.Pattern[str]) -> str:
    return _glued(prefix.sub("", fold(name)))
