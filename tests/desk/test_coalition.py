"""The page of a coalition: what it says of real coalitions (domain dossier), its gaps, and what it shows to whom."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from koalicja.coalitions import actions
from koalicja.coalitions.models import Area, Asset, Candidacy, Coalition, Leadership, Statement
from koalicja.coalitions.views.rhythm import months_later, rhythm_words
from koalicja.standing import actions as ledger
from koalicja.standing.models import Fact

ASKS = "Co z tego będą mieli mieszkańcy?"


def text_of(page: str) -> str:
    """What stands on the page, without marks, in single spaces."""
    without = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", page, flags=re.S)
    return " ".join(without.replace("\xa0", " ").split())


def part(page: str, start: str, end: str) -> str:
    """What stands between two headings."""
    return text_of(page).partition(start)[2].partition(end)[0].strip()


def seen(client: Any, coalition: Coalition) -> str:
    return str(client.get(coalition.get_absolute_url()).content.decode())


def say(coalition: Coalition, by: Any, text: str, **over: Any) -> Statement:
    fields = {"kind": "goal", "on": date(2012, 3, 20), "since": 0} | over
    return actions.say_statement(coalition=coalition, by=by, text=text, **fields)


@pytest.fixture
def listed(coalition: Coalition, anna: Any, make_organisation: Any) -> Any:
    """Put an organisation on the list and move it on."""

    def build(name: str, group: str, *states: str, on: date = date(2010, 4, 15)) -> Candidacy:
        organisation = make_organisation(name, group=group)
        candidacy = actions.consider(coalition=coalition, by=anna, organisation=organisation, on=on)
        for state in states:
            actions.move(candidacy, by=anna, to=state, on=on)
        return candidacy

    return build


def test_from_day_one_every_part_says_why_it_matters_and_nothing_blocks(
    anna: Any, client_of: Any, coalition: Any
) -> None:
    page = text_of(seen(client_of(anna), coalition))
    wanted = [
        "Problem, na który odpowiada jeszcze nie napisano Ludzie przychodzą dla sprawy, która ich dotyczy.",
        "Cel jeszcze nie napisano Cel mówi, co się zmieni dla ludzi.",
        "Obszary działania jeszcze nie wybrano Obszary pokazują, co będzie do zrobienia",
        "Rola biblioteki jeszcze nie napisano Biblioteka nie musi prowadzić",
        "Co ma z tego biblioteka jeszcze nie napisano",
        "Co wnosi biblioteka jeszcze nic nie wpisano",
        "Kto prowadzi jeszcze nie wiadomo",
        "Przy stole nie ma jeszcze nikogo z grup: urząd gminy, organizacje społeczne, przedsiębiorcy, mieszkańcy.",
    ]
    assert [sentence for sentence in wanted if sentence not in page] == []
    assert ASKS not in page


def test_brzesc_kujawski_a_goal_for_the_library_alone_and_three_groups_missing(
    anna: Any, client_of: Any, coalition: Any, listed: Any
) -> None:
    """15.04.2010: signed by authorities, heads of schools and kindergartens, libraries."""
    listed("Urząd Miejski", "office", "signed")
    listed("Szkoła Podstawowa", "culture", "signed")
    listed("Przedszkole", "culture", "signed")
    listed("Koło Wędkarskie", "ngo", "invited")
    say(coalition, anna, "Chcemy czegoś dobrego dla wszystkich", kind="problem")
    say(coalition, anna, "Rozwój biblioteki", on=date(2010, 4, 15))
    page = seen(client_of(anna), coalition)
    assert part(page, "Następny krok", "Po co") == (
        f"{ASKS} Na razie cel mówi tylko o bibliotece. Szerszy znajdzie więcej sojuszników. Poszerz cel"
    )
    goal = part(page, "15.04.2010 · Anna", "Obszary działania")
    assert goal == (
        f"{ASKS} Cel mówi tylko o bibliotece. Z szerszym łatwiej przekonać różnych partnerów, a biblioteka zyskuje "
        "sojuszników. aktywizacja mieszkańców więcej młodych w kulturze więzi międzypokoleniowe Zmień : Cel"
    )
    groups = part(page, "Pięć grup Przy stole", "Przy stole: kto był")
    assert groups == (
        "nie ma jeszcze nikogo z grup: organizacje społeczne, przedsiębiorcy, mieszkańcy. "
        "Każda grupa widzi sprawę z innej strony. Bez niej nikt o tej stronie nie opowie. "
        "urząd gminy przy stole: 1 oświata i kultura przy stole: 3 "
        "organizacje społeczne jeszcze nikt · na liście i w rozmowach: 1 przedsiębiorcy jeszcze nikt "
        "mieszkańcy jeszcze nikt"
    )


def test_mircze_the_goal_is_widened_and_both_versions_stay(anna: Any, client_of: Any, coalition: Any) -> None:
    first = say(coalition, anna, "Platforma wsparcia biblioteki")
    client = client_of(anna)
    address = reverse("coalitions:statement", args=[coalition.pk, "cel"])
    form = {"text": "Rozwój lokalnej społeczności", "on": "2012-06-14", "since": str(first.pk)}
    answer = client.post(address, form)
    assert answer.headers["Location"] == f"{coalition.get_absolute_url()}#cel"
    page = seen(client, coalition)
    assert ASKS not in page
    assert part(page, " Cel ", "Obszary działania") == (
        "Rozwój lokalnej społeczności 14.06.2012 · Anna Zmień : Cel "
        "2 wersje Platforma wsparcia biblioteki 20.03.2012 · Anna"
    )
    history = part(page, "Historia", "Zmiany na tej stronie")
    assert re.findall(r"Cel: [^\d]+?(?= zakres| źródło)", history) == [
        "Cel: Rozwój lokalnej społeczności",
        "Cel: Platforma wsparcia biblioteki",
    ]


def test_strzelce_krajenskie_meets_once_a_year_and_that_is_fine(anna: Any, client_of: Any, coalition: Any) -> None:
    last = timezone.localdate() - timedelta(days=300)
    ledger.record(coalition.pk, by=anna, kind="met", on=last, detail={"people": 14}, tell=False)
    client = client_of(anna)
    months = {"rhythm_months": "12", "initial-rhythm_months": "", "on": last.isoformat(), "since": "0"}
    assert client.post(reverse("coalitions:rhythm", args=[coalition.pk]), months).status_code == 302
    assert "raz w roku, i to wystarczy. Ostatnie spotkanie: " in text_of(seen(client, coalition))
    none = months | {"rhythm_months": "", "initial-rhythm_months": "12"}
    taken_off = client.post(reverse("coalitions:rhythm", args=[coalition.pk]), none, follow=True)
    page = text_of(taken_off.content.decode())
    assert page.count("Zdjęto rytm spotkań") == 4  # what was saved, the history with its link, the changes


def test_burzenin_fourteen_came_three_declared(anna: Any, client_of: Any, coalition: Any, listed: Any) -> None:
    day = date(2013, 9, 17)
    ledger.record(coalition.pk, by=anna, kind="met", on=day, detail={"people": 14, "number": 1}, tell=False)
    members = [listed(name, "ngo", "attended", "declared", on=day) for name in ("KGW", "OSP", "Klub Seniora")]
    listed("Sklep", "business", "attended", on=day)
    page = text_of(seen(client_of(anna), coalition))
    assert "Pierwsze spotkanie: 14 osób" in page
    assert "organizacje społeczne przy stole: 3 przedsiębiorcy przy stole: 1" in page
    assert sum(Candidacy.objects.get(pk=each.pk).is_member for each in members) == 3


def test_chelmek_signed_on_the_first_day(
    anna: Any, client_of: Any, coalition: Any, listed: Any, make_person: Any
) -> None:
    day = date(2014, 1, 30)
    for name, group in (("Urząd", "office"), ("Szkoła", "culture"), ("Emeryci", "ngo"), ("Salon T", "business")):
        listed(name, group, "signed", on=day)
    resident = actions.consider(coalition=coalition, by=anna, person=make_person(), on=day)
    actions.move(resident, by=anna, to="signed", on=day)
    for kind in Statement.Kind.values:
        say(coalition, anna, "Mieszkańcy mają gdzie się spotkać.", kind=kind, on=day)
    actions.add_area(coalition=coalition, by=anna, name="Seniorzy", on=day)
    actions.choose_leadership(coalition=coalition, by=anna, how="shared", on=day, since=0)
    page = text_of(seen(client_of(anna), coalition))
    assert "Każda grupa jest przy stole." in page
    assert "Wiadomo, po co jesteście, i przy stole są wszystkie grupy" in page


def test_an_area_is_chosen_with_one_tap_and_leads_back_to_the_page(anna: Any, client_of: Any, coalition: Any) -> None:
    address = reverse("coalitions:areas", args=[coalition.pk])
    answer = client_of(anna).post(address, {"starter": "seniors", "back": "1"})
    assert answer.headers["Location"] == f"{coalition.get_absolute_url()}#obszary"
    area = Area.objects.get()
    assert (area.name, area.starter, area.on) == ("Seniorzy", "seniors", timezone.localdate())


def test_an_area_without_words_is_refused_with_what_would_help(anna: Any, client_of: Any, coalition: Any) -> None:
    address, client = reverse("coalitions:areas", args=[coalition.pk]), client_of(anna)
    page = client.post(address, {"name": " . ", "on": "2012-06-14"}).content.decode()
    assert "Napisz w kilku słowach, co to za obszar." in page
    future = {"name": "Ścieżki", "on": (timezone.localdate() + timedelta(days=2)).isoformat()}
    assert "Ten dzień" in client.post(address, future).content.decode()
    assert client.post(address, {"starter": "gold"}).status_code == 200
    assert Area.objects.count() == 0


def test_a_starter_is_put_after_what_is_typed_and_saves_nothing(anna: Any, client_of: Any, coalition: Any) -> None:
    say(coalition, anna, "Rozwój biblioteki")
    address, client = reverse("coalitions:statement", args=[coalition.pk, "cel"]), client_of(anna)
    assert (
        "Rozwój biblioteki\nWięcej młodych w kulturze.</textarea>" in client.get(f"{address}?od=young").content.decode()
    )
    typed = {"text": "Moje słowa", "on": "2012-06-14", "since": "5", "begin": "ties"}
    page = client.post(address, typed).content.decode()
    assert "Moje słowa\nSilniejsze więzi międzypokoleniowe.</textarea>" in page
    assert ('value="2012-06-14"' in page, 'value="5"' in page) == (True, True)
    assert Statement.objects.count() == 1
    assert client.get(reverse("coalitions:statement", args=[coalition.pk, "piosenka"])).status_code == 404


def test_whoever_was_second_reads_the_others_words_and_both_stay(
    anna: Any, marek: Any, client_of: Any, coalition: Any
) -> None:
    say(coalition, marek, "Ścieżki rowerowe")
    address, client = reverse("coalitions:statement", args=[coalition.pk, "cel"]), client_of(anna)
    sent = {"text": "Więzi", "on": "2012-06-14", "since": "0"}
    page = client.post(address, sent).content.decode()
    assert "W międzyczasie jest już nowa wersja (Marek): „Ścieżki rowerowe”." in page
    assert re.search(r">\s*Więzi</textarea>", page)
    since = re.search(r'name="since" value="(\d+)"', page)
    client.post(address, sent | {"since": since[1] if since else ""})
    assert [each.text for each in Statement.objects.all()] == ["Więzi", "Ścieżki rowerowe"]


def test_who_leads_is_chosen_from_the_list_or_in_words_and_older_choices_stay(
    anna: Any, client_of: Any, coalition: Any, listed: Any
) -> None:
    kgw = listed("KGW Wola", "ngo", "declared")
    address, client = reverse("coalitions:leadership", args=[coalition.pk]), client_of(anna)

    def choose(since: int, **fields: str) -> str:
        return str(client.post(address, {"on": "2012-06-14", "since": str(since)} | fields).content.decode())

    assert "Wybierz, kto prowadzi, albo napisz to niżej własnymi słowami." in choose(0, how="member")
    both = choose(0, how="member", who=str(kgw.pk), words="OSP")
    assert "Wybierz kogoś albo napisz własnymi słowami, nie jedno i drugie." in both
    assert Leadership.objects.count() == 0
    choose(0, how="member", who="library")
    choose(Leadership.objects.get().pk, how="member", who=str(kgw.pk))
    assert "W międzyczasie jest już inny wybór (Anna): jedna z osób przy stole." in choose(0, how="shared")
    page = seen(client, coalition)
    assert part(page, "Kto prowadzi ", "Pięć grup") == (
        "jedna z osób przy stole: KGW Wola 14.06.2012 · Anna Zmień : Kto prowadzi 2 wersje "
        f"jedna z osób przy stole: {coalition.participation.library} 14.06.2012 · Anna"
    )


def test_assets_are_entered_changed_and_taken_off(anna: Any, marek: Any, client_of: Any, coalition: Any) -> None:
    client = client_of(anna)
    client.post(reverse("coalitions:assets", args=[coalition.pk]), {"kind": "room", "what": "Czytelnia", "whose": ""})
    asset = Asset.objects.get()
    assert "Co wnosi biblioteka Czytelnia miejsce" in text_of(seen(client, coalition))
    address = reverse("coalitions:change_asset", args=[coalition.pk, asset.pk])
    seen_then = {"initial-kind": "room", "initial-what": "Czytelnia", "initial-note": "", "since": "0"}
    client_of(marek).post(address, seen_then | {"kind": "room", "what": "Czytelnia na 30 osób", "note": ""})
    mine = seen_then | {"kind": "room", "what": "Sala", "note": "do 18"}
    page = client.post(address, mine).content.decode()
    assert "W międzyczasie jest już wpisane co innego (Marek): „Czytelnia na 30 osób”." in page
    client.post(address, mine | {"initial-what": "Czytelnia na 30 osób"})
    asset.refresh_from_db()
    assert (asset.what, asset.note) == ("Sala", "do 18")
    client.post(reverse("coalitions:remove_asset", args=[coalition.pk, asset.pk]))
    assert client.post(address, mine).headers["Location"] == reverse("coalitions:assets", args=[coalition.pk])
    assert "Co wnosi biblioteka jeszcze nic nie wpisano" in text_of(seen(client, coalition))


def test_an_area_is_renamed_and_given_up_on_its_pages(anna: Any, client_of: Any, coalition: Any) -> None:
    client = client_of(anna)
    areas = [
        actions.add_area(coalition=coalition, by=anna, name=name, on=date(2012, 6, 14)) for name in ("Młodzi", "Ławki")
    ]
    address = reverse("coalitions:rename_area", args=[coalition.pk, areas[0].pk])
    twin = client.post(address, {"name": "ławki", "initial-name": "Młodzi", "since": "0"}).content.decode()
    assert "Obszar o tej nazwie już tu jest" in twin
    client.post(address, {"name": "Nastolatki", "initial-name": "Młodzi", "since": "0"})
    client.post(reverse("coalitions:drop_area", args=[coalition.pk, areas[1].pk]))
    page = text_of(seen(client, coalition))
    assert "Obszary działania Nastolatki Dodaj lub zmień obszary Zrezygnowano 1 Ławki" in page


def test_an_operator_reads_everything_but_names_of_residents_and_changes_nothing(
    anna: Any, olga: Any, client_of: Any, coalition: Any, make_person: Any
) -> None:
    zofia = actions.consider(coalition=coalition, by=anna, person=make_person(), on=date(2012, 6, 14))
    actions.add_asset(coalition=coalition, by=anna, kind="people", what="Zdjęcia z imprez", candidacy=zofia)
    first = actions.choose_leadership(
        coalition=coalition, by=anna, how="member", words="Zofia Przykładowa", on=date(2012, 6, 14), since=0
    )
    actions.choose_leadership(
        coalition=coalition, by=anna, how="member", candidacy=zofia, on=date(2012, 6, 14), since=first.pk
    )
    say(coalition, anna, "Rozwój biblioteki")
    shown = seen(client_of(olga), coalition)
    assert "Zofia" not in shown
    assert ("Rozwój biblioteki" in shown, "Osoba z grupy mieszkańców" in shown) == (True, True)
    assert re.findall(r'href="[^"]*/(?:tresc|obszary|zasoby|rytm|kto-prowadzi)/', shown) == []
    assert seen(client_of(anna), coalition).count("Zofia Przykładowa") == 7


def test_of_what_is_brought_an_operator_reads_whose_it_is_the_kind_and_how_many(
    anna: Any, client_of: Any, coalition: Any, make_person: Any, make_organisation: Any, *, olga: Any
) -> None:
    zofia = actions.consider(coalition=coalition, by=anna, person=make_person())
    osp = actions.consider(coalition=coalition, by=anna, organisation=make_organisation(group="ngo"))
    words = {"kind": "room", "note": "tel. 600 100 200"}
    actions.add_asset(coalition=coalition, by=anna, candidacy=zofia, what="Stodoła Zofii", **words)
    for what in ("Remiza", "Garaż Zofii"):
        actions.add_asset(coalition=coalition, by=anna, candidacy=osp, what=what, **words)
    actions.add_asset(coalition=coalition, by=anna, what="Czytelnia", **words)
    hers, theirs = seen(client_of(olga), coalition), seen(client_of(anna), coalition)
    said = {"Stodoła Zofii", "Garaż Zofii", "Remiza", "Czytelnia", "600 100 200"}
    found = [set(re.findall("|".join(sorted(said)), page)) for page in (hers, theirs)]
    assert found == [set(), said]
    shown = [client_of(each).get(coalition.get_absolute_url()).context["shown"] for each in (olga, anna)]
    assert [[(each.what, each.details) for each in page.other_assets] for page in shown] == [
        [("miejsce", "OSP Olszynki · razem: 2"), ("miejsce", "Osoba z grupy mieszkańców")],
        [
            ("Garaż Zofii", "OSP Olszynki · miejsce · tel. 600 100 200"),
            ("Remiza", "OSP Olszynki · miejsce · tel. 600 100 200"),
            ("Stodoła Zofii", "Zofia Przykładowa · miejsce · tel. 600 100 200"),
        ],
    ]
    assert [(each.what, each.details) for each in shown[0].library_assets] == [("miejsce", "")]
    assert re.findall(r"Zasób koalicji: (\S+)", text_of(hers)) == ["miejsce"] * 4


@pytest.mark.parametrize(
    ("months", "last", "today", "late"),
    [
        (None, None, date(2013, 1, 1), False),
        (12, None, date(2013, 1, 1), False),
        (None, date(2012, 11, 22), date(2020, 1, 1), False),
        (12, date(2012, 11, 22), date(2013, 11, 22), False),
        (12, date(2012, 11, 22), date(2013, 11, 23), True),
        (1, date(2013, 1, 31), date(2013, 2, 28), False),
        (1, date(2013, 1, 31), date(2013, 3, 1), True),
    ],
)
def test_a_meeting_is_late_only_against_the_coalitions_own_rhythm(
    months: int | None, last: date | None, today: date, late: bool
) -> None:
    assert rhythm_words(months, last, today)[1] is late


def test_a_month_later_is_a_day_that_exists() -> None:
    assert [months_later(date(2023, 12, 31), each) for each in (2, 12, 14)] == [
        date(2024, 2, 29),
        date(2024, 12, 31),
        date(2025, 2, 28),
    ]


def test_the_page_asks_as_many_questions_with_three_of_everything_as_with_one(
    anna: Any, client_of: Any, listed: Any, make_person: Any, django_assert_num_queries: Any
) -> None:
    client, coalition = client_of(anna), Coalition.objects.get()
    for number in (1, 2, 3):
        day = date(2012, 6, number)
        last = Statement.objects.order_by("-pk").first()
        said = say(coalition, anna, f"Cel {number}", since=last.pk if last else 0, on=day)
        kgw = listed(f"KGW {number}", "ngo", "declared", on=day)
        person = make_person(f"Zofia {number}")
        resident = actions.consider(coalition=coalition, by=anna, person=person, on=day)
        actions.add_area(coalition=coalition, by=anna, name=f"Obszar {number}", on=day)
        actions.add_asset(coalition=coalition, by=anna, kind="room", what=f"Sala {number}", candidacy=kgw)
        actions.add_asset(coalition=coalition, by=anna, kind="people", what=f"Pomoc {number}", candidacy=resident)
        led = Leadership.objects.order_by("-pk").first()
        actions.choose_leadership(
            coalition=coalition, by=anna, how="member", candidacy=kgw, on=day, since=led.pk if led else 0
        )
        assert said.pk
        if number != 2:
            with django_assert_num_queries(27):
                seen(client, coalition)
    assert Fact.objects.count() == 24


def test_the_page_speaks_english_too(anna: Any, client_of: Any, coalition: Any) -> None:
    say(coalition, anna, "Rozwój biblioteki")
    client = client_of(anna)
    with translation.override("en"):
        client.post("/jezyk/", {"language": "en", "next": "/"})
        page = text_of(seen(client, coalition))
    assert "What will residents have from it?" in page
    assert "Problem it answers not written yet" in page


def test_every_change_of_the_page_has_its_sentence_also_what_was_struck(
    anna: Any, client_of: Any, coalition: Any
) -> None:
    say(coalition, anna, "Mieszkańcy mają gdzie się spotkać")
    actions.strike_fact(coalition, Fact.objects.get(kind="goal_set"), by=anna, reason="pomyłka")
    shown = client_of(anna).get(coalition.get_absolute_url()).context["shown"].changes
    assert [str(change["text"]).replace("\xa0", " ") for change in shown[:1]] == [
        "Skreślono w historii: Cel, 20.03.2012"
    ]
    assert [change for change in shown if not change["text"]] == []
