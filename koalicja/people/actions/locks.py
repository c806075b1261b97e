"""Whoever adds to a register, or teaches it, waits for whoever does so already: one lock, on the row of its gmina."""

from collections.abc import Iterable

from koalicja.places.models import Gmina


def lock_registers(gminas: Iterable[str]) -> None:
    """Hold these registers until the transaction ends, in order of their codes, so that nobody waits in a circle.

    Take it before any record of them. It does not stop rows elsewhere that merely point at the gmina.
    """
    codes = sorted(set(gminas))
    list(Gmina.objects.select_for_update(no_key=True).filter(pk__in=codes).order_by("pk").values_list("pk"))
