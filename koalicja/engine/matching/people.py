"""People among organisations: is "Anna Nowak" a person, and what may a trade after the name say."""

import re
from dataclasses import dataclass

from koalicja.engine.matching.text import fold, without_addresses, word_set, words

FIRST_NAMES = word_set(
    """
    adam adrian agata agnieszka alan albert albin aldona aleksander aleksandra alfred alicja alina alojzy amelia
    anastazja andrzej aneta angelika aniela anita anna antoni antonina apolonia arkadiusz artur augustyn aurelia
    barbara bartlomiej bartosz beata benedykt bernadeta bernadetta bernard blanka blazej bogdan boguslaw boguslawa
    bogumil bogumila boleslaw bozena bronislaw bronislawa brunon cecylia celina cezary czeslaw czeslawa damian
    daniel danuta daria dariusz dawid diana dominik dominika dorota edmund edward edyta eliza elzbieta emil emilia
    emilian erwin eryk eugenia eugeniusz eustachy ewa ewelina fabian felicja feliks ferdynand filip franciszek
    franciszka fryderyk gabriel gabriela genowefa gerard gertruda gracjan grazyna grzegorz gustaw halina hanna
    helena henryk henryka hieronim honorata hubert ignacy iga igor ilona irena ireneusz iwo iwona iza izabela
    izabella jacek jadwiga jakub jan janina janusz jaroslaw jeremi jerzy jedrzej joanna jolanta jozef jozefa judyta
    julia julian julita juliusz justyna kacper kaja kajetan kalina kamil kamila karol karolina kasper katarzyna
    kazimiera kazimierz kinga klara klaudia klaudiusz klemens konrad konstanty kornel kornelia krystian krystyna
    krzysztof ksawery laura lech lena leokadia leon leonard leszek lidia liliana lilianna lucja lucjan lucyna ludwik
    ludwika lukasz maciej magda magdalena maja maksymilian malgorzata malwina manuela marcel marceli marcelina
    marcin marek maria marian marianna mariola mariusz marlena marta martyna marzanna marzena mateusz matylda
    maurycy melania michal michalina mieczyslaw mieczyslawa mikolaj milena milosz miroslaw miroslawa monika nadia
    natalia nela nikodem nikola nina norbert oktawia olaf oliwia oliwier olga olgierd oskar otylia patrycja patryk
    paulina pawel pelagia piotr pola przemyslaw radoslaw rafal regina renata robert roch roksana roman romana
    romuald rozalia roza rudolf ryszard ryszarda sabina salomea sandra sebastian sergiusz seweryn seweryna slawomir
    stanislaw stanislawa stefan stefania stella sylwester sylwia szczepan szymon tadeusz tamara teodor teodora
    teofil teresa tobiasz tomasz tymon tymoteusz tytus urszula waclaw waclawa waldemar walenty walentyna waleria
    walerian wanda weronika wieslaw wieslawa wiktor wiktoria wilhelm wincenty wioleta wioletta wiola wit witold
    wladyslaw wladyslawa wlodzimierz wojciech zbigniew zdzislaw zdzislawa zenon zofia zuzanna zygfryd zygmunt zyta
    zaneta
    """
)

_TITLES = {"pan", "pani", "p", "dr", "mgr", "inz", "prof", "hab", "lek", "mjr", "plk", "kpt", "st", "bryg"}
_NAME_PART = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_REST = re.compile(r"\s+[-–—]\s*|\s*[,;(/:]\s*|\s*[–—]\s*")
_TRADES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("village_head", re.compile(r"\bsoltys\w*")),
    ("council", re.compile(r"\bradn[ya]\w*")),
    ("agritourism", re.compile(r"\bagroturyst\w*")),
    ("farmer", re.compile(r"\b(?:rolni\w+|gospodarstwo roln\w+|ogrodni\w+|sadowni\w+|pszczelar\w+)")),
    (
        "firm",
        re.compile(
            r"\b(?:piekar\w*|sklep\w*|firm\w*|przedsiebior\w*|fryzjer\w*|kowal|stolar\w*|hydraulik|mechanik|kupiec"
            r"|wlasciciel\w*|restaurator\w*|cukierni\w*|rzeznik|masarz|krawc\w*|kosmetycz\w*|budowlan\w*|handlow\w*"
            r"|transport\w*|zaklad\w*|warsztat\w*|kwiaciar\w*|fotograf\w*|uslug\w*)"
        ),
    ),
    ("parents", re.compile(r"\brodzic\w*|\bmama\b|\btata\b")),
    ("seniors", re.compile(r"\bsenior\w*|\bemeryt\w*|\brencist\w*")),
    ("youth", re.compile(r"\buczen\w*|\buczennic\w*|\blicealist\w*")),
)


def looks_like_person(text: str) -> bool:
    """Whether the text is one person's name, either order, perhaps with a title before or a trade after it.

    Conservative: needs a frequent Polish first name next to a capitalised word that is not one, and nothing more.
    """
    parts = [part for part in _head(text).replace(".", " ").split() if fold(part) not in _TITLES]
    if not 2 <= len(parts) <= 3 or not all(_is_name_like(part) for part in parts):
        return False
    folded = [words(part)[0] for part in parts]
    first_names = sum(word in FIRST_NAMES for word in folded)
    is_first_at_end = folded[0] in FIRST_NAMES or folded[-1] in FIRST_NAMES
    return is_first_at_end and first_names < len(parts) and not any(word in _NOT_SURNAMES for word in folded)


