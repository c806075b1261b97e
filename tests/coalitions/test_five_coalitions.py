"""Five real coalitions, entered through the pages by those who keep them, and what the page of each then says.

Public facts of library pages and local newspapers; names of people are invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions.models import Candidacy, Coalition, Statement
from koalicja.coalitions.queries.purpose import candidacies_of
from koalicja.coalitions.starters import SLUGS
from koalicja.coalitions.views.rhythm import months_later
from koalicja.desk.coalition import gathered
from koalicja.standing import queries as ledger
from koalicja.standing import wording
from koalicja.standing.models import Fact, Kind
from koalicja.ui.formats import HARD_SPACE, day
from tests.desk.test_coalition import ASKS, part, text_of


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace(HARD_SPACE, " ")


@dataclass
class Kept:
    """A coalition and whoever keeps its pages; every method fills in and sends a form of theirs."""

    coalition: Coalition
    client: Client

    def send(self, name: str, form: Mapping[str, Any], *more: Any, room: str = "coalitions") -> None:
        """Send a form; it must have been taken: the answer leads on."""
        address = reverse(f"{room}:{name}", args=[self.coalition.pk, *more])
        answer = self.client.post(address, form)
        assert answer.status_code == 302, text_of(answer.content.decode())

    def name(self, box: str, *names: str) -> None:
        """Names of a naming session, typed into one box."""
        self.send("naming", {"box": box, "text": "\n".join(names)})

    def move(self, state: str, on: date, *names: str) -> None:
        for each in candidacies_of(self.coalition):
            if str(each.owner) in names:
                self.send("move_candidate", {"state": state, "on": on.isoformat(), "note": ""}, each.pk)

    def write(self, slug: str, text: str, on: date) -> None:
        """A new version of a text, after the one that the form showed."""
        last = Statement.objects.filter(coalition=self.coalition, kind=SLUGS[slug]).order_by("-pk").first()
        since = last.pk if last else 0
        self.send("statement", {"text": text, "on": on.isoformat(), "since": since}, slug)

    def meet(self, on: date, came: tuple[str, ...] = (), declared: tuple[str, ...] = (), **fields: Any) -> None:
        boxes = {f"came-{self.of(name)}": "on" for name in came} | {
            f"declared-{self.of(name)}": "on" for name in declared
        }
        self.send("meeting", {"on": on.isoformat(), "key": f"meeting-{on}"} | boxes | fields)

    def rhythm(self) -> str:
        """How often it meets, as the page says."""
        return part(self.page(), "Jak często się spotyka", " Zmień ")

    def of(self, name: str) -> int:
        return next(each.pk for each in candidacies_of(self.coalition) if str(each.owner) == name)

    def page(self, query: str = "") -> str:
        return str(self.client.get(self.coalition.get_absolute_url() + query).content.decode())

    def step(self) -> str:
        """The next step as it is read: what, why, and the button."""
        return part(self.page(), "Następny krok", "Po co")

    def groups(self) -> str:
        return part(self.page(), "Pięć grup", "Przy stole: kto był")

    def told(self) -> list[str]:
        """Day, line and notes of the history without who was put on the list when, oldest first; all on the page."""
        owners = {each.owner.key: str(each.owner) for each in candidacies_of(self.coalition)}
        texts = {each.key: each.text for each in Statement.objects.all()}
        areas = {each.key: each.name for each in self.coalition.areas.all()}
        library = self.coalition.participation.library
        entries = [each for each in ledger.history(self.coalition.pk, size=100).entries if each.fact.kind != Kind.NAMED]
        numbers = ledger.numbers_of(ledger.facts(self.coalition.pk, kinds=Kind.MET))
        names = owners | texts | areas | {library.key: str(library)}
        lines = wording.timeline(entries, wording.Teller(names, numbers=numbers))
        page = " ".join(text_of(self.page(f"?page={number}")) for number in (1, 2))
        read = [[plain(each) for each in (line.when, line.text, *line.notes)] for line in reversed(lines)]
        assert [each for each in read if f"{each[0]} {each[1]}" not in page] == []
        return [" · ".join(each) for each in read]


@pytest.fixture
def kept(coalition: Coalition, anna: Any, client_of: Any) -> Kept:
    return Kept(coalition, client_of(anna))


def test_brzesc_kujawski_signs_for_the_library_alone_and_three_groups_are_missing(kept: Kept) -> None:
    """15.04.2010: authorities and heads of schools and a kindergarten sign; the goal is the library's development."""
    on, names = date(2010, 4, 15), ("Urząd Miejski", "Szkoła Podstawowa", "Przedszkole")
    kept.name("office", *names[:1])
    kept.name("culture", *names[1:])
    kept.meet(on, came=names, group_office="1", group_culture="5")
    kept.move("signed", on, *names)
    kept.write("cel", "Rozwój biblioteki", on)
    assert kept.step() == (
        f"{ASKS} Na razie cel mówi tylko o bibliotece. Szerszy znajdzie więcej sojuszników. Poszerz cel"
    )
    assert part(kept.page(), " Cel ", " Obszary działania ") == (
        f"Rozwój biblioteki 15.04.2010 · Anna {ASKS} Cel mówi tylko o bibliotece. Z szerszym łatwiej przekonać "
        "różnych partnerów, a biblioteka zyskuje sojuszników. aktywizacja mieszkańców więcej młodych w kulturze "
        "więzi międzypokoleniowe Zmień : Cel"
    )
    assert kept.groups() == (
        "Przy stole nie ma jeszcze nikogo z grup: organizacje społeczne, przedsiębiorcy, mieszkańcy. "
        "Każda grupa widzi sprawę z innej strony. Bez niej nikt o tej stronie nie opowie. "
        "urząd gminy przy stole: 1 oświata i kultura przy stole: 3 organizacje społeczne jeszcze nikt "
        "przedsiębiorcy jeszcze nikt mieszkańcy jeszcze nikt"
    )
    assert kept.told() == [
        "15.04.2010 · Pierwsze spotkanie · kto przyszedł: urząd gminy 1, oświata i kultura 5",
        *(f"15.04.2010 · Obecność: {name}" for name in names),
        *(f"15.04.2010 · Podpis: {name}" for name in names),
        "15.04.2010 · Cel: Rozwój biblioteki · zakres: tylko biblioteka",
    ]


