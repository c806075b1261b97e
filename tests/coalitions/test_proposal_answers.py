"""Facts answered beside the question of a proposal: the register keeps them."""

from typing import Any

import pytest
from django.urls import reverse

from koalicja.backroom.models import Event
from koalicja.engine.composition.result import Question
from tests.coalitions.stored import composition, proposal


@pytest.mark.parametrize("column", ["group", "sector"])
def test_which_group_somebody_is_of_is_answered_beside_the_question(
    column: str, anna: Any, client_of: Any, coalition: Any, make_organisation: Any
) -> None:
    unknown = make_organisation("Zmyślony Krąg", group="", sector="")
    asks = (Question(unknown.key, column, 1),)
    run = proposal(coalition, anna, lambda problem: composition(problem, questions=asks))
    client, url = client_of(anna), reverse("coalitions:say_class", args=[coalition.pk, run.number])

    def said() -> str:
        (asked,) = client.get(run.get_absolute_url()).context["questions"]
        return str(asked["class"].said)

    assert said() == ""
    assert f'action="{url}"' in client.get(run.get_absolute_url()).content.decode()
    for value in ("", "no-such-group"):
        client.post(url, {"candidate": unknown.key, "seen": "", "value": value})
        unknown.refresh_from_db()
        assert (unknown.group, unknown.sector) == ("", "")
    assert client.post(url, {"candidate": "person:1", "seen": "", "value": "school"}).status_code == 404
    answer = client.post(url, {"candidate": unknown.key, "seen": "", "value": "school"})
    assert (answer.status_code, answer["Location"]) == (302, f"{run.get_absolute_url()}#questions")
    unknown.refresh_from_db()
    assert (unknown.group, unknown.sector, unknown.class_decided) == ("culture", "school", "human")
    event = Event.objects.filter(subject=unknown.key).latest("pk")
    assert (event.code, event.by, event.params["changes"]) == (
        "organisation.classified",
        anna,
        {"class": ["", "school"]},
    )
    assert said() == "szkoła"
    # Somebody who still sees it unknown does not undo what was chosen meanwhile.
    late = client.post(url, {"candidate": unknown.key, "seen": "", "value": "group:ngo"}, follow=True)
    assert [str(each) for each in late.context["messages"]] == [
        "W międzyczasie ktoś wybrał: szkoła. Nic nie zostało zmienione."
    ]
