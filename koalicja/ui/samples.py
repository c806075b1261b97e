"""What the showcase shows: invented people and organisations in every state a component can be in."""

from typing import Any


def page() -> dict[str, Any]:
    return {}
