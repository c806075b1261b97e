"""Who may open and do what: every address × method × person. An address that is not in the table fails the test.

Each row says, for the cast in this order, what an address answers:
  nobody, Karol (no role), Basia (another gmina), Anna (this gmina), Marek (its animator), Olga (this edition),
  Oskar (another edition)
"ok" is a page, a redirect to a page, or a form with its errors; "in" is the way to sign-in; else the status itself.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from koalicja.people import access
from koalicja.people.models import Batch, User
from tests.world import CAST, QUERY, SENT, everything

EVERYBODY = "ok ok ok ok ok ok ok"
SIGNED_IN = "in ok ok ok ok ok ok"
# The register of Anna's gmina.
LOOK = "in 404 404 ok ok ok 404"
PEOPLE = "in 404 404 ok ok 403 404"
EDIT = "in 404 404 ok ok 403 404"
LOAD = "in 404 404 ok 403 403 404"
EXPORT = "in 404 404 ok 403 ok 404"
# Olga's edition, in which Anna's and Basia's gminas take part; Oskar runs another edition of the same programme.
SEE_EDITION = "in 404 ok ok ok ok ok"
RUN_EDITION = "in 404 403 403 403 ok 403"
LOAD_EDITION = "in 404 404 404 404 ok 404"
SEE_PROGRAMME = "in 404 ok ok ok ok ok"
RUN_PROGRAMME = "in 404 403 403 403 ok ok"
# The coalition in Anna's gmina.
SEE_COALITION = "in 404 404 ok ok ok 404"
NAME_COALITION = "in 404 404 ok ok 403 404"
COMPOSE = "in 404 404 ok ok 403 404"
APPOINT = "in 404 404 403 403 ok 404"
OPERATOR = "in 404 404 404 404 ok ok"


def page(row: str) -> dict[str, str]:
    """An address that only shows."""
    return {"GET": row}


def form(row: str) -> dict[str, str]:
    """An address that shows a form and takes it."""
    return {"GET": row, "POST": row}


def button(row: str) -> dict[str, str]:
    """An address that only takes."""
    return {"POST": row}


TABLE: dict[str, dict[str, str]] = {
    # first pages, sign-in, what everybody may see
    "desk:home": page(EVERYBODY),
    "desk:attributions": page(EVERYBODY),
    "desk:healthz": page(EVERYBODY),
    "account_request_login_code": form(EVERYBODY),
    "account_login": form(EVERYBODY),
    "account_confirm_login_code": form(SIGNED_IN),  # without a code asked for: back to the first step
    "account_inactive": page(EVERYBODY),
    "account_logout": form(EVERYBODY),
    "demo:sign_in": page(EVERYBODY),
    "set_language": form(EVERYBODY),
    "ui:showcase": page(EVERYBODY),
    "ui:set_theme": button(EVERYBODY),
    "places:search": page(EVERYBODY),
    "places:choices": page(EVERYBODY),
    "places:gmina": page(EVERYBODY),
    # the register
    "people:register": page(LOOK),
    "people:suggestions": form(EDIT),
    "people:check_classes": form(EDIT),
    "people:add_names": form(EDIT),
    "people:known_names": button(EDIT),
    "people:export": page(EXPORT),
    "people:duplicates": page(EDIT),
    "people:merge": form(EDIT),
    "people:tell_apart": button(EDIT),
    "people:undo_merge": button(EDIT),
    "people:add_organisation": form(EDIT),
    "people:organisation": page(LOOK),
    "people:edit_organisation": form(EDIT),
    "people:set_class": button(EDIT),
    "people:remove_organisation": button(EDIT),
    "people:put_back_organisation": button(EDIT),
    "people:add_mandate": form(EDIT),
    "people:end_mandate": form(EDIT),
    "people:add_person": form(EDIT),
    "people:person": page(PEOPLE),
    "people:edit_person": form(EDIT),
    "people:add_contact": form(EDIT),
    "people:put_back_contact": button(EDIT),
    "people:edit_contact": form(EDIT),
    "people:delete_contact": button(EDIT),
    "people:add_log_entry": button(EDIT),
    "people:delete_log_entry": button(EDIT),
    # files of a register; the same doors guard the files of an edition (below)
    "people:load": form(LOAD),
    "people:batches": page(LOAD),
    "people:batch": page(LOAD),
    "people:accept_batch": button(LOAD),
    "people:undo_batch": button(LOAD),
    "people:discard_batch": button(LOAD),
    "people:read_batch_again": button(LOAD),
    "people:batch_columns": form(LOAD),
    "people:batch_sheet": button(LOAD),
    "people:batch_gmina": form(LOAD),
    "people:confirm_places": button(LOAD),
    "people:decide_rows": button(LOAD),
    "people:take_back_batch_step": button(LOAD),
    "people:decide_batch_anew": button(LOAD),
    "people:take_up_batch": button(LOAD),
    "people:batch_row": form(LOAD),
    "people:row_gmina": button(LOAD),
    "people:batch_errors": page(LOAD),
    "people:load_edition": form(LOAD_EDITION),
    "people:edition_batches": page(LOAD_EDITION),
    # programmes
    "programmes:programme": page(SEE_PROGRAMME),
    "programmes:open_edition": form(RUN_PROGRAMME),
    "programmes:add_partner": form(RUN_PROGRAMME),
    "programmes:edit_partner": form(RUN_PROGRAMME),
    "programmes:remove_partner": button(RUN_PROGRAMME),
    "programmes:logo": page(SEE_PROGRAMME),
    "programmes:edition": page(SEE_EDITION),
    "programmes:edit_edition": form(RUN_EDITION),
    "programmes:register_participation": form(RUN_EDITION),
    "programmes:operators": form(RUN_EDITION),
    "programmes:end_operator": button(RUN_EDITION),
    "programmes:participation": {"GET": SEE_EDITION, "POST": RUN_EDITION},
    "programmes:end_coordinator": button(RUN_EDITION),
    "programmes:remove_participation": button(RUN_EDITION),
    # coalitions
    "coalitions:create": form("in 404 404 ok 404 ok 404"),
    "coalitions:coalition": page(SEE_COALITION),
    "coalitions:rename": form(NAME_COALITION),
    "coalitions:animators": form(APPOINT),
    "coalitions:end_animator": button(APPOINT),
    "coalitions:proposals": page(SEE_COALITION),
    "coalitions:compose": button(COMPOSE),
    "coalitions:proposal": page(SEE_COALITION),
    "coalitions:decline": button(COMPOSE),
    "coalitions:why_not": button(COMPOSE),
    "coalitions:print_proposal": page(SEE_COALITION),
    # background work: Anna started it; the operator of her gmina sees it in the list and may stop it
    "backroom:job": page("in 404 404 ok 404 404 404"),
    "backroom:cancel_job": button("in 404 404 ok 404 404 404"),
    "desk:jobs": page(OPERATOR),
    "desk:cancel_job": button("in 404 404 404 404 ok 404"),
    "desk:close_notice": button(SIGNED_IN),
}


def named_patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_patterns(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""))
        else:
            yield prefix + (entry.name or f"(nameless) {entry.pattern}"), entry


def test_every_address_stands_in_the_table() -> None:
    assert sorted({name for name, _ in named_patterns(get_resolver())}) == sorted(TABLE)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> dict[str, dict[str, Any]]:
    return everything(request, list(TABLE))


def answer(response: Any) -> str:
    """What the response means to the person: ok, in (sign in first), or the status."""
    if response.status_code == 302 and response["Location"].startswith("/zaloguj/"):
        return "in"
    return "ok" if response.status_code in {200, 204, 302, 422} else str(response.status_code)


def answers(name: str, method: str, world: dict[str, dict[str, Any]]) -> dict[str, str]:
    """What the address answers to each of the cast; what it did is undone before the next one asks."""
    address = reverse(name, kwargs=world[name])
    address, sent = address + QUERY.get(name, ""), urlencode(SENT.get(name, {}))
    found = {}
    for person in CAST:
        client = Client()
        if person != "nobody":
            user = User.objects.get(name=person.capitalize())
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        point = transaction.savepoint()
        found[person] = answer(client.generic(method, address, sent, content_type="application/x-www-form-urlencoded"))
        transaction.savepoint_rollback(point)
    return found


@pytest.mark.parametrize(("name", "method"), [(name, method) for name in sorted(TABLE) for method in TABLE[name]])
def test_each_address_answers_each_person_as_the_table_says(name: str, method: str, world: Any) -> None:
    assert answers(name, method, world) == dict(zip(CAST, TABLE[name][method].split(), strict=True))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_no_address_takes_a_method_that_is_not_in_the_table(name: str, world: Any) -> None:
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - TABLE[name].keys():
        found = set(answers(name, method, world).values())
        assert found <= {"405", "404", "403", "in"}, (method, found)


def test_what_belongs_to_another_gmina_is_not_found_under_ones_own(world: Any, basia: Any, client_of: Any) -> None:
    """Basia may open her own register; Anna's records are not there, whatever number she types."""
    client = client_of(basia)
    found = {}
    for name, arguments in world.items():
        if "code" in arguments and len(arguments) > 1 and "form" not in arguments:
            address = reverse(name, kwargs=arguments | {"code": "101801"})
            found[name] = {client.generic(method, address).status_code for method in TABLE[name]}
    assert found == {name: {404} for name in found}
    assert len(found) == 18


def test_the_files_of_an_edition_are_its_operators_alone(world: Any, edition: Any) -> None:
    batch = Batch.objects.get(pk=world["people:batch"]["pk"])
    batch.scope, batch.gmina = edition.key, None
    batch.save()
    expected = dict(zip(CAST, LOAD_EDITION.split(), strict=True))
    names = [name for name in TABLE if name.startswith("people:") and "pk" in world[name] and "code" not in world[name]]
    found = {name: answers(name, method, world) for name in names for method in TABLE[name]}
    assert found == dict.fromkeys(names, expected)


def test_the_table_of_the_docs_is_the_table_of_the_code() -> None:
    """docs/roles.md says in words what access.PERMISSIONS says in code."""
    text = (Path(__file__).resolve().parent.parent / "docs" / "roles.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", text, flags=re.M)
    table = access.PERMISSIONS
    documented = {role: frozenset(re.findall(r"`(\w+)`", cells)) for role, cells in rows if role in table}
    assert documented == dict(table)
