"""What every page knows: the label of the edition, the way around, who is signed in, notices. Read only where shown."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from koalicja.backroom import events
from koalicja.coalitions.models import Coalition
from koalicja.desk.queries import coordinated
from koalicja.desk.texts import notice_text
from koalicja.people.access import gmina_scope, gminas_of, roles_of
from koalicja.people.models import Role
from koalicja.programmes.access import editions_run_by
from koalicja.programmes.models import Edition

ROLES_SHOWN = (Role.Kind.OPERATOR, Role.Kind.COORDINATOR, Role.Kind.ANIMATOR)


def page(request: HttpRequest) -> dict[str, Any]:
    """Values for `ui/base.html`; each is read from the database only when a template asks for it."""
    user = getattr(request, "user", None)  # an error page may come before the middleware that says who asks
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO, "brand": "", "navigation": [], "notices": [], "signed_in": None}
    edition: Any = SimpleLazyObject(lambda: edition_shown(request))
    return {
        "demo": settings.DEMO,
        "brand": SimpleLazyObject(lambda: edition.coalition_label if edition else ""),
        "navigation": SimpleLazyObject(lambda: navigation(request, edition)),
        "notices": SimpleLazyObject(lambda: notices(request)),
        "signed_in": SimpleLazyObject(lambda: signed_in(request)),
    }


def gmina_shown(request: HttpRequest) -> str:
    """The code of the gmina the address is about; else the first one the user coordinates."""
    match = request.resolver_match
    code = str(match.kwargs.get("code", "")) if match else ""
    if code in gminas_of(request.user):
        return code
    return next(iter(coordinated(roles_of(request.user))), "")


def editions_of(request: HttpRequest) -> QuerySet[Edition]:
    """Editions that tell what a coalition is called here: those the user runs, else those her roles follow from."""
    run = editions_run_by(request.user)
    if run:
        return Edition.objects.filter(pk__in=run)
    code = gmina_shown(request)
    here = [role for role in roles_of(request.user) if not code or role.scope == gmina_scope(code)]
    leads = [role.source.removeprefix("participation:") for role in here if role.source.startswith("participation:")]
    joined = [role.source.removeprefix("coalition:") for role in here if role.source.startswith("coalition:")]
    mine = Q(participations__in=leads) | Q(coalitions__in=joined)
    if not leads and not joined:
        mine = Q(participations__gmina__in=[code] if code else gminas_of(request.user))
    return Edition.objects.filter(mine).distinct()


def edition_shown(request: HttpRequest) -> Edition | None:
    """The edition the page is about: the one in its address, else the newest."""
    match = request.resolver_match
    named = match.kwargs.get("pk") if match and match.view_name in EDITION_PAGES else None
    first = Case(When(pk=named, then=0), default=1, output_field=IntegerField())
    return editions_of(request).order_by(first, "-starts_on", "pk").first()


EDITION_PAGES = frozenset(
    {"programmes:edition", "programmes:edit_edition", "programmes:register_participation", "people:load_edition"}
)


def navigation(request: HttpRequest, edition: Edition | None) -> list[dict[str, Any]]:
    """At most five ways, those of the role that can do most; the one in use is marked."""
    held = {role.kind for role in roles_of(request.user)}
    if Role.Kind.OPERATOR in held:
        ways = _operator_ways(edition)
    elif Role.Kind.COORDINATOR in held:
        ways = _coordinator_ways(gmina_shown(request))
    elif Role.Kind.ANIMATOR in held:
        ways = _animator_ways(gmina_shown(request), edition)
    else:
        return []
    ways = [(reverse("desk:home"), _("Today"), "home"), *ways]
    current = _longest([url for url, _label, _icon in ways], request.path)
    return [{"url": url, "label": label, "icon": icon, "current": url == current} for url, label, icon in ways]


def _longest(urls: Sequence[str], path: str) -> str:
    """The way whose address the page's address begins with, the most exact one."""
    fitting = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default="")


Way = tuple[str, str, str]


def _operator_ways(edition: Edition | None) -> list[Way]:
    jobs = (reverse("desk:jobs"), _("Jobs"), "work")
    if not edition:
        return [jobs]
    return [
        (edition.get_absolute_url(), edition.name, "table"),
        (reverse("people:load_edition", args=[edition.pk]), _("Load a file"), "upload"),
        jobs,
    ]


def _coordinator_ways(code: str) -> list[Way]:
    coalition = (
        Coalition.objects.filter(gmina=code).select_related("edition").order_by("-edition__starts_on", "pk").first()
    )
    ways = [
        (reverse("people:register", args=[code]), _("Register"), "list"),
        (reverse("people:add_names", args=[code]), _("Write names"), "edit"),
        (reverse("people:load", args=[code]), _("Load a file"), "upload"),
    ]
    return (
        [*ways, (coalition.get_absolute_url(), capfirst(coalition.edition.coalition_label), "coalition")]
        if coalition
        else ways
    )


def _animator_ways(code: str, edition: Edition | None) -> list[Way]:
    ways = [(edition.get_absolute_url(), edition.name, "table")] if edition else []
    return [(reverse("people:register", args=[code]), _("Register"), "list"), *ways] if code else ways


def signed_in(request: HttpRequest) -> dict[str, str]:
    """Who it is, under the job name each person chose; else under the roles she has."""
    user: Any = request.user
    held = {role.kind for role in roles_of(user)}
    words = [str(kind.label) for kind in ROLES_SHOWN if kind in held]
    role = user.job_title or ", ".join(words)
    return {"name": str(user), "role": role, "place": "", "sign_out_url": reverse("account_logout")}


def notices(request: HttpRequest) -> list[dict[str, Any]]:
    """What met this person's own changes; showing one also closes it."""
    return [
        {
            "text": notice_text(notice.event),
            "tone": "attention",
            "url": reverse("desk:close_notice", args=[notice.pk]),
            "label": _("Look and close") if notice.url else _("Close"),
            "post": True,
        }
        for notice in events.unseen(request.user.pk or 0)
    ]
