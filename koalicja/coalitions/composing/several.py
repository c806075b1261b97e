"""Several missing people who are alike, in one line: residents are people, anybody else may be an organisation too."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

__all__ = ["ages_apart", "look_for_several", "printed_several"]

Profile = Mapping[str, str | tuple[str, ...]]


def look_for_several(profile: Profile, told: str, count: int) -> str:
    """Whom to look for; `told` is the `profile` in words."""
    if not profile:
        return ngettext(
            "Look for %(count)s more person or organisation, of any group.",
            "Look for %(count)s more people or organisations, of any group.",
            count,
        ) % {"count": count}
    if _are_residents(profile):
        one_or_more = ngettext(
            "Look for %(count)s more person; %(profile)s.", "Look for %(count)s more people; %(profile)s.", count
        )
    else:
        one_or_more = ngettext(
            "Look for %(count)s more person or organisation: %(profile)s.",
            "Look for %(count)s more people or organisations, each: %(profile)s.",
            count,
        )
    return one_or_more % {"count": count, "profile": told}


def printed_several(profile: Profile, told: str, count: int) -> str:
    """The same in a table whose heading says that these are missing."""
    if _are_residents(profile):
        return ngettext("%(count)s person – %(profile)s", "%(count)s people – %(profile)s", count) % {
            "count": count,
            "profile": told,
        }
    return ngettext(
        "%(count)s person or organisation – %(profile)s", "%(count)s people or organisations – %(profile)s", count
    ) % {"count": count, "profile": told}


def ages_apart(count: int) -> str:
    """Which age they are to be of, where different ages are asked for; `value` are examples."""
    if count > 1:
        return _("each of another age, one that the table does not have yet, for example: %(value)s")
    return _("of an age that the table does not have yet, for example: %(value)s")


def _are_residents(profile: Profile) -> bool:
    return "resident" in (profile.get("group"), profile.get("kind"))
