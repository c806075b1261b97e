"""How people write ages, days and years of birth, and what words beside a day say it is the day of. Pure."""

import re

from koalicja.people.addresses import NOT_ASIDE
from koalicja.people.pesel import WORD

_OR = r"\s?(?:\b(?:i|oraz)\b|[/+&])\s?"
YEARS = (  # of two people, too: 15 i 17 lat
    rf"(?:(?:lat|\bl\.)\s?(?P<after>\d{{1,3}})(?P<later>(?:{_OR}\d{{1,3}}(?![\d.]))*)"
    rf"|(?:wiek:?\s)?(?P<earlier>(?:(?<!\d)\d{{1,2}}{_OR})*)(?P<before>\d{{1,3}})\s?(?:lata?\b|l\b\.?|r\.\s?ż\.?)"
    r"|wiek:?\s(?P<said>\d{1,3}))"
)
AT_THE_END = re.compile(rf"[\s,(\N{{EN DASH}}-]+{YEARS}\)?\s*$", re.IGNORECASE)
ALONE = re.compile(rf"(?:ma\s)?{YEARS}|(?P<alone>\d{{1,3}})", re.IGNORECASE)
RANGE = re.compile(r"(\d+)-(\d+)|(\d+)\+")
MONTH_WORD = (
    r"(?:stycz|lut|mar|kwie|maj|czerw|lip|sierp|wrze|pa[źz]dz|listop|grud|jan|feb|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[^\W\d_]*"
)
MONTH = rf"(?:{MONTH_WORD}|[IVX]{{1,4}})"
WHOLE = r"(?:19|20)\d\d"
DATE = (
    rf"(?:\d{{1,2}}\s?[./\s-]\s?(?!(?-i:i)\s\d\d(?!\d))"  # 15 i 17 are two numbers
    rf"(?:\d{{1,2}}|{MONTH})\s?[./\s-]\s?(?:{WHOLE}|\d\d)(?!\d)"
    rf"|{WHOLE}[./-]\d{{1,2}}[./-]\d{{1,2}}(?!\d)(?:[T\s]\d\d:\d\d(?::\d\d)?)?)"
)
URODZ = r"urodz(?!aj|inow)\w*"  # neither a harvest nor a street
MARK = (
    rf"(?:(?:dat[aey]|rok|dzie[ńn]|(?:w\s)?dniu|r\.)\s|d\.\s?)?"
    rf"(?:ur\b\.?|{URODZ}\.?(?:\ssi[ęe]\b)?|(?:date\sof\s)?birth\w*|born\b(?:\s(?:on|in)\b)?|dob\b)"
    rf"|rocznik\w*|{WORD}"
)
MARK_OF_PEOPLE = (  # the others are words of names, too: Klub Rocznik 76, Pub Born 88, Urodziny 24
    r"(?:(?:r\.|rok|dat[aey])\s|d\.\s?)?ur\b\.?|urodz(?:on\w*|i[łl]\w*|\.)(?:\ssi[ęe]\b)?"
    rf"|(?:dat[aey]|rok)\s{URODZ}|date\sof\sbirth|born\s(?:on|in)\b|dob\b|{WORD}"
)
PLACE = r"we?\s(?!roku)(?-i:[A-ZĄĆĘŁŃÓŚŹŻ])[^\W\d_]+(?:[\s-](?-i:[A-ZĄĆĘŁŃÓŚŹŻ])[^\W\d_]+){0,2},?\s"
BETWEEN = (
    rf"[\s:=\N{{EN DASH}}-]{{0,3}}(?:{PLACE})?(?:dn(?:ia|\.)\s?|w\s(?:dniu\s|roku\s|r\.\s?)?|(?:rok|roku|r\.)\s?)?"
    r"(?:(?:ok\.|oko[łl]o|ca\.?)\s?)?"
)
BORN = rf"(?<!\d)(?:{DATE}|{WHOLE}(?!\d)(?:[/-]\d\d(?:\d\d)?(?!\d))?)(?:\s?(?:r\b\.?|roku))?"
SAID_IN_PART = (
    rf"(?:{MONTH}|\d{{1,2}}\s?[./-])\s?{WHOLE}(?!\d)(?:\s?(?:r\b\.?|roku))?"
    rf"|\d{{1,2}}(?:-?e?go)?[\s.]\s?(?:{MONTH_WORD}|(?-i:[IVX]{{1,4}})\b)|\d{{1,2}}[./]\d{{1,2}}(?!\d)"
    r"|'?\d\d(?!\d)(?!\s(?:os[oó]b|dziec|go[śs]ci|lat))(?:\s?r\b\.?)?"
)
LEAD = "[\\s,;*\N{EN DASH}-]*(?P<open>\\()?\\s*"
CLOSE = rf"(?(open)(?:[^)\d,;{NOT_ASIDE}]{{0,40}}\))?)"
_YEAR = r"(?:\s?(?:r\b\.?|roku))?"
_ENDS = r"(?=\s*(?:$|[,;)/+&]|\b(?:i|oraz)\b))"
_AGAIN = rf"{_OR}(?:ur\b\.?\s?)?"
MORE = (  # of several people: ur. 2008 i 2010; behind a comma nothing but a year may follow
    rf"(?P<more>(?:{_AGAIN}(?:{DATE}|{WHOLE}(?![\d-])|'?\d\d{_ENDS}){_YEAR}"
    rf"|\s?,\s?(?:ur\b\.?\s?)?{WHOLE}{_YEAR}{_ENDS})*)"
)
MORE_ALONE = rf"(?P<more>(?:{_OR}(?:{DATE}|{WHOLE}(?![\d-])){_YEAR}{_ENDS})*)"
MARKED = re.compile(rf"{LEAD}(?<!\w)(?:{MARK}){BETWEEN}(?:{BORN}|{SAID_IN_PART}){MORE}{CLOSE}", re.IGNORECASE)
SAID_AFTER = re.compile(
    rf"{LEAD}{BORN}\s?\N{{EN DASH}}?\s?(?:dat[ay]\s|rok\s)?(?:ur\b\.?|{URODZ}|rocznik\w*|dob\b)(?!\swe?\s){CLOSE}",
    re.IGNORECASE,
)
NOBODYS = (  # whose birthday is none of a person's, and what is no word of whose it is
    r"(?:gmin|bibliotek|szko|klub|o[śs]rod|stowarzysz|ko[łl][aou]\b|osp\b|kgw\b|gok\b|miast|ws(?:i|ią)\b|so[łl]ect|firm"
    r"|parafi|fundacj|ch[óo]r|przedszk|dom|remiz|zespo|koalicj|instytuc|organiz|orkiestr|[śs]wiet|sal|odby|przyszed|przysz"
    r"|by[łl]|robi|urz[ąa]dz|zaprasz|dla|w|na|o|i|od|do|po)"
)
BIRTHDAYS = (  # urodziny przewodniczącej 15 maja, 15 maja ma urodziny, dowód 14.04.1941
    re.compile(
        rf"{LEAD}(?<!\w)(?:\d{{1,3}}\.?\s)?urodziny(?:\s(?!{NOBODYS})[^\W\d_]+\.?){{1,3}},?{BETWEEN}"
        rf"(?:{BORN}|\d{{1,2}}\s?[.\s]\s?(?:{MONTH_WORD}|\d{{1,2}}(?!\d))){CLOSE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{LEAD}(?<!\d)\d{{1,2}}\s(?:{MONTH_WORD})\s(?:(?:ma|obchodzi|s[ąa]|to)\s)?urodziny(?!\s{NOBODYS}){CLOSE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{LEAD}(?:(?<=\bdow[óo]d\s)|(?<=\bosobisty\s)|(?<=\bpaszport\s)|(?<=\blegitymacja\s))(?P<day>{DATE}){CLOSE}",
        re.IGNORECASE,
    ),
)
OF_ANYBODY = (MARKED, SAID_AFTER, *BIRTHDAYS)
WHEN = rf"{BETWEEN}(?:{BORN}|{SAID_IN_PART}){MORE}"
IN_A_NAME = (  # of an organisation: what is said of people, what a comma, bracket or colon sets apart, and no capital
    re.compile(rf"{LEAD}(?<!\w)(?:(?:{MARK_OF_PEOPLE}){WHEN}|(?:{MARK}){BETWEEN}{DATE}){CLOSE}", re.IGNORECASE),
    re.compile(rf"(?=\s*[,;(*\N{{EN DASH}}]|\s-\s){LEAD}(?<!\w)(?:{MARK}){WHEN}{CLOSE}", re.IGNORECASE),
    re.compile(rf"{LEAD}{BORN}\s?(?:ur\b\.?|urodzon\w*|dob\b)(?!\swe?\s){CLOSE}", re.IGNORECASE),
    re.compile(
        rf"{LEAD}(?<!\w)(?:(?:{MARK})\s?[:=]{WHEN}|(?=(?-i:[a-z]))(?:{MARK}){BETWEEN}{BORN}){CLOSE}",
        re.IGNORECASE,
    ),
)
A_WORD_OF_BIRTH = re.compile(
    rf"(?<!\w)(?:ur\b|urodz|birth|born\b|dob\b|rocznik|dow[óo]d|legitym|paszport|{WORD})", re.IGNORECASE
)
TOLD_PESEL = re.compile(rf"{LEAD}(?<!\w){WORD} {DATE}{CLOSE}")
DAY = re.compile(
    rf"{LEAD}\*?(?:(?:\bmoja\s)?\bdata\s?:\s?)?(?<![\d.])(?P<day>{DATE}){_YEAR}{MORE_ALONE}{CLOSE}",
    re.IGNORECASE,
)
BORN_ALONE = re.compile(rf"\(?(?:{BORN}|(?:{MARK}){BETWEEN}(?:{BORN}|{SAID_IN_PART}))\)?", re.IGNORECASE)
WITHOUT_YEAR = re.compile(
    rf"(?<![\d.])\d{{1,2}}(?:(?:-?e?go)?[\s.]\s?(?:{MONTH_WORD}|(?-i:[IVX]{{1,4}})\b)|[./]\d{{1,2}})\s*\)?$",
    re.IGNORECASE,
)
FIGURES_ALONE = re.compile(r"(?<!\d)(\d\d)(\d\d)((?:19|20)?\d\d)(?!\d)")
OF_A_PATRON = frozenset(("im", "imienia", "sw", "swietego", "swietej"))
OTHER_CASE = re.compile(r"(?:a|owi|em|y|i|ej|ie)$")
BORN_AT_THE_END = re.compile(rf"[\s,(*\N{{EN DASH}}-]+{BORN}\)?\s*$", re.IGNORECASE)
ONLY_FIGURES = re.compile(r"(\d+)(\D+)(\d+)\D+(\d+)")
TELLS_OF = (
    r"(?<![\w-])(?:spotk|umow|zgod|zg[łl]o[sś]|zg[łl]as|wpis|kadenc|wyb[oó]r|wybran|do[łl][aą]cz|zapis|rozm[oa]w|telefon"
    r"|dzwon|zadzw|odpowie|obiec|termin|wniosk|wniose|dodan|uzupe|aktual|zebran|warszt|szkole|impre|festyn|e?-?mail|pism"
    r"|decyz|uchwa|statut|rejestr|zarejestr|za[łl]o[żz]|powsta|powo[łl]a|wa[żz]n|konsult|list[aęy]?\b|zapros|zaprasz"
    r"|przysz|przyj[ęe]|wolont|zatrud|uroczyst|nagrod|medal|zmar|przeni|przepro|rezyg|kontakt|wizyt|meet|met\b|agree"
    r"|kronik|protok|archiw|gazet|krs\b|consent|call|sign|term|elect|join|moved|died)"
)
STREET = r"\b(?:(?:ul|al|os|pl)\.|ulic\w+|alej\w*|plac\w*|osiedl\w+)\s?$"  # ul. 1 Maja 59
ON_A_STREET = re.compile(STREET, re.IGNORECASE)
AFTER = "od|do|po|przed|na|since|until|from|on|by"
OF_SOMETHING = re.compile(rf"\b(?:{AFTER}|z)(?:\s(?:dnia|dn\.))?\s?$|{STREET}|{TELLS_OF}", re.IGNORECASE)
SINCE_WHEN = re.compile(rf"\b(?:{AFTER}|przez)(?:\s(?:roku|r\.))?\s?$|{STREET}|{TELLS_OF}", re.IGNORECASE)
INSIDE = (  # a person's name: "Lodzia 1957 Zmyślona", "Zenobia Testowa 59 lat, ul. Krótka 3"
    re.compile(rf"{LEAD}(?<!\w)(?:ma\s)?(?P<day>{YEARS})(?!\w){CLOSE}", re.IGNORECASE),
    re.compile(
        rf"{LEAD}(?<![\w./-])(?:(?:z|w|rok)\s)?(?:r\.\s?|roku\s)?(?P<day>{WHOLE})(?![\w/-])"
        rf"{_YEAR}{MORE_ALONE}{CLOSE}",
        re.IGNORECASE,
    ),
)
NAME_AND_FIGURES = re.compile(r"([^\W\d_]+(?:[\s-][^\W\d_]+){0,2}),?\s\d{1,3}")
NEAR = 3  # words on either side of a day that may say what it is the day of
OF_BIRTHS = re.compile(rf"(?<!\w)(?:ur\b|urodz|rocznik|born|birth|dob\b)|birth|{WORD}", re.IGNORECASE)
OF_AGES = re.compile(r"\b(?:wiek|lat|lata|age)\b", re.IGNORECASE)
TWO_FIGURES = re.compile(r"\s*'?(\d{1,2})\s*")
YEAR_IN = re.compile(WHOLE)
SHORT_YEAR = re.compile(r"\d\d(?!.*\d)")
A_DATE = re.compile(
    rf"\d{{4}}|\d{{1,2}}\s?[./\s-]\s?(?:\d{{1,2}}\s?[./\s-]\s?\d\d|[IVX]{{1,4}}\b)|\b{MONTH_WORD}", re.IGNORECASE
)
TELLS_BIRTH = re.compile(
    rf"(?<!\w)(?:{MARK}){BETWEEN}(?:{BORN}|{SAID_IN_PART})|(?<!\d)(?:{DATE}|\d\d[0-3]\d[0-3]\d{{6}})(?!\d)",
    re.IGNORECASE,
)
