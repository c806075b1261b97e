"""Facts about Polish names of institutions: abbreviations, inflected forms, legal forms, places in the locative.

Everything here is folded (text.fold): lower case, no diacritics. Our own lists, grown by reading real lists of names.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

from koalicja.engine.matching.text import word_set

_ADJECTIVE_ENDINGS = ("y", "i", "a", "e", "ie", "ego", "iego", "ej", "iej", "emu", "iemu", "ym", "im", "ych", "ich")
_ADJECTIVES = word_set(
    """
    podstawow publiczn niepubliczn gminn miejsk wiejsk powiatow wojewodzk ochotnicz pozarn spoleczn ludow sportow
    ogolnoksztalcac szkoln przedszkoln zawodow techniczn specjaln parafialn rzymskokatolick spoldzielcz samorzadow
    osiedlow srodowiskow mlodziezow zasadnicz policealn artystyczn muzyczn integracyjn lokaln kulturaln biblioteczn
    pedagogiczn uczniowsk ludow rodzinn dzialkow wychowawcz rolnicz handlow uslugow wielofunkcyjn rekreacyjn samodzieln
    """
)
_NOUNS = (
    "szkola szkoly szkole szkol szkolach szkolom szk",
    "zespol zespolu zespole zespoly zesp",
    "przedszkole przedszkola przedszkolu przedszkoli przedszk",
    "biblioteka biblioteki bibliotece biblioteke bibliotek bibl",
    "osrodek osrodka osrodku osrodki osr",
    "dom domu domy domem",
    "kultura kultury kulturze",
    "straz strazy",
    "remiza remizy remizie",
    "swietlica swietlicy swietlice",
    "gimnazjum gimnazja gimn",
    "liceum licea",
    "urzad urzedu urzedzie",
    "klub klubu klubie",
    "kolo kola kole",
    "stowarzyszenie stowarzyszenia stowarzyszeniu stow",
    "towarzystwo towarzystwa tow",
    "fundacja fundacji fundacje fund",
    "parafia parafii par",
    "budynek budynku bud",
    "sala sali",
    "filia filii",
    "oddzial oddzialu oddz",
    "pomoc pomocy",
    "ogrod ogrodu ogrody ogrodow ogrodzie",
    "bank banku",
    "przychodnia przychodni",
    "hala hali",
    "siedziba siedzibie siedziby",
    "sw swiety swieta swietego swietej swietych",
    "ksiadz ksiedza",
)
# Both nouns and adjectives, because an office is "miejski" or "miasta" and means the same.
_JOINED = ("gminny gmina gminy gminie gm", "miejski miasto miasta miescie", "podstawowy podst", "publiczny publ")


def _build_forms() -> dict[str, str]:
    forms = {stem + ending: _lemma_of(stem) for stem in _ADJECTIVES for ending in _ADJECTIVE_ENDINGS}
    for line in (*_NOUNS, *_JOINED):
        lemma, *others = line.split()
        forms |= dict.fromkeys((lemma, *others), lemma)
    return forms


def _lemma_of(stem: str) -> str:
    return stem + ("i" if stem.endswith(("k", "g")) else "y")


FORMS: dict[str, str] = _build_forms()

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    short: tuple(FORMS.get(word, word) for word in long.split())
    for short, long in {
        "sp": "szkola podstawowa",
        "nsp": "niepubliczna szkola podstawowa",
        "zs": "zespol szkol",
        "zso": "zespol szkol ogolnoksztalcacych",
        "zss": "zespol szkol specjalnych",
        "zst": "zespol szkol technicznych",
        "sosw": "specjalny osrodek szkolno wychowawczy",
        "lo": "liceum ogolnoksztalcace",
        "pp": "przedszkole publiczne",
        "gok": "gminny osrodek kultury",
        "mok": "miejski osrodek kultury",
        "mgok": "miejsko gminny osrodek kultury",
        "gdk": "gminny dom kultury",
        "mdk": "miejski dom kultury",
        "mgdk": "miejsko gminny dom kultury",
        "wdk": "wiejski dom kultury",
        "dk": "dom kultury",
        "ck": "centrum kultury",
        "gck": "gminne centrum kultury",
        "mck": "miejskie centrum kultury",
        "mgck": "miejsko gminne centrum kultury",
        "gokis": "gminny osrodek kultury sportu",
        "goksir": "gminny osrodek kultury sportu rekreacji",
        "gckib": "gminne centrum kultury biblioteka",
        "gbp": "gminna biblioteka publiczna",
        "mbp": "miejska biblioteka publiczna",
        "mgbp": "miejsko gminna biblioteka publiczna",
        "bp": "biblioteka publiczna",
        "pbp": "powiatowa biblioteka publiczna",
        "wbp": "wojewodzka biblioteka publiczna",
        "gops": "gminny osrodek pomocy spolecznej",
        "mops": "miejski osrodek pomocy spolecznej",
        "mgops": "miejsko gminny osrodek pomocy spolecznej",
        "ops": "osrodek pomocy spolecznej",
        "cus": "centrum uslug spolecznych",
        "krus": "kasa rolniczego ubezpieczenia spolecznego",
        "pcpr": "powiatowe centrum pomocy rodzinie",
        "dps": "dom pomocy spolecznej",
        "sds": "srodowiskowy dom samopomocy",
        "wtz": "warsztat terapii zajeciowej",
        "osp": "ochotnicza straz pozarna",
        "kgw": "kolo gospodyn wiejskich",
        "kgiw": "kolo gospodyn gospodarzy wiejskich",
        "kgigw": "kolo gospodyn gospodarzy wiejskich",
        "ks": "klub sportowy",
        "lks": "ludowy klub sportowy",
        "lzs": "ludowy zespol sportowy",
        "gks": "gminny klub sportowy",
        "mks": "miejski klub sportowy",
        "uks": "uczniowski klub sportowy",
        "utw": "uniwersytet trzeciego wieku",
        "pzeri": "polski zwiazek emerytow rencistow inwalidow",
        "pzerii": "polski zwiazek emerytow rencistow inwalidow",
        "pzw": "polski zwiazek wedkarski",
        "pttk": "polskie towarzystwo turystyczno krajoznawcze",
        "znp": "zwiazek nauczycielstwa polskiego",
        "lok": "liga obrony kraju",
        "rod": "rodzinny ogrod dzialkowy",
        "skr": "spoldzielnia kolek rolniczych",
        "pck": "polski czerwony krzyz",
        "zhp": "zwiazek harcerstwa polskiego",
        "tpd": "towarzystwo przyjaciol dzieci",
        "lgd": "lokalna grupa dzialania",
        "ug": "urzad gminy",
        "um": "urzad miasta",
        "umig": "urzad miasta gminy",
        "umg": "urzad miasta gminy",
        "ugim": "urzad gminy miasta",
        "gs": "gminna spoldzielnia",
        "bs": "bank spoldzielczy",
        "kpp": "komenda powiatowa policji",
        "kmp": "komenda miejska policji",
        "spzoz": "samodzielny publiczny zaklad opieki zdrowotnej",
        "nzoz": "niepubliczny zaklad opieki zdrowotnej",
        "zoz": "zaklad opieki zdrowotnej",
        "gosir": "gminny osrodek sportu rekreacji",
        "mosir": "miejski osrodek sportu rekreacji",
        "mgosir": "miejsko gminny osrodek sportu rekreacji",
        "osir": "osrodek sportu rekreacji",
        "zgk": "zaklad gospodarki komunalnej",
        "odr": "osrodek doradztwa rolniczego",
        "nmp": "najswietszej maryi panny",
    }.items()
}

LEGAL_FORMS = re.compile(
    r"\bsp(?:olka)?\W*z\W*o\W*o\b\.?"
    r"|\bspolka\W+z\W+ograniczona\W+odpowiedzialnoscia\b"
    r"|\bspolka\W+(?:cywilna|jawna|akcyjna|komandytowa|partnerska)\b"
    r"|\bprosta\W+spolka\W+akcyjna\b"
    r"|\bs\.\s?[ac]\.?(?=\W|$)|\bsp\.?\s?[jkp]\.(?=\W|$)|(?<=\w)(?:\W+(?:s\W?[ac]|sp\W?[jk]))+\W*$"
    r"|\bw\W+(?:likwidacji|upadlosci|restrukturyzacji)\b"
)
BUSINESS_PREFIXES = {"phu", "pphu", "fhu", "pph", "ppuh", "puh", "phup", "fh", "pw"}

SILENT_WORDS = {"w", "we", "z", "ze", "i", "oraz", "na", "dla", "przy", "nr", "numer", "im", "imienia"}
BRANCH_WORDS = {"filia", "oddzial", "punkt", "podobwod"}

# Words that say what kind of institution it is, not which one: two names alike in these only are not alike.
GENERIC_WORDS = (
    set(FORMS.values())
    | {word for expansion in ABBREVIATIONS.values() for word in expansion}
    | {"technikum", "centrum", "kaplica", "kosciol", "strazaka", "strazacki", "rolnika", "osiedle", "przedszkolno"}
)

# Whose it is, which the same institution says once and leaves out another time.
LIGHT_WORDS = word_set("publiczny samorzadowy gminny")

# Of these a gmina has one, so a longer name with the same words is likely the same.
UNIQUE_WORDS = {"gminny", "urzad"}

# Of these a gmina has one of its own, whether its name says "gminny", "miejski", both or neither.
LEVEL_WORDS = word_set("gminny miejski miejsko")
ONE_IN_A_GMINA = frozenset(
    tuple(sorted(FORMS.get(word, word) for word in kind.split()))
    for kind in (
        "osrodek pomocy spolecznej",
        "osrodek kultury",
        "dom kultury",
        "centrum kultury",
        "biblioteka publiczna",
        "osrodek sportu rekreacji",
    )
)


def own_kind(core: Iterable[str]) -> tuple[str, ...]:
    """The kind, sorted, of an institution of which a gmina has one of its own, without the level; () for all others."""
    kind = tuple(sorted(word for word in core if word not in LEVEL_WORDS))
    return kind if kind in ONE_IN_A_GMINA else ()


_PLACE_TAIL = re.compile(r"[aeoiyu]?|[tdrgkslmn][aoyi]|cha|i?e[ckln]|ia|ie|[tdk]|ies")
_IRREGULAR = {("wsi", "wies")}
_PLACE_CASE = re.compile(
    r"[aeiyu]?|i[eu]|em|[yi]m|ej|iej|i?ach|ech|[iy]ch|[cz]ie|dzie|[rs]?ze|[cd]z?e|ciu|[cklmn]u|si|[sln]i?e|owi|[oe]m|ego"
)


@lru_cache(maxsize=65536)
def is_inflected(word: str, base: str) -> bool:
    """Whether the folded word can be a case form of the folded place-name word: lipowie of lipowo, wsi of wies."""
    if word == base or (word, base) in _IRREGULAR:
        return True
    prefix = _common_prefix(word, base)
    if prefix < min(3, max(2, len(base) - 1)):
        return False
    return bool(_PLACE_TAIL.fullmatch(base[prefix:]) and _PLACE_CASE.fullmatch(word[prefix:]))


def _common_prefix(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


@lru_cache(maxsize=65536)
def is_same_place(phrase: tuple[str, ...], place: tuple[str, ...]) -> bool:
    """Whether folded words, perhaps inflected, name the place: ("starej", "wsi") is ("stara", "wies")."""
    if len(phrase) != len(place) or not place:
        return False
    return all(
        is_inflected(word, base) or _is_double_inflected(word, base) for word, base in zip(phrase, place, strict=True)
    )


def _is_double_inflected(word: str, base: str) -> bool:
    # Białystok - Białymstoku, Krasnystaw - Krasnymstawie: the first half is inflected as well.
    return len(base) >= 9 and word[:5] == base[:5] and fuzz.ratio(word, base) >= 85
