"""An answer read back from its JSON file: its shape, before anything in it is believed."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from koalicja.coalitions.composing.answer import CLOSED, METHOD, UNLOCKED
from koalicja.coalitions.composing.refusals import InputRefused

__all__ = ["STATUSES", "read_answer_file"]

STATUSES = ("optimal", "feasible", "infeasible", "unknown")
MOST = 2**1000  # of a whole number that is also a float
Shape = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and (isinstance(value, float) or abs(value) < MOST)


def _is_number_or_null(value: Any) -> bool:
    return value is None or _is_number(value)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return type(value) is int and value >= 0


def _list_of(shape: Shape) -> Shape:
    return lambda value: isinstance(value, list) and all(map(shape, value))


def _object(**shapes: Shape) -> Shape:
    return lambda value: (
        isinstance(value, dict) and all(name in value and shape(value[name]) for name, shape in shapes.items())
    )


_SHAPES: Mapping[str, Shape] = {
    "method": lambda value: value == METHOD,
    "status": lambda value: value in STATUSES,
    "objective": _is_number_or_null,
    "bound": _is_number_or_null,
    "gap": _is_number_or_null,
    "known_facts": _is_whole,
    "members": _list_of(_object(id=_is_text, name=_is_text, reasons=_list_of(_object(code=_is_text, text=_is_text)))),
    "rules": _list_of(
        _object(
            name=_is_text,
            required=_is_number,
            actual=_is_number,
            met=_is_bool,
            known=_is_number_or_null,
            among=_is_number_or_null,
        )
    ),
    "alternatives": _list_of(_object(members=_list_of(_is_text), objective=_is_number, distance=_is_number)),
    "tradeoff": _list_of(
        _object(size=_is_whole, status=_is_text, objective=_is_number_or_null, bound=_is_number_or_null)
    ),
    "alternatives_complete": _is_bool,
    "never_proposed": _list_of(_is_text),
    "assumed": _list_of(_object(column=_is_text, value=_is_number_or_null, ids=_list_of(_is_text), text=_is_text)),
    "questions": _list_of(
        _object(
            id=_is_text,
            column=_is_text,
            change=_is_whole,
            value=_is_text,
            rules=_list_of(_is_text),
            end=_is_text,
            together=_is_whole,
            enough=_is_bool,
            text=_is_text,
        )
    ),
    "advice": _list_of(
        _object(
            code=_is_text,
            text=_is_text,
            rules=_list_of(_is_text),
            profile=lambda value: isinstance(value, dict),
            still_missing=_is_whole,
            **dict.fromkeys((*CLOSED, *UNLOCKED), _list_of(_is_text)),
        )
    ),
    "seed": _is_whole,
}


def read_answer_file(name: str, path: Path) -> dict[str, Any]:
    """The answer in the file at `path`, which was asked for as `name`. Raises InputRefused where it is none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputRefused("no_right", path=name) from error
    except (ValueError, RecursionError) as error:
        raise InputRefused("not_json", path=name) from error
    if not isinstance(found, dict):
        raise InputRefused("bad_answer", path=name, key="status")
    for key, shape in _SHAPES.items():
        if key not in found or not shape(found[key]):
            raise InputRefused("bad_answer", path=name, key=key)
    return found
