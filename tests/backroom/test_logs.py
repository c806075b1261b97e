"""What a log says of a refused request."""

import io
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from koalicja.backroom.logs import OneLineRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The lines of requests as the console of a server has them."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.addFilter(OneLineRefused())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield text
    logger.removeHandler(handler)


def test_a_refusal_is_one_line_without_a_traceback(
    log: io.StringIO, olga: Any, gmina: Any, client_of: Callable[[Any], Client]
) -> None:
    assert client_of(olga).get(f"/spis/{gmina.pk}/dopisz/").status_code == 403
    assert log.getvalue().splitlines() == [f"Forbidden (Permission denied): /spis/{gmina.pk}/dopisz/"]
