"""Which kinds of background work there are: each room registers its own in `koalicja.<room>.tasks`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

Work = Callable[..., Mapping[str, Any] | None]
Sentences = Mapping[str, str | Promise]


class UnknownKind(LookupError):
    """Nobody registered this kind of job."""


@dataclass(frozen=True)
class Kind:
    """A kind of job: what it does, and the words in which people read about it."""

    name: str
    work: Work
    title: str | Promise
    messages: Sentences = field(default_factory=dict)
    errors: Sentences = field(default_factory=dict)
    max_attempts: int = 3
    stopped: str | Promise = ""


@dataclass(frozen=True)
class Periodic:
    """Housekeeping every so often: idempotent, quick, without arguments."""

    name: str
    work: Callable[[], object]
    interval: timedelta


_kinds: dict[str, Kind] = {}
_periodic: dict[str, Periodic] = {}


def register(
    name: str,
    *,
    title: str | Promise,
    messages: Sentences | None = None,
    errors: Sentences | None = None,
    max_attempts: int = 3,
    stopped: str | Promise = "",
) -> Callable[[Work], Work]:
    """Register a function `(context, **arguments) -> result` as a kind of job.

    `messages` and `errors` turn codes into sentences with named placeholders (`%(done)s`, `%(total)s`, own params).
    `stopped` says what is left where the work was stopped, of work that is not all or nothing.
    """

    def decorate(work: Work) -> Work:
        _kinds[name] = Kind(name, work, title, messages or {}, errors or {}, max_attempts, stopped)
        return work

    return decorate


def every(name: str, *, minutes: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register housekeeping that some worker does about every so many minutes."""

    def decorate(work: Callable[[], object]) -> Callable[[], object]:
        _periodic[name] = Periodic(name, work, timedelta(minutes=minutes))
        return work

    return decorate


@cache
def discover() -> None:
    """Import every room's `tasks` module, once a process."""
    autodiscover_modules("tasks")


def kind_named(name: str) -> Kind:
    """The kind; `UnknownKind` where no room has it."""
    discover()
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def periodic_tasks() -> list[Periodic]:
    discover()
    return list(_periodic.values())
