"""Pages of coalitions."""

import re
from typing import Any

from django.urls import reverse

from koalicja.coalitions import actions
from koalicja.coalitions.models import Coalition
from koalicja.people.models import Role
from koalicja.programmes.models import Participation


def test_the_page_names_the_coalition_under_its_label_with_the_library_at_the_table(
    anna: Any, client_of: Any, coalition: Any
) -> None:
    page = client_of(anna).get(coalition.get_absolute_url()).content.decode()
    wanted = ["<h1>Gminna Koalicja: Wspólny stół</h1>", "przy stole, nie musi prowadzić", 'href="/spis/020102/"']
    assert [line for line in wanted if line not in page] == []


def test_a_coordinator_gives_the_coalition_of_her_library_a_name(
    anna: Any, client_of: Any, edition: Any, make_organisation: Any
) -> None:
    library = make_organisation("Biblioteka")
    lead = Participation.objects.create(edition=edition, library=library, gmina_id="020102", part="lead")
    address = reverse("coalitions:create", args=[lead.pk])
    client = client_of(anna)
    assert client.post(address, {"name": "   "}).status_code == 200
    answer = client.post(address, {"name": "Ławeczka"})
    made = Coalition.objects.get()
    assert (made.name, answer.headers["Location"]) == ("Ławeczka", made.get_absolute_url())
    assert client.get(address).headers["Location"] == made.get_absolute_url()


def test_a_rename_that_met_another_one_shows_both_names(anna: Any, marek: Any, client_of: Any, coalition: Any) -> None:
    address = reverse("coalitions:rename", args=[coalition.pk])
    actions.rename_coalition(coalition=coalition, by=marek, seen="Wspólny stół", name="Ławka", since=0)
    form = {"name": "Most", "initial-name": "Wspólny stół", "since": "0"}
    client = client_of(anna)
    page = client.post(address, form).content.decode()
    assert "W międzyczasie jest już inna nazwa (Marek): Ławka." in page
    assert 'value="Most"' in page
    client.post(address, form | {"initial-name": "Ławka"})
    coalition.refresh_from_db()
    assert coalition.name == "Most"
    assert "Nowa nazwa: Most. Poprzednia: Ławka" in client_of(marek).get("/").content.decode()


def test_an_operator_appoints_an_animator_and_ends_the_role(olga: Any, client_of: Any, coalition: Any) -> None:
    client, address = client_of(olga), reverse("coalitions:animators", args=[coalition.pk])
    client.post(address, {"name": "Ewa Nowa", "email": "ewa@animacja.example"})
    role = Role.objects.get(scope=coalition.key)
    assert (role.user.name, role.kind) == ("Ewa Nowa", "animator")
    assert client_of(role.user).get(coalition.get_absolute_url()).status_code == 200
    client.post(reverse("coalitions:end_animator", args=[coalition.pk]), {"user": role.user_id})
    assert client_of(role.user).get(coalition.get_absolute_url()).status_code == 404


def test_a_role_of_somebody_who_has_none_here_cannot_be_ended(
    olga: Any, anna: Any, client_of: Any, coalition: Any
) -> None:
    answer = client_of(olga).post(reverse("coalitions:end_animator", args=[coalition.pk]), {"user": anna.pk})
    assert answer.status_code == 404
    assert Role.objects.filter(user=anna, ended_at=None).count() == 1


def test_partner_libraries_of_one_name_are_told_apart_by_their_place(
    anna: Any, client_of: Any, coalition: Any, make_organisation: Any
) -> None:
    for village in ("Kruszyn", "Olszynki", ""):
        Participation.objects.create(
            edition=coalition.edition,
            library=make_organisation("Filia biblioteczna", village=village),
            gmina_id="020102",
            part="partner",
            lead=coalition.participation,
        )
    page = client_of(anna).get(coalition.get_absolute_url()).content.decode()
    partners = re.findall(r"Filia biblioteczna, (\w+)<", page)
    assert partners == ["Kruszyn", "Olszynki", "Bolesławiec"]


def test_the_page_asks_as_many_questions_for_three_partners_as_for_one(
    anna: Any, client_of: Any, coalition: Any, make_organisation: Any, django_assert_num_queries: Any
) -> None:
    client = client_of(anna)
    for wanted in (1, 3):
        while coalition.participation.partners.count() < wanted:
            library = make_organisation(f"Filia {coalition.participation.partners.count()}")
            Participation.objects.create(
                edition=coalition.edition,
                library=library,
                gmina_id="020102",
                part="partner",
                lead=coalition.participation,
            )
        with django_assert_num_queries(26):
            client.get(coalition.get_absolute_url())