_NOT_SURNAMES = word_set(
    """
    bar sklep hotel klub kolo dom firma zaklad salon studio auto biuro centrum park villa willa restauracja pizzeria
    apteka fundacja szkola przedszkole parafia osp kgw gok ug um sw swieta swiety zajazd karczma galeria kino hala
    piekarnia cukiernia pensjonat dwor palac zespol chor orkiestra
    """
)


def trade_of(text: str) -> tuple[str, str]:
    """(recognised words, sector) of what stands after a person's name ("Jan Kowalski – piekarz"), else ("", "")."""
    rest = without_addresses(fold(text))
    for sector, pattern in _TRADES:
        match = pattern.search(rest, len(fold(_head(text))))
        if match:
            return match[0], sector
    return "", ""


def _head(text: str) -> str:
    return _REST.split(text.strip(), maxsplit=1)[0]


def _is_name_like(part: str) -> bool:
    return _NAME_PART.fullmatch(part) is not None and part[0].isupper() and len(part) > 1


# What people do for an organisation or a village. Without a name beside it a village head is an office: see sectors.
_FUNCTION = re.compile(
    r"(?:wice|z-?ca )?(?:zastep(?:ca|czyni) \w+|dyrektor(?:ka)?|kierowni(?:k|czka)|prezes(?:ka)?|przewodniczac[ya]"
    r"|skarbni(?:k|czka)|sekretarz|wojt|burmistrz|naczelnik|komendant(?:ka)?|lider(?:ka)?|opiekun(?:ka)?"
    r"|nauczyciel(?:ka)?|wychowawc(?:a|zyni)|pedagog|bibliotekar(?:z|ka)|instruktor(?:ka)?|trener(?:ka)?|proboszcz"
    r"|ksiadz|ks\.?|pastor|animator(?:ka)?|druhna|druh|koordynator(?:ka)?|czlon(?:ek|kini)|pracowni(?:k|ca)"
    r"|wlasciciel(?:ka)?|solty(?:s|ska)|radn[ya])(?!\w)"
)
_LADY_OR_GENTLEMAN = re.compile(r"(?:pan|pani)\s+(?P<name>[^\W\d_]+)(?P<rest>(?:\s.*)?)", re.IGNORECASE)
_OF_HONOUR = frozenset({"ks", "ksiadz", "pastor", "druh", "druhna"})
_FROM = re.compile(r"(?:z|ze|od|spod|w|na|przy)\s")


@dataclass(frozen=True, slots=True)
class PersonAtWork:
    """A person named together with a function: "Jan Nowak - prezes OSP Wąsosz".

    `role` is what stands beside the name ("prezes OSP Wąsosz"), `organisation` what the function is of ("OSP Wąsosz");
    each may be empty.
    """

    name: str
    role: str = ""
    organisation: str = ""


def person_at_work(text: str) -> PersonAtWork | None:
    """The person whom a function or a polite "pani" gives away, else None: "Dyrektor szkoły Maria Kowalczyk".

    Without a first name there is no person: "Sołtys wsi Cieszkowice", "Dyrektor szkoły".
    """
    text = " ".join(text.split())
    head = _head(text)
    rest = text[len(head) :].strip(" -–—,;:/()")
    if looks_like_person(head) and _FUNCTION.match(fold(rest)):
        return PersonAtWork(head, rest, _served(rest))
    if _FUNCTION.match(fold(text)):
        return _behind_a_function(text)
    return _polite(text)


def _behind_a_function(text: str) -> PersonAtWork | None:
    """The shortest name at the end, or else right behind the function: the words between belong to the organisation."""
    parts = text.split()
    for start in range(len(parts) - 2, 0, -1):
        name = " ".join(parts[start:])
        if len(parts) - start > 3:
            break
        if looks_like_person(name):
            role = " ".join(parts[:start]).strip(" -–—,;:")
            is_title = fold(role).strip(".") in _OF_HONOUR
            return PersonAtWork(text) if is_title else PersonAtWork(name, role, _served(role))
    for start in range(1, len(parts) - 2):
        name = " ".join(parts[start : start + 2]).rstrip(",;:")
        if _FUNCTION.fullmatch(fold(" ".join(parts[:start]))) and looks_like_person(name):
            role = " ".join([*parts[:start], *parts[start + 2 :]])
            return PersonAtWork(name, role, _served(role))
    return None


def _polite(text: str) -> PersonAtWork | None:
    """ "pani Zosia ze sklepu": nobody calls an organisation so. The whole is the name people know her by."""
    found = _LADY_OR_GENTLEMAN.fullmatch(text)
    if not found or not found["name"][0].isupper() or fold(found["name"]) in _NOT_SURNAMES:
        return None
    rest = found["rest"].strip()
    return PersonAtWork(text) if not rest or _FROM.match(fold(rest)) else None


def _served(role: str) -> str:
    found = _FUNCTION.match(fold(role))
    return " ".join(role[found.end() :].split()) if found else ""
