"""An account keeps the name its owner wrote; whoever appoints under another name is told so."""

from typing import Any

import pytest
from django.urls import reverse

from koalicja.people.models import User
from koalicja.programmes import roles
from tests.people.file_builders import shown

pytestmark = pytest.mark.django_db
TOLD = "Adres karol@biblioteka.example ma już konto, pod nazwiskiem Karol."


def test_an_operator_appointed_under_another_name(olga: Any, karol: Any, edition: Any, client_of: Any) -> None:
    for typed, is_told in (("Karol Zmyślony", True), (" karol ", False)):
        form = {"name": typed, "email": "Karol@biblioteka.example"}
        page = shown(client_of(olga).post(reverse("programmes:operators", args=[edition.pk]), form, follow=True))
        assert (TOLD in page, "Wpisu „Karol Zmyślony” nie zapisano." in page) == (is_told, is_told)
    assert User.objects.get(pk=karol.pk).name == "Karol"


def test_a_coordinator_and_an_animator_appointed_under_another_name(
    olga: Any, karol: Any, coalition: Any, client_of: Any
) -> None:
    form = {"name": "Karol Zmyślony", "email": karol.email}
    for address in (
        reverse("programmes:participation", args=[coalition.participation_id]),
        reverse("coalitions:animators", args=[coalition.pk]),
    ):
        assert TOLD in shown(client_of(olga).post(address, form, follow=True))


def test_an_account_without_a_name_takes_the_one_that_is_typed(make_user: Any) -> None:
    nobody = make_user("")
    assert roles.account(nobody.email, "Ola Zmyślona").name == "Ola Zmyślona"
    assert User.objects.get(pk=nobody.pk).name == "Ola Zmyślona"
