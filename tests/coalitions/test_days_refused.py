"""Days that cannot be: answers until a day after the meeting; a text of an earlier day is told as an older version."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from koalicja.coalitions import actions
from koalicja.coalitions.forms.invitations import PlanForm
from koalicja.coalitions.models import InvitationPlan, Statement
from koalicja.people.models import User


@pytest.mark.parametrize(
    ("later", "errors"),
    [
        (-1, {}),
        (0, {}),
        (1, {"reply_by": ["Ten dzień jest po spotkaniu. Wybierz dzień spotkania albo wcześniejszy."]}),
    ],
)
def test_answers_are_awaited_until_the_day_of_the_meeting(coalition: Any, later: int, errors: object) -> None:
    meets_on = timezone.localdate() + timedelta(days=20)
    data = {"meets_on": meets_on.isoformat(), "reply_by": (meets_on + timedelta(days=later)).isoformat(), "since": "0"}
    form = PlanForm(data, plan=InvitationPlan(coalition=coalition))
    assert form.errors == errors


def test_a_text_of_an_earlier_day_is_told_as_an_older_version(client_of: Any, anna: User, coalition: Any) -> None:
    newest = actions.say_statement(
        coalition=coalition, by=anna, kind="goal", text="Więcej spotkań", on=date(2026, 3, 3), since=0
    )
    data = {"text": "Więcej rozmów", "on": "2026-02-02", "since": str(newest.pk)}
    answer = client_of(anna).post(reverse("coalitions:statement", args=[coalition.pk, "cel"]), data, follow=True)
    assert [str(each) for each in answer.context["messages"]] == [
        "Zapisano jako wcześniejszą wersję: Cel. Na stronie zostaje tekst z dnia 3.03.2026."
    ]
    assert list(Statement.objects.order_by("on").values_list("text", flat=True)) == ["Więcej rozmów", "Więcej spotkań"]
