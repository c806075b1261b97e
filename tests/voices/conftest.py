"""A question of Anna's coalition, open for two weeks."""

from typing import Any

import pytest

from koalicja.voices.models import Question
from tests.voices.asked import question_in


@pytest.fixture
def question(coalition: Any, anna: Any) -> Question:
    return question_in(coalition, anna)
