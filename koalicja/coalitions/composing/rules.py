"""Rules as TOML (docs/formats.md) → Rules. An absent key is no rule; an unknown key at any depth is refused."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from koalicja.coalitions.composing.canonical import AGE_BAND
from koalicja.coalitions.composing.refusals import InputRefused
from koalicja.engine.composition.problem import GROUPS, Bounds, Rules, Weights
from koalicja.engine.matching.sectors import SECTOR_GROUPS

__all__ = ["PRESETS", "parse_rules", "read_rules", "with_size"]

FOLDER = Path(__file__).resolve().parent / "presets"
PRESETS = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
WEIGHTS = tuple(weight.name for weight in fields(Weights))
KEYS = tuple(rule.name for rule in fields(Rules))
MOST = 1_000_000  # of anything that is counted
Value = TypeVar("Value")


def read_rules(name: str) -> Rules:
    """The rules of a shipped set (such as prb) or of a TOML file. Raises InputRefused."""
    path = FOLDER / f"{name}.toml" if name in PRESETS else Path(name)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefused("rules_not_utf8") from error
    except IsADirectoryError as error:
        raise InputRefused("is_folder", path=name) from error
    except PermissionError as error:
        raise InputRefused("no_right", path=name) from error
    except (OSError, ValueError) as error:
        raise InputRefused("no_rules", name=name, known=", ".join(PRESETS)) from error
    return parse_rules(text)


def parse_rules(text: str) -> Rules:
    """Rules from TOML text; shares are read exactly as they are written. Raises InputRefused."""
    try:
        found = tomllib.loads(text, parse_float=_exact)
    except (ValueError, RecursionError) as error:
        raise InputRefused("bad_toml", line=_line_of(error, text)) from error
    _check_keys("", found, KEYS)
    readers: dict[str, Callable[[Any], Any]] = {
        "size": _size,
        "max_interest_share": lambda value: _share("max_interest_share", value),
        "min_villages_share": lambda value: _share("min_villages_share", value),
        "min_age_bands": lambda value: _whole("min_age_bands", value),
        "allow_isolated": _bool,
        "groups": lambda value: _table("groups", value, _bounds, known=GROUPS),
        "age_bands": lambda value: _table("age_bands", value, _bounds, check=_check_age_band),
        "areas": lambda value: _table("areas", value, _whole, check=lambda key: _check_word("areas", key)),
        "offers": lambda value: _table("offers", value, _whole, check=lambda key: _check_word("offers", key)),
        "sectors": lambda value: _table("sectors", value, _bounds, check=_check_sector),
        "weights": lambda value: Weights(**_table("weights", value, _weight, known=WEIGHTS)),
    }
    return Rules(**{key: readers[key](value) for key, value in found.items()})


def with_size(rules: Rules, text: str) -> Rules:
    """The rules with the size of the command line ("12-20" or "15") instead of their own. Raises InputRefused."""
    parts = [part.strip() for part in text.replace("\N{EN DASH}", "-").split("-")]
    if not 1 <= len(parts) <= 2 or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        raise InputRefused("bad_size", value=text)
    least, most = int(parts[0]), int(parts[-1])
    if least > most:
        raise InputRefused("size_reversed", value=text, right=f"{most}-{least}")
    if not most:
        raise InputRefused("bad_size", value=text)
    return replace(rules, size=Bounds(least, most))


def _line_of(error: Exception, text: str) -> int:
    """The line that the TOML reader complains of: it names one, or the end of the document, or nothing at all."""
    named = re.search(r"at line ([0-9]+)", str(error))
    return int(named[1]) if named else 1 if isinstance(error, RecursionError) else max(1, len(text.splitlines()))


def _exact(text: str) -> Fraction | float:
    """0.49 as 49/100; not a number and infinity stay floats and are refused where they stand."""
    try:
        return Fraction(text) if len(text) < 40 else float(text)
    except ValueError:
        return float(text)


def _check_keys(path: str, found: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in found:
        if key not in known:
            raise InputRefused("unknown_rule", key=f"{path}{key}", known=", ".join(known))


def _size(value: Any) -> Bounds:
    is_pair = isinstance(value, list) and len(value) == 2 and all(map(_is_whole, value))
    if is_pair and value[0] > value[1]:
        raise InputRefused("rule_size_reversed", value=_shown(value), right=_shown(value[::-1]))
    if not is_pair or not value[1]:
        raise InputRefused("rule_not_size", value=_shown(value))
    return Bounds(value[0], value[1])


def _is_whole(value: Any) -> bool:
    return type(value) is int and 0 <= value <= MOST


def _whole(key: str, value: Any) -> int:
    if not _is_whole(value):
        raise InputRefused("rule_not_whole", key=key, most=MOST, value=_shown(value))
    return int(value)


def _share(key: str, value: Any) -> Fraction:
    if type(value) not in {int, Fraction} or not 0 <= value <= 1:
        raise InputRefused("rule_not_share", key=key, value=_shown(value))
    return Fraction(value)


def _weight(key: str, value: Any) -> float:
    if type(value) not in {int, Fraction} or not 0 <= value <= MOST:
        raise InputRefused("rule_not_weight", key=key, most=MOST, value=_shown(value))
    return float(value)


def _bool(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InputRefused("rule_not_bool", key="allow_isolated", value=_shown(value))
    return value


def _table(
    path: str,
    value: Any,
    read: Callable[[str, Any], Value],
    *,
    known: tuple[str, ...] = (),
    check: Callable[[str], None] | None = None,
) -> dict[str, Value]:
    """A table of the file with its values read; its keys are `known` ones, pass `check`, or are free words."""
    if not isinstance(value, dict):
        raise InputRefused("rule_not_table", key=path, value=_shown(value), example=f"[{path}]")
    if known:
        _check_keys(f"{path}.", value, known)
    for key in value:
        if check:
            check(key)
    return {key: read(f"{path}.{key}", item) for key, item in value.items()}


def _bounds(key: str, value: Any) -> Bounds:
    if not isinstance(value, dict):
        raise InputRefused("rule_not_table", key=key, value=_shown(value), example="{ min = 1 }")
    _check_keys(f"{key}.", value, ("min", "max"))
    bounds = {name: _whole(f"{key}.{name}", number) for name, number in value.items()}
    least, most = bounds.get("min"), bounds.get("max")
    if least is not None and most is not None and least > most:
        raise InputRefused("rule_min_over_max", key=key, min=least, max=most)
    return Bounds(least, most)


def _check_age_band(key: str) -> None:
    if not AGE_BAND.fullmatch(key):
        raise InputRefused("rule_bad_age_band", key=key)


def _check_word(path: str, key: str) -> None:
    """A word that no cell of the canonical table can hold could never be met."""
    if not key or key != key.strip() or "|" in key:
        raise InputRefused("rule_bad_word", key=f'{path}."{key}"')


def _check_sector(key: str) -> None:
    if key not in SECTOR_GROUPS:
        raise InputRefused("rule_bad_sector", key=key)


def _shown(value: Any) -> str:
    """The value nearly as the file writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return str(float(value))
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_shown(item)}' for key, item in value.items())} }}" if value else "{}"
    return str(value)
