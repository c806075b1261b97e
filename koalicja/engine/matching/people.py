"""People among organisations: is "Anna Nowak" a person, and what may a trade after the name say."""

import re
from dataclasses import dataclass

from koalicja.engine.matching.first_names import FAMILIES_OF_VIETNAM, FIRST_NAMES, SHORT_NAMES
from koalicja.engine.matching.text import fold, without_addresses, word_set, words
from koalicja.engine.matching.vocabulary import ABBREVIATIONS, BUSINESS_PREFIXES, GENERIC_WORDS, SILENT_WORDS

_TITLES = {
    "pan",
    "pani",
    "p",
    "ks",
    "ksiadz",
    "dr",
    "mgr",
    "inz",
    "prof",
    "hab",
    "lek",
    "mjr",
    "plk",
    "kpt",
    "st",
    "bryg",
}
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

    Conservative: needs a first name that is known here next to a capitalised word that is none, and nothing more.
    """
    parts = _name_parts(text)
    if not 2 <= len(parts) <= 3 or not all(_is_name_like(part) for part in parts):
        return False
    folded = [words(part)[0] for part in parts]
    first_names = sum(word in FIRST_NAMES for word in folded)
    is_first_at_end = folded[0] in FIRST_NAMES or folded[0] in SHORT_NAMES or folded[-1] in FIRST_NAMES
    return is_first_at_end and first_names < len(parts) and not any(word in _NOT_SURNAMES for word in folded)


def person_and_rest(text: str) -> tuple[str, str]:
    """The person's name at the beginning and what stands after it: "Ola Testowa z Lipek", "Zosia, 15 lat".

    ("", text) where the text begins with none; a first name alone counts.
    """
    head, parts = _head(text), text.split()
    lengths = [length for length in (3, 2) if len(parts) > length and parts[length][0].islower()]
    shorter = [" ".join(parts[:length]) for length in lengths]
    for name in (head, *shorter):
        if looks_like_person(name) or fold(name).strip() in FIRST_NAMES or fold(name).strip() in SHORT_NAMES:
            return name.strip(), text.strip()[len(name) :].strip(" -–—,;:/()")
    return "", text


def may_be_person(text: str) -> bool:
    """Whether the text has the shape of a person's name, known or not, and no word of an organisation: one must ask.

    "Żdan Hnatiuk", "anna nowak", "Anna K.", "Szewczenko O.", "Nguyen Thi Lan Anh" – and "Malinowy Zakątek", which a
    human knows at once. "Złota Jesień" is made of plain words.
    """
    parts = _name_parts(text)
    initials = set(_INITIAL.findall(text))
    folded = [word for part in parts if part not in initials for word in words(part)]
    if not all(_NAME_PART.fullmatch(part) for part in parts) or not _NO_PERSON.isdisjoint(folded):
        return False
    if _PLAIN_WORDS.issuperset(folded):
        return False
    most = 5 if not FAMILIES_OF_VIETNAM.isdisjoint(folded) else 3
    if any(word in FIRST_NAMES or word in SHORT_NAMES for word in folded):
        return len(parts) <= most
    return 2 <= len(parts) <= most and all(
        part in initials or (_is_name_like(part) and not _is_letters(part)) for part in parts
    )


_INITIAL = re.compile(r"(?<![\w.])[^\W\d_a-ząćęłńóśźż](?=\.)")


def _is_letters(part: str) -> bool:
    """BOSiR, GKRPiA: letters of a name that is longer; a surname may be all in capitals, or have a hyphen."""
    return not part.isupper() and any(map(str.isupper, part[1:])) and not re.search(r"[-']|^Ma?c", part)


def priest_written_out(text: str) -> str:
    """The text with "ks." before a name as "ksiądz": no sports club, which writes KS."""
    return _PRIEST.sub(_priest, text) if "ks" in text or "Ks" in text or "KS" in text else text


_PRIEST = re.compile(r"\b(?P<short>ks|Ks|KS)(?P<dot>\.?)\s*(?<![^\W_])(?P<next>[^\W\d_]+)")


def _priest(found: re.Match[str]) -> str:
    shouts, before_name = found["short"] == "KS", fold(found["next"]) in FIRST_NAMES
    is_one = (before_name and bool(found["dot"])) or (not shouts and (before_name or bool(found["dot"])))
    return f"ksiądz {found['next']}" if is_one else found[0]


def _name_parts(text: str) -> list[str]:
    """The words of the name alone, without titles."""
    bare = _head(text).replace(".", " ").replace(",", " ")
    return [part for part in bare.split() if fold(part) not in _TITLES]


_NOT_SURNAMES = word_set(
    """
    bar sklep hotel klub kolo dom firma zaklad salon studio auto biuro centrum park villa willa restauracja pizzeria
    apteka fundacja szkola przedszkole parafia osp kgw gok ug um sw swieta swiety zajazd karczma galeria kino hala
    piekarnia cukiernia pensjonat dwor palac zespol chor orkiestra kwiaciarnia ksiegarnia hurtownia drogeria myjnia
    masarnia lodziarnia kawiarnia stolarnia drukarnia pralnia butik gabinet stajnia
    """
)
_NO_PERSON = (
    _NOT_SURNAMES
    | GENERIC_WORDS
    | SILENT_WORDS
    | BUSINESS_PREFIXES
    | ABBREVIATIONS.keys()
    | word_set(
        """
        lokal wyborczy wyborcza nasz nasza nasze nasi razem pod nad za po do u od o a wies grupa teren plac organizacja
        zarzad punkt miejsce stacja informacja domek ognisko arena aeroklub kapitanat kregielnia nieruchomosci polska
        przestrzen transportu wieza ksiaznica turystyczna turystycznej aktywnosci
        """
    )
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
    """What stands before a dash, a comma or a trade; a comma between surname and first name stays within."""
    text = text.strip()
    turned = _SURNAME_FIRST.match(text)
    if turned and fold(turned["given"]) in FIRST_NAMES and _NO_PERSON.isdisjoint(words(turned["surname"])):
        return turned[0]
    head = _REST.split(text, maxsplit=1)[0]
    parts = head.split()
    for length in (2, 3):
        if len(parts) > length and parts[length][0].islower() and _is_trade(" ".join(parts[length:])):
            return " ".join(parts[:length])
    return head


_SURNAME_FIRST = re.compile(
    r"(?P<surname>[^\W\d_]+(?:[-'][^\W\d_]+)*),\s*(?P<given>[^\W\d_]+)(?=$|\s*[,;(/:–—-]|\s+[^\W\d_A-ZĄĆĘŁŃÓŚŹŻ])"
)


def _is_trade(text: str) -> bool:
    return any(pattern.match(fold(text)) for _sector, pattern in _TRADES)


def _is_name_like(part: str) -> bool:
    return _NAME_PART.fullmatch(part) is not None and part[0].isupper() and len(part) > 1


_PLAIN_WORDS = word_set(
    """
    biala biale bialy blekitna blekitne czarna czarne czarny dobra dobre dolna gorna jasna kolorowa kolorowe lesna lesne
    lesny mala male maly mloda mlode mlodzi nowa nowe nowy polna polne radosna radosne rodzinna rodzinne rozowa
    sloneczna sloneczne sloneczny stara stare stary srebrna teczowa teczowe wesola wesole wesoly wielka wielkie
    wiosenna zielona zielone zielony zlota zlote zloty zywa
    brzeg chata cisza dolina drzewo farma gniazdo gora gory jesien jezioro kraina kuznia kwiaty laka laki las liscie
    nadzieja nutki oaza ogien pole polana przygoda przyszlosc przystan radosc rzeka sad slonce stajnia strumyk swiat
    tecza wiosna woda wzgorza wzgorze zagroda zdroj zrodlo zycie
    """
)

# What people do for an organisation or a village. Without a name beside it a village head is an office: see sectors.
_FUNCTION = re.compile(
    r"(?:wice|v-?ce |z-?ca |p\.?o\.? )?"
    r"(?:(?:zastep(?:ca|czyni)|z-?ca) (?:dyr|kier|prez|przew|naczel|komend|woj|burm|skarb|sekr)\w+"
    r"|dyrektor(?:ka)?|dyr\.?|kierowni(?:k|czka)|kier\.?|z-?ca|zastep(?:ca|czyni) \w+|prezes(?:ka)?"
    r"|przewodniczac[ya]|przew\."
    r"|skarbni(?:k|czka)|sekretarz|wojt|burmistrz|naczelnik|komendant(?:ka)?|lider(?:ka)?|opiekun(?:ka)?"
    r"|nauczyciel(?:ka)?|wychowawc(?:a|zyni)|pedagog|bibliotekar(?:z|ka)|instruktor(?:ka)?|trener(?:ka)?|proboszcz"
    r"|ksiadz|ks\.?|pastor|animator(?:ka)?|druhna|druh|koordynator(?:ka)?|czlon(?:ek|kini)|pracowni(?:k|ca)"
    r"|wlasciciel(?:ka)?|solty(?:s|ska)|radn[ya]|lekar(?:z|ka)|pielegniar(?:ka|z)|polozn[ay]|weterynarz|psycholo(?:g|zka)"
    r"|fizjoterapeut(?:a|ka)|farmaceut(?:a|ka)|ratowni(?:k|czka)|lesnicz(?:y|yna)|dzielnicow[ya]|dyrygent(?:ka)?"
    r"|(?:pod)?inspektor(?:ka)?|referent(?:ka)?|druzynow[ya]|(?:insp|ref|przewodn|czl|hm|wl|asp)\.|dh)(?!\w)"
)
_LADY_OR_GENTLEMAN = re.compile(r"(?:pan|pani)\s+(?P<name>[^\W\d_]+)(?P<rest>(?:\s.*)?)", re.IGNORECASE)
_OF_HONOUR = frozenset({"ks", "ksiadz", "pastor", "druh", "druhna", "dh"})
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
    if not rest:  # "Jan Nowak prezes OSP": nothing but the function's own word ends the name
        parts = head.split()
        head, rest = " ".join(parts[:2]), " ".join(parts[2:])
    if looks_like_person(head) and _FUNCTION.match(fold(rest)):
        return PersonAtWork(head, rest, _served(rest))
    if _FUNCTION.match(fold(text)):
        return _behind_a_function(text)
    return _polite(text)


def function_of(text: str) -> tuple[str, str]:
    """The function that begins the text and whose it is: ("prezes", "OSP Nowej"); ("", "") where none does."""
    text = " ".join(text.split())
    found = _FUNCTION.match(fold(text))
    return (text[: found.end()], _served(text)) if found else ("", "")


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
