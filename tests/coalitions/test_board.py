"""The board of candidates: targets from the proposal's own rules, gaps as tasks, one next step, and who sees whom."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.coalitions.queries.board import board_of
from koalicja.coalitions.queries.progress import progress_of, said_by
from koalicja.coalitions.views import board_words as words
from koalicja.coalitions.views import one_step
from koalicja.people.actions import merges
from koalicja.people.models import Contact, Organisation
from koalicja.standing.models import Fact
from tests.coalitions.registers import full_register
from tests.coalitions.stored import proposal
from tests.desk.test_coalition import text_of

TODAY = date(2014, 1, 30)


def board(coalition: Coalition, **over: Any) -> Any:
    return board_of(coalition, **{"today": timezone.localdate(), "knows_people": True} | over)


def step_of(coalition: Coalition) -> dict[str, Any]:
    """The one thing the board of today says to do."""
    shown, today = board(coalition), timezone.localdate()
    candidacies = [seat.candidacy for seat in shown.seats]
    return one_step.next_step(progress_of(coalition, candidacies, said=said_by(coalition), today=today), shown)


def seen(client: Any, coalition: Coalition, query: str = "") -> str:
    return text_of(client.get(reverse("coalitions:board", args=[coalition.pk]) + query).content.decode())


@pytest.fixture
def listed(coalition: Coalition, anna: Any, make_organisation: Any, make_person: Any) -> Any:
    """Put an organisation, or without a group a resident, on the list and move it on."""

    def build(name: str, group: str, *states: str, **over: Any) -> Candidacy:
        if group:
            who = {"organisation": make_organisation(name, group=group, **over)}
        else:
            who = {"person": make_person(name, **over)}
        candidacy = actions.consider(coalition=coalition, by=anna, on=TODAY, **who)
        for state in states:
            actions.move(candidacy, by=anna, to=state, on=TODAY)
        candidacy.refresh_from_db()
        return candidacy

    return build


def test_an_empty_board_puts_the_whole_proposal_on_the_list_in_one_press_and_only_once(
    coalition: Coalition, anna: Any, client_of: Any, make_organisation: Any, make_person: Any
) -> None:
    full_register(make_organisation, make_person)
    run = proposal(coalition, anna)
    members = len(run.result["members"]) - 1  # the Lead Library is there in any case
    shown = board(coalition)
    assert (shown.unlisted_members, step_of(coalition)["post"]) == (members, True)
    client, address = client_of(anna), reverse("coalitions:list_proposal", args=[coalition.pk, run.number])
    for _press in range(2):
        assert client.post(address)["Location"] == reverse("coalitions:board", args=[coalition.pk])
        origins = set(Candidacy.objects.values_list("origin", "origin_key", "state"))
        assert (Candidacy.objects.count(), origins) == (members, {("proposal", f"proposal:{run.number}", "listed")})
        assert Fact.objects.filter(kind="named").count() == members
    assert board(coalition).unlisted_members == 0


def test_a_merged_member_of_a_proposal_is_listed_under_the_record_that_was_kept(
    coalition: Coalition, anna: Any, make_organisation: Any, make_person: Any
) -> None:
    full_register(make_organisation, make_person)
    run = proposal(coalition, anna)
    library = coalition.participation.library.key
    key = next(k for k in run.result["members"] if k.startswith("organisation:") and k != library)
    gone, kept = Organisation.objects.get(pk=key.split(":")[1]), make_organisation("Nowa nazwa")
    merges.merge(kept, gone, by=anna, choices={})
    listed = actions.consider_proposal(run, by=anna)
    assert [each.organisation for each in listed.new if each.organisation in (kept, gone)] == [kept]
    assert (len(listed.new), listed.known, listed.gone) == (len(run.result["members"]) - 1, 0, 0)


def test_records_of_another_gmina_are_nobodys_to_list_by_hand(
    coalition: Coalition, anna: Any, client_of: Any, make_organisation: Any, make_person: Any
) -> None:
    shop, jan = make_organisation("Sklep", "101801"), make_person("Jan Obcy", "101801")
    own = make_organisation("OSP")
    sent = {"key": [shop.key, jan.key, own.key, "organisation:x", "pies", "person:99999999999999999999"]}
    client_of(anna).post(reverse("coalitions:find_candidates", args=[coalition.pk]), sent)
    assert list(Candidacy.objects.values_list("organisation", "person")) == [(own.pk, None)]


def test_targets_are_those_of_the_proposal_and_gaps_are_tasks(
    coalition: Coalition, listed: Any, make_organisation: Any
) -> None:
    listed("Urząd Gminy", "office", sector="office")
    listed("KGW", "ngo", "declined")
    for number in range(3):
        make_organisation(f"Firma {number}", group="business")
    shown = board(coalition)
    assert [row.name for row in shown.short] == [
        "groups.business.min",
        "groups.ngo.min",
        "groups.resident.min",
        "min_age_bands",
    ]
    task = words.tasks(coalition, shown)[0]
    assert (task.title, task.text) == ("Nikogo z grupy: przedsiębiorcy", "W spisie jeszcze nie pytano: 3 wpisy.")
    assert task.url == reverse("coalitions:find_candidates", args=[coalition.pk]) + "?group=business"
    ngo = words.tasks(coalition, shown)[1]
    assert ngo.url == reverse("people:add_names", args=[coalition.gmina_id])


def test_a_group_is_missing_until_somebody_of_it_was_talked_with_or_invited(
    coalition: Coalition, anna: Any, listed: Any
) -> None:
    def business() -> tuple[str, bool]:
        lines = next(each for each in words.group_lines(board(coalition)) if each.group == "business")
        return lines.target, lines.is_short

    firm = listed("Sklep Zmyślony", "business")
    assert business() == ("w drodze lub przy stole: 0, potrzeba: 1", True)
    assert "groups.business.min" not in [row.name for row in board(coalition).short]
    actions.move(firm, by=anna, to="talk", on=TODAY)
    assert business() == ("w drodze lub przy stole: 1, potrzeba: 1", False)


def test_the_office_of_the_register_is_asked_for_on_the_list_too_and_once(
    coalition: Coalition, anna: Any, listed: Any, make_organisation: Any
) -> None:
    def short() -> tuple[list[str], list[str]]:
        shown = board(coalition)
        rows = [row.name for row in shown.short if "office" in row.name]
        return rows, [task.title for task in words.tasks(coalition, shown) if "urząd" in task.title]

    assert short() == (["groups.office.min"], ["Nikogo z grupy: urząd gminy"])
    office = make_organisation("Urząd Gminy", group="office", sector="office")
    assert short() == (["groups.office.min", "sectors.office.min"], ["Nie ma na liście: urząd gminy"])
    listed("Sołectwo Wola", "office", sector="village_head")
    assert short() == (["sectors.office.min"], ["Nie ma na liście: urząd gminy"])
    actions.consider(coalition=coalition, by=anna, on=TODAY, organisation=office)
    assert short() == ([], [])


def test_the_library_counts_only_where_the_edition_says_so(coalition: Coalition) -> None:
    assert "groups.culture.min" not in [row.name for row in board(coalition).short]
    coalition.edition.library_counts = False
    assert "groups.culture.min" in [row.name for row in board(coalition).short]


def test_the_board_has_five_groups_and_the_ages_of_the_edition(coalition: Coalition, listed: Any) -> None:
    for name, band in (("Jan Młody", "13-19"), ("Ewa Dawna", "20-25"), ("Iga Nieznana", "")):
        listed(name, "", age_band=band)
    lanes = [(lane.group, lane.band) for lane in board(coalition).lanes]
    assert lanes == [
        ("office", None),
        ("culture", None),
        ("ngo", None),
        ("business", None),
        *(("resident", band) for band in ("13-19", "20-34", "35-59", "60+", "20-25", "")),
    ]


def test_the_next_step_leads_from_names_to_invitations_with_what_was_agreed_first(
    coalition: Coalition, anna: Any, listed: Any
) -> None:
    titles = [step_of(coalition)["title"]]
    osp = listed("OSP", "ngo")
    titles.append(step_of(coalition)["title"])
    listed("KGW", "ngo")
    listed("Sklep", "business")
    titles.append(step_of(coalition)["title"])
    proposal(coalition, anna)
    day = timezone.localdate()
    for kind, text in (("problem", "Mało miejsc"), ("goal", "Rozwój biblioteki"), ("library_role", "Gospodarz")):
        titles.append(step_of(coalition)["title"])
        actions.say_statement(coalition=coalition, by=anna, kind=kind, text=text, on=day, since=0)
    titles.append(step_of(coalition)["title"])
    first = coalition.statements.get(kind="goal")
    actions.say_statement(coalition=coalition, by=anna, kind="goal", text="Silniejsze więzi.", on=day, since=first.pk)
    titles.append(step_of(coalition)["title"])
    actions.choose_leadership(coalition=coalition, by=anna, how="nobody", on=day, since=0)
    titles.append(step_of(coalition)["title"])
    for seat in board(coalition).seats:
        actions.move(seat.candidacy, by=anna, to="invited", on=day)
    titles.append(step_of(coalition)["title"])
    planned = {"next_step": "zadzwonić do naczelnika", "next_on": day}
    actions.plan_next_step(osp, by=anna, seen={}, new=planned, since=0)
    titles.append(step_of(coalition)["title"])
    assert titles == [
        "Wypiszcie, kto u was jest",
        "Wypiszcie więcej osób i organizacji",
        "Policz propozycję: kogo zaprosić",
        "Napiszcie w jednym zdaniu, na jaki problem odpowiadacie",
        "Napiszcie, co chcecie razem osiągnąć",
        "Co z tego będą mieli mieszkańcy?",
        "Co z tego będą mieli mieszkańcy?",
        "Powiedzcie, kto prowadzi",
        "Zaproś 3 osoby lub organizacje, których nikt jeszcze nie zaprosił",
        "Nikogo z grupy: urząd gminy",
        "Czeka 1 umówiona sprawa",
    ]


def test_whoever_asked_for_time_waits_until_the_day_and_then_is_due(
    coalition: Coalition, anna: Any, listed: Any
) -> None:
    osp = listed("OSP", "ngo")
    day = timezone.localdate() + timedelta(days=20)
    actions.postpone(osp, by=anna, seen=None, not_before=day, since=0)
    before, after = board(coalition).seats[0], board(coalition, today=day).seats[0]
    assert [(seat.stage, seat.is_due) for seat in (before, after)] == [("later", False), ("unasked", True)]


def test_the_operator_sees_how_many_residents_and_no_name(
    coalition: Coalition, anna: Any, olga: Any, client_of: Any, listed: Any
) -> None:
    zofia = listed("Zofia Zmyślona", "", age_band="60+", village="Łaziska")
    Contact.objects.create(person=zofia.person, kind="phone", value="600 700 800")
    Candidacy.objects.filter(pk=zofia.pk).update(brings="kronika wsi")
    osp = listed("OSP Olszynki", "ngo")
    Candidacy.objects.filter(pk=osp.pk).update(next_step="zapytać Zofię", next_who="Jan Nowak")
    page = seen(client_of(olga), coalition)
    told = ("Zofia", "Zmyślona", "600 700", "kronika", "Łaziska", "Jan Nowak", "Rozmowa dziś")
    assert [word for word in told if word in page] == []
    assert "Mieszkańcy, bez nazwisk: 1" in page
    assert "OSP Olszynki" in page
    assert "Zofia Zmyślona" in seen(client_of(anna), coalition)


def test_a_neighbours_contacts_are_not_shown(coalition: Coalition, anna: Any, client_of: Any, listed: Any) -> None:
    osp = listed("OSP Gromadka", "ngo", code="020103")
    Contact.objects.create(organisation=osp.organisation, kind="phone", value="600 700 800")
    assert "600 700 800" not in seen(client_of(anna), coalition)
    one = client_of(anna).get(reverse("coalitions:candidate", args=[coalition.pk, osp.pk])).content.decode()
    assert "600 700 800" not in one


def test_filters_narrow_the_list(coalition: Coalition, anna: Any, client_of: Any, listed: Any) -> None:
    listed("OSP Olszynki", "ngo")
    listed("Piekarnia", "business", "talk")
    listed("Urząd Gminy", "office", "declined")

    def rows(query: str) -> list[str]:
        page = client_of(anna).get(reverse("coalitions:board", args=[coalition.pk]) + query).content.decode()
        return re.findall(r'id="kandydat-\d+"><a[^>]*>([^<]*)', page)

    found = {query: rows(query) for query in ("", "?q=olszyn", "?group=business", "?only=parted", "?only=bzdura")}
    everybody = ["OSP Olszynki", "Piekarnia", "Urząd Gminy"]
    assert found == {
        "": everybody,
        "?q=olszyn": ["OSP Olszynki"],
        "?group=business": ["Piekarnia"],
        "?only=parted": ["Urząd Gminy"],
        "?only=bzdura": everybody,
    }


@pytest.mark.parametrize("who", ["anna", "olga"])
def test_the_board_asks_as_much_of_the_database_for_one_row_as_for_three(
    who: str, request: Any, coalition: Coalition, client_of: Any, listed: Any
) -> None:
    client, address = client_of(request.getfixturevalue(who)), reverse("coalitions:board", args=[coalition.pk])
    proposal(coalition, request.getfixturevalue("anna"))
    counts = []
    for number in range(3):
        listed(f"OSP {number}", "ngo", "talk")
        listed(f"Zofia Zmyślona-{number}", "")
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts == [counts[0]] * 3


@pytest.mark.parametrize("way", ["declined", "withdrawn", "left"])
def test_whoever_is_in_the_proposal_and_parts_in_any_way_leads_to_a_new_table(
    way: str, coalition: Coalition, anna: Any, client_of: Any, listed: Any
) -> None:
    osp = listed("OSP Olszynki", "ngo", "invited")
    listed("KGW Wola", "ngo", "invited")
    proposal(coalition, anna)
    actions.move(osp, by=anna, to=way, on=timezone.localdate())
    address = reverse("coalitions:type_answer", args=[coalition.pk, osp.pk])
    step = step_of(coalition)
    assert (step["title"], step["url"]) == ("Ułóżcie skład na nowo", f"{address}#co-dalej")
    client = client_of(anna)
    page = seen(client, coalition) and client.get(address).content.decode()
    assert page.count('id="co-dalej"') == 1
    assert reverse("coalitions:decline", args=[coalition.pk, coalition.runs.get().number]) in page
    client.post(address, {"deals": "1"})
    assert step_of(coalition)["title"] != step["title"]
    assert 'id="co-dalej"' not in client.get(address).content.decode()
    actions.move(osp, by=anna, to="signed", on=timezone.localdate())
    actions.move(osp, by=anna, to="left", on=timezone.localdate())
    assert step_of(coalition)["title"] == step["title"]


def test_a_member_who_says_no_is_asked_about_and_leads_to_a_new_table(
    coalition: Coalition, anna: Any, client_of: Any, listed: Any
) -> None:
    osp, today = listed("OSP Olszynki", "ngo", "signed"), timezone.localdate()
    listed("KGW Wola", "ngo", "invited")
    proposal(coalition, anna)
    answer = actions.take_answer(osp, invitation=None, how="phone", by=anna, on=today, said="no")
    step, address = step_of(coalition), reverse("coalitions:type_answer", args=[coalition.pk, osp.pk])
    assert (step["title"], step["url"], step["label"]) == (
        "Zapytajcie, czy ktoś ze składu nie przyjdzie tylko tym razem, czy na stałe",
        f"{address}#co-dalej",
        "Zobacz odpowiedź i ułóż skład",
    )
    page = client_of(anna).get(address).content.decode()
    assert page.count(f'action="{reverse("coalitions:decline", args=[coalition.pk, 1])}"') == 1
    actions.deal_with(answer, by=anna)
    assert step_of(coalition)["url"] != step["url"]


@pytest.mark.parametrize("is_known_to_the_newer", [True, False])
def test_a_seat_left_empty_at_the_accepted_table_counts_also_beside_a_newer_proposal(
    coalition: Coalition, anna: Any, client_of: Any, listed: Any, is_known_to_the_newer: bool
) -> None:
    osp = listed("OSP Olszynki", "ngo", "signed")
    listed("KGW Wola", "ngo", "invited")
    proposal(coalition, anna)
    Candidacy.objects.filter(pk=osp.pk).update(origin="proposal", origin_key="proposal:1")
    if is_known_to_the_newer:
        actions.move(osp, by=anna, to="left", on=timezone.localdate())
    newer = proposal(coalition, anna)
    newer.result["members"] = [key for key in newer.result["members"] if key != osp.subject]
    newer.save()
    if not is_known_to_the_newer:
        actions.move(osp, by=anna, to="left", on=timezone.localdate())
    address = reverse("coalitions:type_answer", args=[coalition.pk, osp.pk])
    decline = reverse("coalitions:decline", args=[coalition.pk, 1])
    offered = client_of(anna).get(address).content.decode().count(f'action="{decline}"')
    asked = step_of(coalition).get("url") == f"{address}#co-dalej"
    assert (asked, offered) == (not is_known_to_the_newer, int(not is_known_to_the_newer))


def test_a_members_no_that_was_dealt_with_hides_no_later_parting(
    coalition: Coalition, anna: Any, client_of: Any, listed: Any
) -> None:
    osp, today = listed("OSP Olszynki", "ngo", "signed"), timezone.localdate()
    listed("KGW Wola", "ngo", "invited")
    proposal(coalition, anna)
    address = reverse("coalitions:type_answer", args=[coalition.pk, osp.pk])
    answer = actions.take_answer(osp, invitation=None, how="phone", by=anna, on=today, said="no")
    actions.deal_with(answer, by=anna)
    client = client_of(anna)

    def asked() -> tuple[bool, int]:
        page = client.get(address).content.decode()
        return step_of(coalition)["title"] == "Ułóżcie skład na nowo", page.count('name="deals"')

    found = [asked()]
    actions.move(osp, by=anna, to="left", on=today)
    found.append(asked())
    client.post(address, {"deals": "1"})
    assert [*found, asked()] == [(False, 0), (True, 1), (False, 0)]


def test_with_nobody_to_invite_the_page_of_choosing_leads_on_as_the_board_does(
    coalition: Coalition, anna: Any, client_of: Any, listed: Any
) -> None:
    client, address = client_of(anna), reverse("coalitions:choose_invited", args=[coalition.pk])
    step = client.get(address).context["step"]
    assert (step["title"], step["action_url"]) == (step_of(coalition)["title"], step_of(coalition)["url"])
    assert f'href="{step["action_url"]}"' in client.get(address).content.decode()
    listed("OSP Olszynki", "ngo", "declined")
    page = client.get(address)
    assert ("osoby z listy odmówiły" in page.content.decode(), bool(page.context["step"]["action_url"])) == (True, True)


def test_a_proposal_is_put_on_the_list_by_the_button_of_every_page_that_offers_it(
    coalition: Coalition, anna: Any, client_of: Any, make_organisation: Any
) -> None:
    make_organisation("OSP Olszynki", group="ngo")
    make_organisation("KGW Wola", group="ngo")
    run = proposal(coalition, anna)
    put = reverse("coalitions:list_proposal", args=[coalition.pk, run.number])
    for name in ("choose_invited", "invitations"):
        page = client_of(anna).get(reverse(f"coalitions:{name}", args=[coalition.pk])).content.decode()
        assert f'<form method="post" action="{put}">' in page
