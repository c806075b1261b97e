"""Five real coalitions as facts: public numbers and dates of local newspapers and library pages, all persons invented.

Keys of statements and organisations stand for rows of higher rooms; NAMES is what those rooms would say for them.
"""

from datetime import date

from koalicja.standing.models import Kind, Precision, Source
from koalicja.standing.told import Told

BRZESC, STRZELCE, MIRCZE, BURZENIN, CHELMEK = 1, 2, 3, 4, 5

NAMES = {
    "statement:1": "Rozwój biblioteki",
    "statement:2": "Platforma wsparcia biblioteki",
    "statement:3": "Lepsze życie całej społeczności gminy",
    "statement:4": "Biblioteka prowadzi i zaprasza",
    "organisation:1": "Urząd miejski",
    "organisation:2": "Szkoła podstawowa",
    "organisation:3": "Przedszkole",
    "organisation:4": "Koło gospodyń wiejskich",
    "organisation:5": "Dom kultury",
    "organisation:6": "Punkt sprzedaży telefonów",
    "person:1": "Zofia Przykładowa",
}


def press(kind: str, on: date, subject: str = "", *, precision: str = Precision.DAY, **detail: object) -> Told:
    return Told(
        kind=kind,
        on=on,
        precision=precision,
        subject=subject,
        detail=detail,
        source=Source.PRESS,
        source_text="strona biblioteki",
    )


FACTS: dict[int, list[Told]] = {
    BRZESC: [
        press(Kind.MET, date(2010, 4, 15), number=1, groups={"office": 1, "culture": 5}),
        press(Kind.GOAL_SET, date(2010, 4, 15), "statement:1", library_only=True),
        *(press(Kind.SIGNED, date(2010, 4, 15), f"organisation:{key}") for key in (1, 2, 3)),
    ],
    STRZELCE: [
        press(Kind.SIGNED, date(2010, 10, 7), people=14),
        press(Kind.RHYTHM_SET, date(2010, 10, 7), months=12),
        press(Kind.MET, date(2012, 11, 22)),
    ],
    MIRCZE: [
        press(Kind.GOAL_SET, date(2012, 3, 1), "statement:2", precision=Precision.MONTH, library_only=True),
        press(Kind.MET, date(2012, 3, 1), precision=Precision.MONTH, number=1, next_on=date(2012, 6, 14)),
        press(Kind.GOAL_SET, date(2012, 3, 1), "statement:3", precision=Precision.MONTH),
        press(Kind.ROLE_SET, date(2012, 3, 1), "statement:4", precision=Precision.MONTH),
        press(Kind.LEADER_SET, date(2012, 3, 1), "organisation:5", precision=Precision.MONTH, how="member"),
        press(Kind.MET, date(2012, 6, 14), number=2),
    ],
    BURZENIN: [
        press(Kind.MET, date(2013, 9, 17), number=1, people=14, moderated_by="animator", next_on=date(2013, 10, 16)),
        press(Kind.DECLARED, date(2013, 9, 17), people=3),
    ],
    CHELMEK: [
        press(Kind.INVITED, date(2014, 1, 30), "organisation:6", way="letter"),
        press(Kind.MET, date(2014, 1, 30), number=1),
        *(press(Kind.SIGNED, date(2014, 1, 30), f"organisation:{key}") for key in (1, 2, 4, 5, 6)),
        press(Kind.SIGNED, date(2014, 1, 30), "person:1"),
    ],
}
