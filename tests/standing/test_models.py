"""What the database itself refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from koalicja.standing.models import Fact, Kind
from tests.standing.conftest import DAY, TABLE

NOW = timezone.now()
pytestmark = pytest.mark.django_db


def row(**over: Any) -> Fact:
    return Fact.objects.create(**{"coalition": TABLE, "kind": Kind.MET, "on": DAY, "recorded_at": NOW} | over)


@pytest.mark.parametrize(
    ("over", "constraint"),
    [
        ({"kind": ""}, "fact_has_a_kind"),
        ({"on": date(1989, 12, 31)}, "fact_not_before_1990"),
        ({"precision": "hour"}, "fact_precision_known"),
        ({"source": "rumour"}, "fact_source_known"),
        ({"subject": "Zofia Przykładowa"}, "fact_subject_is_a_key"),
        ({"struck_at": NOW}, "fact_struck_with_a_reason"),
        ({"strike_reason": "Pomyłka"}, "fact_struck_with_a_reason"),
        ({"struck_at": NOW - timedelta(seconds=1), "strike_reason": "Pomyłka"}, "fact_struck_after_recorded"),
    ],
)
def test_a_row_that_cannot_be_is_refused(over: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row(**over)
    assert Fact.objects.count() == 0


def test_a_fact_is_struck_at_the_moment_it_was_recorded_or_later() -> None:
    for seconds in (0, 1):
        row(struck_at=NOW + timedelta(seconds=seconds), strike_reason="Pomyłka")
    assert Fact.objects.count() == 2


def test_a_fact_has_one_correction_with_a_root_and_never_corrects_itself() -> None:
    first = row()
    row(corrects=first, root=first)
    with pytest.raises(IntegrityError, match="corrects_id"), transaction.atomic():
        row(corrects=first, root=first)
    other = row()
    with pytest.raises(IntegrityError, match="fact_correction_has_a_root"), transaction.atomic():
        row(corrects=other)
    with pytest.raises(IntegrityError, match="fact_corrects_another_one"), transaction.atomic():
        Fact.objects.filter(pk=other.pk).update(corrects=other, root=other)
    assert Fact.objects.count() == 3


def test_a_request_key_stands_once_in_a_coalition_and_none_as_often_as_you_like() -> None:
    row(request_key="form 1")
    row(request_key="form 1", coalition=TABLE + 1)
    row()
    row()
    with pytest.raises(IntegrityError), transaction.atomic():
        row(request_key="form 1")
    assert Fact.objects.count() == 4


def test_a_fact_outlives_the_account_of_its_author(make_user: Any) -> None:
    ewa = make_user("Ewa")
    fact = row(author=ewa, struck_by=ewa, struck_at=NOW, strike_reason="Pomyłka")
    ewa.delete()
    fact.refresh_from_db()
    assert (fact.author, fact.struck_by, fact.is_struck) == (None, None, True)
