"""Setting a fact of the history right, or striking it out, from the coalition's page."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from koalicja.coalitions import actions
from koalicja.coalitions.models import Candidacy, Coalition
from koalicja.standing import actions as ledger
from koalicja.standing.models import Fact

ON, LATER = date(2014, 1, 30), date(2014, 2, 20)


def url(name: str, fact: Fact) -> str:
    return reverse(f"desk:{name}", args=[fact.coalition, fact.pk])


def sent(client: Any, fact: Fact, **over: Any) -> dict[str, Any]:
    form = client.get(url("correct_fact", fact)).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() is not None}
    return {name: str(value) for name, value in values.items()} | over


@pytest.fixture
def osp(coalition: Coalition, anna: Any, make_organisation: Any) -> Candidacy:
    return actions.consider(coalition=coalition, by=anna, organisation=make_organisation(), on=ON)


def test_a_meeting_is_corrected_and_the_old_entry_stays(coalition: Coalition, anna: Any, client_of: Any) -> None:
    met = ledger.record(coalition.pk, by=anna, kind="met", on=ON, detail={"people": 14})
    client = client_of(anna)
    page = client.get(coalition.get_absolute_url()).content.decode()
    assert f'href="{url("correct_fact", met)}"' in page
    client.post(url("correct_fact", met), sent(client, met, people="15", reason="lista obecności"))
    new = Fact.objects.get(corrects=met)
    assert (new.detail, new.on, new.author) == ({"people": 15}, ON, anna)
    again = client.post(url("correct_fact", met), sent(client, met, people="16", reason="jeszcze raz"))
    assert "Twojej poprawki nie zapisano" in again.content.decode()
    assert Fact.objects.count() == 2


def test_the_step_that_wrote_a_fact_follows_its_correction(osp: Candidacy, anna: Any, client_of: Any) -> None:
    step = actions.move(osp, by=anna, to="declared", on=ON)
    fact, client = Fact.objects.get(kind="declared"), client_of(anna)
    client.post(url("correct_fact", fact), sent(client, fact, on=LATER.isoformat(), reason="pomyłka w dacie"))
    step.refresh_from_db()
    assert (step.on, step.fact) == (LATER, Fact.objects.get(corrects=fact).pk)
    client.post(url("strike_fact", Fact.objects.get(pk=step.fact)), {"reason": "nie było deklaracji"})
    step.refresh_from_db()
    osp.refresh_from_db()
    assert (step.undone_by, osp.state) == (anna, "listed")
    assert Fact.objects.in_force().filter(kind="declared").count() == 0


def test_striking_says_who_leaves_the_list_with_it_and_what_goes(osp: Candidacy, anna: Any, client_of: Any) -> None:
    address = url("strike_fact", Fact.objects.get(subject=osp.subject, kind="named"))
    step = actions.note_contact(osp, by=anna, kind="call", on=date(2014, 3, 3))
    told = "Nic innego nie trzyma tego wpisu na liście, więc z niej zejdzie."
    pages = [client_of(anna).get(address).content.decode()]
    actions.undo_step(step, by=anna, reason="pomyłka")
    pages.append(client_of(anna).get(address).content.decode())
    assert [told in page for page in pages] == [False, True]
    client_of(anna).post(address, {"reason": "wpis przez pomyłkę"})
    assert Candidacy.objects.filter(pk=osp.pk).count() == 0


def test_striking_asks_for_a_reason_without_contacts(osp: Candidacy, anna: Any, client_of: Any) -> None:
    fact = Fact.objects.get(kind="named")
    for reason in ("", "dzwonić 600 700 800"):
        assert client_of(anna).post(url("strike_fact", fact), {"reason": reason}).context["form"].errors
    fact.refresh_from_db()
    assert not fact.is_struck


@pytest.mark.parametrize("reason", ["To Kunegunda, nie jej siostra", "ze ZMYŚLONĄ nie było rozmowy"])
def test_a_reason_names_nobody_of_whom_the_entry_tells(
    coalition: Coalition, anna: Any, client_of: Any, make_person: Any, make_organisation: Any, *, reason: str
) -> None:
    kunegunda = make_person("Kunegunda Zmyślona")
    alone = actions.consider(coalition=coalition, by=anna, person=kunegunda)
    speaks = actions.consider(coalition=coalition, by=anna, organisation=make_organisation("KGW Wola"))
    actions.set_spokesperson(speaks, by=anna, seen=None, person=kunegunda, since=0)
    for candidacy in (alone, speaks):
        fact = Fact.objects.get(kind="named", subject=candidacy.subject)
        for name in ("correct_fact", "strike_fact"):
            form = client_of(anna).post(url(name, fact), {"reason": reason}).context["form"]
            assert form.errors["reason"] == [
                "Jest tu imię albo nazwisko. Napisz to bez niego: powód zostaje w historii także po usunięciu danych"
                " tej osoby."
            ]
    assert Fact.objects.exclude(struck_at=None).count() == 0


def test_the_reason_of_a_meeting_names_nobody_who_came(
    coalition: Coalition, anna: Any, client_of: Any, make_person: Any
) -> None:
    zofia = actions.consider(coalition=coalition, by=anna, person=make_person("Zofia Przykładowa"))
    met = actions.write_meeting(coalition, by=anna, meeting=actions.Held(on=ON, came=[zofia.pk]), key="a")
    named = client_of(anna).post(url("strike_fact", met), {"reason": "Zofii nie było"}).context["form"]
    assert list(named.errors) == ["reason"]
    assert client_of(anna).post(url("strike_fact", met), {"reason": "zły dzień"}).status_code == 302


def test_facts_of_another_coalition_are_not_found_here(
    coalition: Coalition, anna: Any, client_of: Any, make_coalition: Any
) -> None:
    other = ledger.record(coalition.pk + 1, by=anna, kind="met", on=ON)
    for name in ("correct_fact", "strike_fact"):
        address = reverse(f"desk:{name}", args=[coalition.pk, other.pk])
        assert client_of(anna).get(address).status_code == 404


def test_whoever_only_looks_is_offered_no_correction(
    coalition: Coalition, anna: Any, olga: Any, client_of: Any
) -> None:
    met = ledger.record(coalition.pk, by=anna, kind="met", on=ON)
    assert url("correct_fact", met) not in client_of(olga).get(coalition.get_absolute_url()).content.decode()
