"""A naming session: names as they fall, matched with the register, undone, told about; what a proposal takes of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koalicja.backroom.models import Event
from koalicja.coalitions import actions
from koalicja.coalitions.actions import naming
from koalicja.coalitions.actions.naming import Meant
from koalicja.coalitions.models import Candidacy, NamedLine, NamingNote, NamingSession
from koalicja.coalitions.naming_lines import apart
from koalicja.coalitions.naming_questions import AGES, GROUPS, questions_of, residents_band, stage_of
from koalicja.coalitions.queries.naming import naming_page, next_untold, own_note
from koalicja.coalitions.queries.naming_matches import Box, boxes_of
from koalicja.people.actions.edits import EditConflict, Gone, last_event
from koalicja.people.models import Contact, ContactEntry, Mandate, Organisation, Person, User
from koalicja.people.remarks import Apart
from koalicja.standing.models import Fact
from koalicja.standing.refusals import FactRefused

DAY = date(2026, 3, 3)
NGO, OFFICE, SENIORS = Box("ngo"), Box("office"), Box("resident", "60+")


@pytest.fixture
def talk(coalition: Any, anna: User) -> NamingSession:
    return naming.begin_session(coalition=coalition, by=anna, on=DAY)


@pytest.fixture
def screen(coalition: Any) -> str:
    return reverse("coalitions:naming", args=[coalition.pk])


def named(talk: NamingSession, by: User, text: str, box: Box = NGO) -> naming.Named:
    return naming.name_lines(session=talk, by=by, box=box, text=text)


def on_list() -> list[tuple[str, str, str]]:
    rows = Candidacy.objects.select_related("organisation", "person").order_by("pk")
    return [(str(each.owner), each.group, each.origin) for each in rows]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("KGW Lipowo", Apart("KGW Lipowo")),
        ("Anna Nowak, KGW Lipowo", Apart("KGW Lipowo", "Anna Nowak")),
        ("KGW Lipowo – Anna Nowak", Apart("KGW Lipowo", "Anna Nowak")),
        ("Anna Nowak (KGW Lipowo)", Apart("KGW Lipowo", "Anna Nowak")),
        ("Anna Nowak KGW Lipowo", Apart("KGW Lipowo", "Anna Nowak")),
        ("Jan Nowak - prezes OSP Wola", Apart("OSP Wola", "Jan Nowak", "prezes")),
        ("Sołtys Lipowa Jan Nowak", Apart("Sołtys Lipowa", "Jan Nowak")),
        ("Anna Nowak, Lipowo", Apart("", "Anna Nowak", village="Lipowo")),
        ("Anna Nowak, dyrektorka", Apart("", "Anna Nowak", "dyrektorka")),
        ("Bożena", Apart("", "Bożena")),
        ("Jan Kowalski – piekarz", Apart("Jan Kowalski – piekarz")),
    ],
)
def test_a_line_names_an_organisation_a_person_or_both(line: str, said: Apart) -> None:
    assert apart(line, for_residents=False) == said


def test_a_name_that_says_nothing_of_itself_is_a_person_only_among_residents() -> None:
    assert apart("Franek od Kowalskich", for_residents=True) == Apart(person="Franek od Kowalskich")
    assert apart("Franek od Kowalskich", for_residents=False) == Apart("Franek od Kowalskich")
    assert apart("Klub Seniora Jutrzenka", for_residents=True) == Apart("Klub Seniora Jutrzenka")


def test_every_box_has_two_questions_of_its_own() -> None:
    bands = ["0-12", "13-19", "20-34", "35-59", "60+"]
    assert [stage_of(band) for band in bands] == ["children", "young", "starting", "adults", "seniors"]
    asked = [questions_of(box.group, box.band) for box in boxes_of(bands)]
    assert len({str(question) for pair in asked for question in pair}) == 2 * len(asked) == 18
    assert [len(pair) for pair in (*GROUPS.values(), *AGES.values())] == [2] * 10
    assert [residents_band(each, bands) for each in ("seniors", "youth", "informal_group")] == ["60+", "13-19", "0-12"]


def test_names_are_saved_as_they_fall(anna: User, talk: NamingSession, make_organisation: Any) -> None:
    """A known one, a new one, a person who speaks for a new one, and a bullet list as it was pasted."""
    make_organisation("OSP Olszynki", group="ngo", sector="fire_brigade")
    done = named(talk, anna, "- osp olszynki\n- Anna Nowak, KGW Lipowo; Lipowo; 600 100 200\n- Kapela Lipowiacy")
    assert (len(done.listed), done.waiting, done.already) == (3, (), ())
    assert on_list() == [
        ("OSP Olszynki", "ngo", "session"),
        ("KGW Lipowo", "ngo", "session"),
        ("Kapela Lipowiacy", "ngo", "session"),
    ]
    mandate = Mandate.objects.get()
    assert (str(mandate.person), str(mandate.organisation), mandate.organisation.village) == (
        "Anna Nowak",
        "KGW Lipowo",
        "Lipowo",
    )
    assert Candidacy.objects.get(organisation=mandate.organisation).person == mandate.person
    assert list(Contact.objects.values_list("value", "person__name", "organisation")) == [
        ("600 100 200", "Anna Nowak", None)
    ]
    facts = list(Fact.objects.order_by("pk").values_list("kind", "subject", "on"))
    assert facts == [("named", each.subject, DAY) for each in Candidacy.objects.order_by("pk")]
    assert [line.text for line in NamedLine.objects.all()] == ["", "", ""]


def test_residents_come_with_the_age_of_their_box(anna: User, talk: NamingSession) -> None:
    named(talk, anna, "Zofia Przykładowa\nBożena", SENIORS)
    assert list(Person.objects.order_by("pk").values_list("name", "age_band")) == [
        ("Zofia Przykładowa", "60+"),
        ("Bożena", "60+"),
    ]
    assert [each[1] for each in on_list()] == ["resident", "resident"]


def test_of_births_and_ages_beside_a_name_nothing_is_kept(anna: User, talk: NamingSession) -> None:
    text = "Jan Testowy, ur. 1951\nEwa Testowa (1952)\nAnna Zmyślona, 65 lat"
    named(talk, anna, text, SENIORS)
    named(talk, anna, "Ola Testowa ur. 1953")
    assert sorted(Person.objects.values_list("name", "age_band", "note")) == [
        ("Anna Zmyślona", "60+", ""),
        ("Ewa Testowa", "60+", ""),
        ("Jan Testowy", "60+", ""),
    ]
    assert list(NamedLine.objects.filter(candidacy=None).values_list("text", flat=True)) == ["Ola Testowa"]


def test_what_a_name_says_of_itself_counts_more_than_the_box(anna: User, talk: NamingSession) -> None:
    named(talk, anna, "OSP Lipowo\nEkipa od dożynek", OFFICE)
    assert list(Organisation.objects.exclude(sector="library").order_by("pk").values_list("group", "sector")) == [
        ("ngo", "fire_brigade"),
        ("office", ""),
    ]


def test_the_same_name_twice_is_once_on_the_list(anna: User, marek: User, talk: NamingSession) -> None:
    named(talk, anna, "KGW Wola\nK.G.W. Wola")
    again = named(talk, marek, "KGW Wola")
    assert (len(again.listed), len(again.already)) == (0, 1)
    assert on_list() == [("KGW Wola", "ngo", "session")]
    assert Organisation.objects.filter(group="ngo").count() == 1


def test_the_lead_library_is_at_the_table_anyway(anna: User, coalition: Any, talk: NamingSession) -> None:
    done = named(talk, anna, str(coalition.participation.library), Box("culture"))
    assert (done.library, done.listed, on_list()) == (True, (), [])


def test_a_doubtful_name_waits_and_is_not_lost(anna: User, talk: NamingSession, make_organisation: Any) -> None:
    known = make_organisation("Klub Sportowy Orzeł Olszynki", group="ngo", sector="sports_club")
    done = named(talk, anna, "Orzeł Olszynki")
    line = done.waiting[0]
    assert (line.text, line.candidacy, on_list()) == ("Orzeł Olszynki", None, [])
    assert named(talk, anna, "Orzeł Olszynki").waiting == (line,)
    with pytest.raises(Gone):
        naming.decide_line(line, by=anna, meant=Meant("same", known.pk + 999))
    naming.decide_line(line, by=anna, meant=Meant("same", known.pk))
    assert on_list() == [("Klub Sportowy Orzeł Olszynki", "ngo", "session")]
    assert Organisation.objects.filter(group="ngo").count() == 1


def test_another_one_of_a_like_name_is_added(anna: User, talk: NamingSession, make_organisation: Any) -> None:
    make_organisation("Klub Sportowy Orzeł Olszynki", group="ngo", sector="sports_club")
    line = named(talk, anna, "Orzeł Olszynki").waiting[0]
    naming.decide_line(line, by=anna, meant=Meant("new"))
    assert on_list() == [("Orzeł Olszynki", "ngo", "session")]


def test_a_person_among_organisations_is_asked_about(anna: User, talk: NamingSession) -> None:
    one, two, three = named(talk, anna, "Jan Zmyślony\nEwa Zmyślona\nAdam Zmyślony", Box("business")).waiting
    naming.decide_line(one, by=anna, meant=Meant("resident"))
    naming.decide_line(two, by=anna, meant=Meant("speaks", organisation="Piekarnia Pod Lipą"))
    naming.decide_line(three, by=anna, meant=Meant("new"))
    assert on_list() == [
        ("Jan Zmyślony", "resident", "session"),
        ("Piekarnia Pod Lipą", "business", "session"),
        ("Adam Zmyślony", "business", "session"),
    ]
    assert str(Mandate.objects.get().person) == "Ewa Zmyślona"
    line = named(talk, anna, "Ola Zmyślona", Box("business")).waiting[0]
    with pytest.raises(naming.NotNamed):
        naming.decide_line(line, by=anna, meant=Meant("speaks"))


def test_of_two_namesakes_it_is_asked_who_is_meant(anna: User, talk: NamingSession, make_person: Any) -> None:
    first, second = make_person("Zofia Przykładowa", village="Wola"), make_person("Zofia Przykładowa", village="Lipowo")
    (line,) = named(talk, anna, "Zofia Przykładowa", SENIORS).waiting
    naming.decide_line(line, by=anna, meant=Meant("same", second.pk))
    assert [each.person for each in Candidacy.objects.all()] == [second]
    (known,) = named(talk, anna, "Zofia Przykładowa; Wola", SENIORS).listed
    assert known.candidacy
    assert known.candidacy.person == first


def test_a_name_taken_back_leaves_nothing_behind(anna: User, talk: NamingSession) -> None:
    (line,) = named(talk, anna, "Anna Nowak, KGW Lipowo").listed
    naming.take_back_line(line, by=anna)
    assert (on_list(), NamedLine.objects.count(), Person.objects.count(), Mandate.objects.count()) == ([], 0, 0, 0)
    assert Organisation.objects.get(name="KGW Lipowo").state == Organisation.State.DISMISSED
    assert Fact.objects.filter(struck_at=None).count() == 0


def test_taking_back_keeps_what_was_in_the_register_before(
    anna: User, talk: NamingSession, make_organisation: Any, make_person: Any
) -> None:
    osp, jan = make_organisation("OSP Olszynki", group="ngo", sector="fire_brigade"), make_person("Jan Zmyślony")
    (line,) = named(talk, anna, "Jan Zmyślony, OSP Olszynki").listed
    naming.take_back_line(line, by=anna)
    osp.refresh_from_db()
    assert (osp.state, Person.objects.get(), on_list()) == (Organisation.State.LISTED, jan, [])
    assert Mandate.objects.get().until == timezone.localdate()


def test_a_name_with_which_somebody_works_is_not_taken_back(anna: User, talk: NamingSession) -> None:
    (line,) = named(talk, anna, "KGW Lipowo").listed
    assert line.candidacy
    actions.note_contact(line.candidacy, by=anna, kind="call", on=DAY)
    with pytest.raises(actions.StepOutdated):
        naming.take_back_line(line, by=anna)
    assert (len(on_list()), NamedLine.objects.count()) == (1, 1)


def test_what_two_people_named_stays_when_one_takes_it_back(anna: User, marek: User, talk: NamingSession) -> None:
    (first,) = named(talk, anna, "KGW Lipowo").listed
    (second,) = named(talk, marek, "KGW Lipowo").already
    naming.take_back_line(first, by=anna)
    second.refresh_from_db()
    assert (len(on_list()), second.is_first) == (1, True)
    naming.take_back_line(second, by=marek)
    assert on_list() == []


def test_what_was_agreed_stands_in_the_history_and_is_corrected(anna: User, talk: NamingSession) -> None:
    seen = {"on": DAY, "place": "", "notes": "", "agreed": ""}
    new = seen | {"place": "Czytelnia", "agreed": "Dzwonimy do KGW do piątku."}
    naming.save_session(talk, by=anna, seen=seen, new=new, since=0)
    naming.save_session(talk, by=anna, seen=new, new=new | {"agreed": "Dzwonimy do środy."}, since=last_event(talk.key))
    facts = list(Fact.objects.order_by("pk").values_list("kind", "on", "subject", "detail__agreed"))
    assert facts == [
        ("naming_held", DAY, talk.key, "Dzwonimy do KGW do piątku."),
        ("naming_held", DAY, talk.key, "Dzwonimy do środy."),
    ]
    assert Fact.objects.filter(struck_at=None).count() == 1


def test_an_agreement_with_a_telephone_or_of_tomorrow_changes_nothing(anna: User, talk: NamingSession) -> None:
    seen = {"on": DAY, "place": "", "notes": "", "agreed": ""}
    tomorrow = timezone.localdate() + timedelta(days=2)
    for new in ({"agreed": "Dzwonimy: 600 100 200"}, {"agreed": "Spotkanie", "on": tomorrow}):
        with pytest.raises(FactRefused):
            naming.save_session(talk, by=anna, seen=seen, new=seen | new, since=0)
    talk.refresh_from_db()
    assert (talk.agreed, talk.on, Fact.objects.count()) == ("", DAY, 0)


def test_two_talks_have_two_dates(anna: User, coalition: Any, talk: NamingSession) -> None:
    other = naming.begin_session(coalition=coalition, by=anna, on=DAY + timedelta(days=1))
    assert naming.begin_session(coalition=coalition, by=anna, on=DAY) == talk
    with pytest.raises(naming.SessionTwice):
        naming.save_session(other, by=anna, seen={"on": other.on}, new={"on": DAY}, since=0)


def test_own_notes_are_read_by_their_author_alone(
    anna: User, marek: User, talk: NamingSession, coalition: Any, client_of: Any
) -> None:
    address = reverse("coalitions:naming_session", args=[coalition.pk, talk.pk])
    sent = {"on": "2026-03-03", "initial-on": "2026-03-03", "own": "Zapytać o remizę", "initial-own": ""}
    assert client_of(marek).post(address, sent).status_code == 302
    assert NamingNote.objects.get().author == marek
    assert (own_note(talk, marek), own_note(talk, anna)) == ("Zapytać o remizę", "")
    pages = [
        client_of(anna).get(url).content.decode() for url in (address, reverse("desk:coalition", args=[coalition.pk]))
    ]
    assert [page.count("Zapytać o remizę") for page in pages] == [0, 0]
    assert "Zapytać o remizę" in client_of(marek).get(address).content.decode()
    assert [event for event in Event.objects.all() if "remiz" in str(event.params)] == []


def test_own_notes_of_two_windows_are_not_overwritten(marek: User, talk: NamingSession) -> None:
    naming.save_own_note(talk, by=marek, seen="", text="jedno")
    with pytest.raises(EditConflict):
        naming.save_own_note(talk, by=marek, seen="", text="drugie")
    assert own_note(talk, marek) == "jedno"


# The screen


def test_the_screen_takes_names_without_javascript(client_of: Any, anna: User, screen: str) -> None:
    client: Client = client_of(anna)
    answer = client.post(screen, {"box": "ngo", "text": "KGW Lipowo\nKGW Wola"}, follow=True)
    assert answer.redirect_chain == [(f"{screen}#pole-3", 302)]
    assert [each[0] for each in on_list()] == ["KGW Lipowo", "KGW Wola"]
    assert "Zapisano o" in answer.content.decode()
    assert NamingSession.objects.get().on == timezone.localdate()


def test_the_screen_answers_with_pieces_to_htmx(client_of: Any, anna: User, screen: str, talk: NamingSession) -> None:
    sent = {"box": "office", "text": "OSP Lipowo", "session": talk.pk}
    page = client_of(anna).post(screen, sent, headers={"HX-Request": "true"}).content.decode()
    assert page.count("<h1") == 0
    assert 'id="inside-3" hx-swap-oob' in page  # it stands in its own group's box
    assert page.count('id="said-1"') == 1


MANY = "\n".join(f"Kapela {number}00" for number in range(1, 202))


@pytest.mark.parametrize(("text", "status"), [("", 200), ("   ", 422), ("???", 422), ("x" * 500, 422), (MANY, 422)])
def test_what_is_refused_gets_a_sentence_and_stays_in_its_box(
    client_of: Any, anna: User, screen: str, text: str, status: int
) -> None:
    answer = client_of(anna).post(screen, {"box": "ngo", "text": text}, follow=True)
    assert (answer.status_code, on_list(), NamedLine.objects.count()) == (status, [], 0)
    assert len(list(answer.context["messages"])) == 1
    assert status == 200 or f">{text}</textarea>" in answer.content.decode()


def test_a_box_that_is_not_there_changes_nothing(client_of: Any, anna: User, screen: str) -> None:
    answer = client_of(anna).post(screen, {"box": "kings", "text": "KGW Lipowo"}, headers={"HX-Request": "true"})
    assert (answer.status_code, on_list()) == (422, [])


def test_while_typing_the_register_says_whom_it_knows(
    client_of: Any, anna: User, coalition: Any, make_organisation: Any
) -> None:
    make_organisation("OSP Olszynki", group="ngo", sector="fire_brigade", village="Olszynki")
    address = reverse("coalitions:naming_known", args=[coalition.pk])
    page = client_of(anna).post(address, {"box": "ngo", "text": "OSP Olszynki\nKapela Lipowiacy"}).content.decode()
    assert page.count("<li>") == 2
    assert "OSP Olszynki, Olszynki" in page
    assert on_list() == []


def test_answers_and_undo_without_javascript(
    client_of: Any, anna: User, coalition: Any, talk: NamingSession, make_organisation: Any
) -> None:
    line = named(talk, anna, "Jan Zmyślony", Box("business")).waiting[0]
    client: Client = client_of(anna)
    address = reverse("coalitions:decide_line", args=[coalition.pk, line.pk])
    client.post(address, {})
    client.post(address, {"meant": "speaks"})
    client.post(address, {"meant": "same/nobody"})
    assert on_list() == []
    client.post(address, {"meant": "speaks", "organisation": "Piekarnia Pod Lipą"})
    assert on_list() == [("Piekarnia Pod Lipą", "business", "session")]
    client.post(reverse("coalitions:take_back_line", args=[coalition.pk, line.pk]))
    assert on_list() == []


def test_suggestions_name_organisations_with_reasons_and_nothing_else(
    anna: User, coalition: Any, talk: NamingSession, make_organisation: Any, make_person: Any
) -> None:
    bakery = make_organisation("Piekarnia", group="business", sector="firm", village="Zarzecze")
    asked = make_organisation("Sklep", group="business", sector="firm", village="Zarzecze")
    ContactEntry.objects.create(organisation=asked, kind="call", on=DAY)
    Contact.objects.create(organisation=bakery, kind="phone", value="600 100 200")
    make_person("Zofia Przykładowa")
    box = naming_page(coalition).box("business")
    assert box is not None
    offered = [(each.name, each.sector, each.village, each.reasons) for each in box.offered.own]
    assert offered == [
        ("Piekarnia", "firm", "Zarzecze", ("not_asked",)),
        ("Sklep", "firm", "Zarzecze", ()),
    ]
    naming.take_suggestion(session=talk, by=anna, organisation=bakery, box=Box("business"))
    box = naming_page(coalition).box("business")
    assert box is not None
    assert [(each.name, each.reasons) for each in box.offered.own] == [("Sklep", ())]
    make_organisation("KGW Lipowo", group="ngo", sector="rural_housewives", village="Lipowo")
    ngo = naming_page(coalition).box("ngo")
    assert ngo is not None
    assert [each.reasons for each in ngo.offered.own] == [("no_kind", "no_village", "not_asked", "only_kind")]


def test_neighbours_are_suggested_where_our_register_has_nobody_of_the_kind(
    client_of: Any, anna: User, coalition: Any, make_gmina: Any, make_organisation: Any
) -> None:
    here, there, far = coalition.gmina, make_gmina("020103"), make_gmina("300910")
    for gmina, place in ((here, (51.2, 15.5)), (there, (51.3, 15.6)), (far, (52.2, 18.5))):
        gmina.latitude, gmina.longitude = place
        gmina.save()
    near = make_organisation("Bank Spółdzielczy", "020103", group="business", sector="cooperative_bank")
    make_organisation("Bank daleki", "300910", group="business", sector="cooperative_bank")
    make_organisation("Urząd Gminy", "020103", group="office", sector="office")
    coalition.gmina.refresh_from_db()
    shown = naming_page(type(coalition).objects.get(pk=coalition.pk))
    assert [(each.name, each.near, each.reasons) for box in shown.boxes for each in box.offered.near] == [
        ("Bank Spółdzielczy", "Gromadka", ("not_in_ours",))
    ]
    address = reverse("coalitions:take_suggestion", args=[coalition.pk])
    client_of(anna).post(address, {"organisation": near.pk, "box": "business"})
    far_one = Organisation.objects.get(name="Bank daleki")
    client_of(anna).post(address, {"organisation": far_one.pk, "box": "business"})
    assert on_list() == [("Bank Spółdzielczy", "business", "session")]


def test_what_matters_about_a_name_is_told_on_its_page(
    client_of: Any, anna: User, coalition: Any, talk: NamingSession
) -> None:
    first, second = named(talk, anna, "KGW Lipowo\nOSP Wola").listed
    client: Client = client_of(anna)
    address = reverse("coalitions:naming_about", args=[coalition.pk, first.candidacy_id])
    sent = {
        "size": "large",
        "initial-size": "unknown",
        "brings": "sala, ciasta",
        "initial-brings": "",
        "knows": [str(second.candidacy_id)],
        "known": "",
        "should_ask": "sołtyska",
        "initial-should_ask": "",
        "next": "1",
    }
    answer = client.post(address, sent)
    assert answer["Location"] == reverse("coalitions:naming_about", args=[coalition.pk, second.candidacy_id])
    told = Candidacy.objects.get(pk=first.candidacy_id)
    assert (told.size, told.brings, told.should_ask, [each.pk for each in told.knows.all()]) == (
        "large",
        "sala, ciasta",
        "sołtyska",
        [second.candidacy_id],
    )
    assert next_untold(coalition, told.pk) == second.candidacy


def test_a_size_that_nobody_chose_is_not_written(
    client_of: Any, anna: User, coalition: Any, talk: NamingSession
) -> None:
    (line,) = named(talk, anna, "KGW Lipowo").listed
    address = reverse("coalitions:naming_about", args=[coalition.pk, line.candidacy_id])
    client_of(anna).post(
        address, {"size": "unknown", "initial-size": "unknown", "brings": "sala", "initial-brings": ""}
    )
    told = Candidacy.objects.get()
    assert (told.size, told.brings) == ("", "sala")


def test_residents_have_no_size_on_their_page(client_of: Any, anna: User, coalition: Any, talk: NamingSession) -> None:
    (line,) = named(talk, anna, "Zofia Przykładowa", SENIORS).listed
    page = client_of(anna).get(reverse("coalitions:naming_about", args=[coalition.pk, line.candidacy_id]))
    assert sorted(page.context["form"].fields) == ["brings", "known", "should_ask", "since"]


def test_of_two_who_write_at_once_the_second_is_asked_and_keeps_what_was_ticked(
    client_of: Any, anna: User, coalition: Any, talk: NamingSession
) -> None:
    first, second = named(talk, anna, "KGW Lipowo\nOSP Wola").listed
    address = reverse("coalitions:naming_about", args=[coalition.pk, first.candidacy_id])
    Candidacy.objects.filter(pk=first.candidacy_id).update(brings="stoły")
    sent = {"brings": "sala", "initial-brings": "", "knows": [str(second.candidacy_id)], "size": "unknown"}
    form = client_of(anna).post(address, sent).context["form"]
    assert sorted(form.errors) == ["brings"]
    assert form["knows"].value() == [str(second.candidacy_id)]
    assert Candidacy.objects.get(pk=first.candidacy_id).brings == "stoły"


@pytest.mark.parametrize("count", [3, 30])
def test_the_screen_asks_the_same_number_of_queries(
    count: int, request: pytest.FixtureRequest, anna: User, talk: NamingSession, screen: str
) -> None:
    make_organisation, client = request.getfixturevalue("make_organisation"), request.getfixturevalue("client_of")(anna)
    for number in range(count):
        make_organisation(f"Klub {number}", group="ngo", sector="sports_club", village=f"Wieś {number}")
    named(talk, anna, "\n".join(f"Stowarzyszenie numer {number}" for number in range(100, 100 + count)))
    named(talk, anna, "\n".join(f"Jan Zmyślony{'a' * number}" for number in range(count)), Box("business"))
    client.get(screen)
    with request.getfixturevalue("django_assert_num_queries")(19):
        assert client.get(screen).status_code == 200


def test_a_name_nobody_answers_about_is_erased_on_the_editions_schedule_and_told_without_it(
    coalition: Any, anna: User, talk: NamingSession, client_of: Any, screen: str
) -> None:
    coalition.edition.erase_declined_after_days = 14
    coalition.edition.save()
    named(talk, anna, "Jan Zmyślony\nKoło Zmyślone", Box("business"))
    line, today = NamedLine.objects.get(candidacy=None), timezone.localdate()
    shown = (today + timedelta(days=14)).strftime("%-d.%m.%Y")
    page = " ".join(client_of(anna).get(screen).content.decode().split())
    assert f"Bez odpowiedzi ta nazwa zniknie: {shown}" in page
    assert [actions.erase_unanswered(today + timedelta(days=days)) for days in (13, 14, 15)] == [0, 1, 0]
    assert (NamedLine.objects.filter(pk=line.pk).exists(), NamedLine.objects.count()) == (False, 1)
    [told] = Event.objects.filter(code="naming.erased")
    assert (told.by, told.subject, told.params) == (None, coalition.key, {"name": coalition.name, "number": 1})
    with pytest.raises(Gone):
        naming.decide_line(line, by=anna, meant=Meant("resident"))


def test_where_the_schedule_is_the_same_day_a_talk_still_has_its_day(
    coalition: Any, anna: User, talk: NamingSession
) -> None:
    coalition.edition.erase_declined_after_days = 0
    coalition.edition.save()
    named(talk, anna, "Jan Zmyślony", Box("business"))
    today = timezone.localdate()
    assert [actions.erase_unanswered(today + timedelta(days=days)) for days in (0, 1)] == [0, 1]


def test_the_worker_erases_unanswered_names_among_its_periodic_work(anna: User, talk: NamingSession) -> None:
    from koalicja.backroom.registry import periodic_tasks

    named(talk, anna, "Jan Zmyślony", Box("business"))
    NamedLine.objects.update(created_at=timezone.now() - timedelta(days=31))
    [periodic] = [each for each in periodic_tasks() if each.name == "coalitions.erase_unanswered"]
    periodic.work()
    assert NamedLine.objects.count() == 0
