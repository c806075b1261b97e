"""A line of names that has no room for all of them."""

from django.utils.translation import gettext as _

__all__ = ["and_more", "more"]


def and_more(names: str, rest: int) -> str:
    """ "OSP, KGW i jeszcze 5": the names, and how many have no room."""
    return _("%(names)s and %(more)s") % {"names": names, "more": more(rest)} if rest else names


def more(rest: int) -> str:
    """ "jeszcze 5": how many have no room."""
    return _("%(count)s more") % {"count": rest}
