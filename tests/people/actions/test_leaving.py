"""A person is taken out of the register and put back; what is known of her is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from koalicja.backroom.models import Event
from koalicja.people.actions import leaving, merges
from koalicja.people.actions.accepting import accept
from koalicja.people.actions.edits import Gone
from koalicja.people.models import Contact, Mandate, Person
from koalicja.people.queries import mandates
from tests.people.file_builders import csv_text, outcomes, previewed, shown

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]


def events() -> list[tuple[str, str]]:
    return list(Event.objects.order_by("pk").values_list("code", "subject"))


def test_a_removed_person_can_be_put_back(anna: Any, make_person: Make) -> None:
    zofia = make_person()
    assert (leaving.remove_person(zofia, by=anna), leaving.remove_person(zofia, by=anna)) == (True, False)
    zofia.refresh_from_db()
    assert (zofia.state, zofia.version) == ("dismissed", 2)
    assert (leaving.put_back_person(zofia, by=anna), leaving.put_back_person(zofia, by=anna)) == (True, False)
    zofia.refresh_from_db()
    assert (zofia.state, zofia.version) == ("listed", 3)
    assert events() == [("person.removed", zofia.key), ("person.put_back", zofia.key)]


def test_what_is_merged_away_is_not_put_back(anna: Any, make_person: Make) -> None:
    kept, gone = make_person(), make_person("Zofia Przykladowa")
    merges.merge(kept, gone, by=anna, choices={})
    with pytest.raises(Gone):
        leaving.put_back_person(gone, by=anna)


def test_whoever_is_taken_out_speaks_for_nobody_until_she_is_back(
    anna: Any, make_person: Make, make_organisation: Make, client_of: Callable[[Any], Client]
) -> None:
    osp, zofia = make_organisation(), make_person()
    Mandate.objects.create(organisation=osp, person=zofia, function="prezeska")
    page = client_of(anna)
    leaving.remove_person(zofia, by=anna)
    assert mandates.speakers([osp.gmina_id]) == {}
    assert zofia.name not in shown(page.get(osp.get_absolute_url())).split("Historia")[0]
    leaving.put_back_person(zofia, by=anna)
    assert mandates.speakers([osp.gmina_id]) == {osp.pk: (zofia.name, "prezeska")}


def test_a_file_that_names_a_removed_person_asks_whether_she_comes_back(anna: Any, gmina: Any) -> None:
    rows = csv_text([("Anna Zmyślona", "Olszynki", "")])
    accept(previewed(anna, gmina, rows), by=anna)
    leaving.remove_person(Person.objects.get(), by=anna)
    assert outcomes(previewed(anna, gmina, rows, name="drugi.csv")) == [(2, "doubtful", "was_removed")]


def test_the_buttons_of_the_page_take_out_and_put_back(
    anna: Any, make_person: Make, client_of: Callable[[Any], Client]
) -> None:
    zofia, page = make_person(), client_of(anna)
    Contact.objects.create(person=zofia, kind="phone", value="600 100 200")
    address = zofia.get_absolute_url()
    told = shown(page.post(f"{address}usun/", follow=True))
    assert "Usunięto ze spisu. Wszystko, co wiemy, zostało; na tej stronie możesz przywrócić wpis." in told
    assert f'action="{address}przywroc/"' in told
    assert "600 100 200" in told
    assert f'action="{address}usun/"' not in told
    assert zofia.name not in shown(page.get("/spis/020102/"))
    assert f'href="{address}"' in shown(page.get("/spis/020102/podpowiedzi/"))
    assert "Ta osoba jest w spisie." in shown(page.post(f"{address}przywroc/", follow=True))
    assert zofia.name in shown(page.get("/spis/020102/"))


def test_from_the_page_of_a_person_it_is_written_down_for_whom_she_speaks(
    anna: Any, make_person: Make, make_organisation: Make, client_of: Callable[[Any], Client]
) -> None:
    zofia, osp = make_person(), make_organisation("OSP Olszynki", village="Olszynki")
    page, address = client_of(anna), f"{zofia.get_absolute_url()}za-kogo/"
    assert f'href="{address}"' in shown(page.get(zofia.get_absolute_url()))
    assert '<option value="OSP Olszynki, Olszynki">' in shown(page.get(address))
    answer = page.post(address, {"organisation": "osp olszynki", "function": "prezeska"})
    assert answer.headers["Location"] == zofia.get_absolute_url()
    assert list(Mandate.objects.values_list("person", "organisation", "function")) == [(zofia.pk, osp.pk, "prezeska")]
    again = page.post(address, {"organisation": "OSP Olszynki, Olszynki"})
    assert again.context["form"].errors == {"organisation": ["Ta osoba jest już tutaj zapisana. Nic nie zapisano."]}


def test_an_organisation_that_is_not_one_of_the_register_is_refused(
    anna: Any, make_person: Make, make_organisation: Make, client_of: Callable[[Any], Client]
) -> None:
    zofia = make_person()
    make_organisation("KGW", village="Wola")
    make_organisation("KGW", village="Lipowo")
    address = f"{zofia.get_absolute_url()}za-kogo/"
    told = [
        client_of(anna).post(address, {"organisation": name}).context["form"].errors["organisation"]
        for name in ("Nie ma takiej", "kgw")
    ]
    assert told == [
        ["W spisie nie ma organizacji o tej nazwie. Wybierz inną albo najpierw ją dopisz."],
        ["Tę nazwę ma kilka organizacji. Wybierz jedną razem z miejscowością."],
    ]
    assert Mandate.objects.count() == 0