def test_strzelce_krajenskie_meets_once_a_year_and_that_is_fine(kept: Kept) -> None:
    """7.10.2010: 14 members declare; all of them meet once a year, on 22.11.2012 again and then in 2013."""
    kept.meet(date(2010, 10, 7), declared_people="14")
    kept.send("rhythm", {"rhythm_months": "12", "initial-rhythm_months": "", "on": "2010-10-07", "since": "0"})
    kept.meet(date(2012, 11, 22))
    assert kept.rhythm() == "raz w roku. Ostatnie spotkanie: 22.11.2012; następne miało być do: 22.11.2013."
    kept.coalition.refresh_from_db()
    then = gathered(kept.coalition, knows_people=True, page=None, today=date(2013, 11, 22))
    assert (then.rhythm, then.is_overdue) == (
        "raz w roku, i to wystarczy. Ostatnie spotkanie: 22.11.2012, następne do: 22.11.2013.",
        False,
    )
    assert kept.told() == [
        "7.10.2010 · Pierwsze spotkanie",
        "7.10.2010 · Deklaracja: 14 osób",
        "7.10.2010 · Rytm spotkań: raz w roku",
        "22.11.2012 · Drugie spotkanie",
    ]
    last = timezone.localdate() - timedelta(days=300)
    kept.meet(last)
    due = months_later(last, 12)
    assert kept.rhythm() == f"raz w roku, i to wystarczy. Ostatnie spotkanie: {day(last)}, następne do: {day(due)}."


def test_mircze_widens_its_goal_at_the_first_meeting_and_keeps_both(kept: Kept) -> None:
    """March 2012, the day is not known; 14.06.2012 the second meeting. The library leads."""
    march = date(2012, 3, 1)
    kept.name("ngo", "Koło Gospodyń Wiejskich")
    kept.write("cel", "Platforma wsparcia biblioteki", march)
    kept.write("problem", "Uczniowie i seniorzy mówią w ankietach, że nie mają gdzie się spotkać", march)
    kept.meet(march, came=("Koło Gospodyń Wiejskich",), next_on="2012-06-14")
    assert kept.step() == (
        "Co z tego będą mieli mieszkańcy? Na razie cel mówi tylko o bibliotece. Szerszy znajdzie więcej sojuszników. "
        "Poszerz cel"
    )
    met = Fact.objects.get(kind=Kind.MET)
    right = {"on": "2012-03-01", "precision": "month", "number": "1", "next_on": "2012-06-14", "key": "marzec"}
    right |= {"source": "press", "source_text": "gazeta lokalna", "reason": "dzień nie jest znany"}
    kept.send("correct_fact", right, met.pk, room="desk")
    kept.write("cel", "Lepsze życie całej społeczności gminy", march)
    kept.write("rola-biblioteki", "Prowadzi i zaprasza", march)
    kept.send("leadership", {"how": "member", "who": "library", "words": "", "on": "2012-03-01", "since": "0"})
    kept.meet(date(2012, 6, 14))
    library = kept.coalition.participation.library
    assert ASKS not in kept.page()
    assert part(kept.page(), " Cel ", " Obszary działania ") == (
        "Lepsze życie całej społeczności gminy 1.03.2012 · Anna Zmień : Cel "
        "2 wersje Platforma wsparcia biblioteki 1.03.2012 · Anna"
    )
    assert part(kept.page(), " Kto prowadzi ", " Pięć grup ") == (
        f"jedna z osób przy stole: {library} 1.03.2012 · Anna Zmień : Kto prowadzi"
    )
    assert kept.step() == (
        "Przy stole nie ma jeszcze nikogo z grup: urząd gminy, przedsiębiorcy, mieszkańcy Każda grupa widzi sprawę z "
        "innej strony. Bez niej nikt o tej stronie nie opowie. Zobacz, kogo zaprosić"
    )
    assert kept.told() == [
        "1.03.2012 · Cel: Platforma wsparcia biblioteki · zakres: tylko biblioteka",
        "1.03.2012 · Problem: Uczniowie i seniorzy mówią w ankietach, że nie mają gdzie się spotkać",
        "marzec 2012 · Pierwsze spotkanie · następny termin: 14.06.2012",
        "marzec 2012 · Obecność: Koło Gospodyń Wiejskich",
        "1.03.2012 · Cel: Lepsze życie całej społeczności gminy",
        "1.03.2012 · Rola biblioteki: Prowadzi i zaprasza",
        f"1.03.2012 · Kto prowadzi: jedna z osób przy stole, {library}",
        "14.06.2012 · Drugie spotkanie",
    ]


def test_burzenin_fourteen_came_and_three_declared(kept: Kept) -> None:
    """17.09.2013, moderated by the animator; the next meeting is to be on 16.10.2013."""
    kept.meet(date(2013, 9, 17), people="14", declared_people="3", moderated_by="animator", next_on="2013-10-16")
    assert kept.step() == (
        "Wypiszcie, kto jest przy stole Spotkanie już było, a lista jest pusta. Z niej widać, której grupy brakuje i "
        "kogo zaprosić następnym razem. Zacznijcie wypisywać"
    )
    assert kept.told() == [
        "17.09.2013 · Pierwsze spotkanie: 14 osób · prowadzenie: animatorka lub animator · następny termin: 16.10.2013",
        "17.09.2013 · Deklaracja: 3 osoby",
    ]
    counts = ledger.counts(kept.coalition.pk)
    assert ([each.came for each in counts.gatherings], counts.declared, counts.signed) == ([14], 3, 0)


def test_chelmek_signs_on_the_first_day_and_nothing_stands_in_its_way(kept: Kept) -> None:
    """30.01.2014: the mayor, schools, the culture centre, pensioners, a rural women's circle, a shop: all sign."""
    on = date(2014, 1, 30)
    kept.name("office", "Urząd Miejski")
    kept.name("culture", "Szkoła Podstawowa", "Ośrodek Kultury")
    kept.name("ngo", "Związek Emerytów", "Koło Gospodyń Wiejskich")
    kept.name("business", "Punkt sprzedaży telefonów")
    kept.name("resident/60+", "Zofia Przykładowa")
    names = tuple(str(each.owner) for each in candidacies_of(kept.coalition))
    kept.move("signed", on, *names)
    kept.meet(on, came=names)
    for slug in ("problem", "cel", "rola-biblioteki", "korzysc-biblioteki"):
        kept.write(slug, "Mieszkańcy mają gdzie się spotkać.", on)
    kept.send("leadership", {"how": "shared", "who": "", "words": "", "on": on.isoformat(), "since": "0"})
    kept.send("areas", {"starter": "seniors", "name": "", "on": on.isoformat()})
    assert part(kept.page(), "Wszystko w porządku", "Po co") == (
        "Wiadomo, po co jesteście, i przy stole są wszystkie grupy Zajrzyj tu przed następnym spotkaniem."
    )
    assert kept.groups() == (
        "Każda grupa jest przy stole. urząd gminy przy stole: 1 oświata i kultura przy stole: 3 "
        "organizacje społeczne przy stole: 2 przedsiębiorcy przy stole: 1 mieszkańcy przy stole: 1"
    )
    assert {each.state for each in Candidacy.objects.all()} == {"signed"}
    what = "Mieszkańcy mają gdzie się spotkać."
    assert kept.told() == [
        *(f"30.01.2014 · Podpis: {name}" for name in names),
        "30.01.2014 · Pierwsze spotkanie",
        *(f"30.01.2014 · Obecność: {name}" for name in names),
        *(f"30.01.2014 · {text}: {what}" for text in ("Problem", "Cel", "Rola biblioteki", "Co zyskuje biblioteka")),
        "30.01.2014 · Kto prowadzi: wspólnie",
        "30.01.2014 · Obszar działania: Seniorzy",
    ]
