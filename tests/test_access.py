"""Who may open and do what: every address × method × person. An address that is not in the table fails the test.

Each row says, for the cast in this order, what an address answers:
  nobody, Karol (no role), Basia (another gmina), Anna (this gmina), Marek (its animator), Olga (this edition),
  Oskar (another edition)
"ok" is a page, a redirect to a page, or a form with its errors; "in" is the way to sign-in; else the status itself.
"""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, path, reverse
from django.urls.resolvers import RegexPattern

from koalicja.people import access
from koalicja.people.models import Batch, User
from tests.world import CAST, QUERY, SENT, everything

SignedIn = dict[str, tuple[Client, str]]

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
EDIT_COALITION = "in 404 404 ok ok 403 404"
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
    "people:remove_person": button(EDIT),
    "people:put_back_person": button(EDIT),
    "people:add_mandate_of_person": form(EDIT),
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
    "people:undo_batch_untouched": button(LOAD),
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
    "desk:coalition": page(SEE_COALITION),
    "coalitions:statement": form(EDIT_COALITION),
    "coalitions:leadership": form(EDIT_COALITION),
    "coalitions:rhythm": form(EDIT_COALITION),
    "coalitions:areas": form(EDIT_COALITION),
    "coalitions:rename_area": form(EDIT_COALITION),
    "coalitions:drop_area": button(EDIT_COALITION),
    "coalitions:assets": form(EDIT_COALITION),
    "coalitions:change_asset": form(EDIT_COALITION),
    "coalitions:remove_asset": button(EDIT_COALITION),
    "desk:correct_fact": form(EDIT_COALITION),
    "desk:strike_fact": form(EDIT_COALITION),
    "coalitions:board": page(SEE_COALITION),
    "coalitions:find_candidates": form(EDIT_COALITION),
    "coalitions:list_proposal": button(EDIT_COALITION),
    "coalitions:candidate": page(EDIT_COALITION),
    "coalitions:note_talk": form(EDIT_COALITION),
    "coalitions:move_candidate": button(EDIT_COALITION),
    "coalitions:candidate_says_no": form(EDIT_COALITION),
    "coalitions:change_candidate": form(EDIT_COALITION),
    "coalitions:candidate_knows": form(EDIT_COALITION),
    "coalitions:undo_step": button(EDIT_COALITION),
    "coalitions:undo_answer": form(EDIT_COALITION),
    "coalitions:unlist_candidate": button(EDIT_COALITION),
    "coalitions:print_record": page(EDIT_COALITION),
    "coalitions:rename": form(NAME_COALITION),
    "coalitions:animators": form(APPOINT),
    "coalitions:end_animator": button(APPOINT),
    "coalitions:proposals": page(SEE_COALITION),
    "coalitions:compose": button(COMPOSE),
    "coalitions:proposal": page(SEE_COALITION),
    "coalitions:decline": button(COMPOSE),
    "coalitions:why_not": button(COMPOSE),
    "coalitions:say_class": button(COMPOSE),
    "coalitions:print_proposal": page(SEE_COALITION),
    # names are named by whoever works with those considered
    "coalitions:naming": form(EDIT_COALITION),
    "coalitions:naming_known": button(EDIT_COALITION),
    "coalitions:begin_naming": button(EDIT_COALITION),
    "coalitions:take_suggestion": button(EDIT_COALITION),
    "coalitions:decide_line": button(EDIT_COALITION),
    "coalitions:take_back_line": button(EDIT_COALITION),
    "coalitions:naming_about": form(EDIT_COALITION),
    "coalitions:naming_session": form(EDIT_COALITION),
    "coalitions:naming_sheet": page(EDIT_COALITION),
    # invitations and answers are for whoever works with those considered; the last one is the invited person's alone
    "coalitions:invitations": page(EDIT_COALITION),
    "coalitions:choose_invited": form(EDIT_COALITION),
    "coalitions:invitation_texts": page(EDIT_COALITION),
    "coalitions:send_invitations": button(EDIT_COALITION),
    "coalitions:word_invitation": form(EDIT_COALITION),
    "coalitions:log_talk": button(EDIT_COALITION),
    "coalitions:print_letters": page(EDIT_COALITION),
    "coalitions:print_calls": page(EDIT_COALITION),
    "coalitions:print_presence": page(EDIT_COALITION),
    "coalitions:drop_prepared": button(EDIT_COALITION),
    "coalitions:put_aside": button(EDIT_COALITION),
    "coalitions:remind": form(EDIT_COALITION),
    "coalitions:decide_reminder": button(EDIT_COALITION),
    "coalitions:revoke_link": button(EDIT_COALITION),
    "coalitions:decide_mail": button(EDIT_COALITION),
    "coalitions:find_slip": button(EDIT_COALITION),
    "coalitions:type_answer": form(EDIT_COALITION),
    "coalitions:deal_with": button(EDIT_COALITION),
    "coalitions:take_back_answer": form(EDIT_COALITION),
    "coalitions:consider_instead": button(EDIT_COALITION),
    "coalitions:meeting": form(EDIT_COALITION),
    "coalitions:answer_link": form(EVERYBODY),
    # questions are asked and moderated by whoever edits the coalition; whoever takes part needs no account
    "voices:questions": page(SEE_COALITION),
    "voices:open_question": form(EDIT_COALITION),
    "voices:question": page(EDIT_COALITION),
    "voices:set_last_day": form(EDIT_COALITION),
    "voices:close_question": form(EDIT_COALITION),
    "voices:picture": page(SEE_COALITION),
    "voices:add_for_others": form(EDIT_COALITION),
    "voices:near_for_others": button(EDIT_COALITION),
    "voices:statement": form(EDIT_COALITION),
    "voices:show_statement": button(EDIT_COALITION),
    "voices:merge_statement": button(EDIT_COALITION),
    "voices:undo_merge": button(EDIT_COALITION),
    "voices:tablet": page(EVERYBODY),
    "voices:take_part": form(EVERYBODY),
    "voices:begin": form(EVERYBODY),
    "voices:about_me": form(EVERYBODY),
    "voices:add_own": form(EVERYBODY),
    "voices:near": button(EVERYBODY),
    "voices:mine": page(EVERYBODY),
    "voices:withdraw": button(EVERYBODY),
    "voices:next_person": form(EVERYBODY),
    # background work: Anna started it; the operator of her gmina sees it in the list and may stop it
    "backroom:job": page("in 404 404 ok 404 404 404"),
    "backroom:cancel_job": button("in 404 404 ok 404 404 404"),
    # mail: whoever wrote it, and nobody else, whatever their role: its link is meant for one person
    "backroom:demo_mail": page(SIGNED_IN),
    "backroom:demo_letter": page("in 404 404 ok 404 404 404"),
    "backroom:send_mail_again": button("in 404 404 ok 404 404 404"),
    "backroom:mail_arrived": button("in 404 404 ok 404 404 404"),
    "desk:jobs": page(OPERATOR),
    "desk:cancel_job": button("in 404 404 404 404 ok 404"),
    "desk:close_notice": button(SIGNED_IN),
}


def addresses(resolver: URLResolver, prefix: str = "", path: str = "/") -> Iterator[tuple[str, str]]:
    """(name, pattern) of every address: two patterns of one name are two addresses."""
    for entry in resolver.url_patterns:
        whole = f"{path}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from addresses(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""), whole)
        else:
            yield prefix + (entry.name or f"(nameless) {whole}"), whole


def outside_the_table(resolver: URLResolver) -> list[tuple[str, str]]:
    """Addresses that no row of the table is about: of each name the table holds one, and asks that one."""
    found = sorted(addresses(resolver))
    return [
        (name, path) for at, (name, path) in enumerate(found) if name not in TABLE or (at and found[at - 1][0] == name)
    ]


def test_every_address_stands_in_the_table() -> None:
    assert outside_the_table(get_resolver()) == []
    assert sorted(name for name, _ in addresses(get_resolver())) == sorted(TABLE)


def test_an_address_that_takes_a_known_name_or_none_is_seen() -> None:
    known = get_resolver().url_patterns
    more = [path("zz/tajne/", len, name="set_language"), path("zz/obok/", len)]
    assert outside_the_table(URLResolver(RegexPattern(r"^/"), [*known, *more])) == [
        ("(nameless) /zz/obok/", "/zz/obok/"),
        ("set_language", "/zz/tajne/"),
    ]


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None) -> dict[str, dict[str, Any]]:
    return everything(request, list(TABLE))


@pytest.fixture
def signed_in(world: dict[str, dict[str, Any]], client_of: Any) -> SignedIn:
    """The client of each of the cast with the cookies of signing in once: what a request does to them is undone."""
    users = {person: User.objects.get(name=person.capitalize()) for person in CAST if person != "nobody"}
    clients = {"nobody": Client()} | {person: client_of(user) for person, user in users.items()}
    return {person: (client, client.cookies.output(header="", sep=";")) for person, client in clients.items()}


def answer(response: Any) -> str:
    """What the response means to the person: ok, in (sign in first), or the status."""
    if response.status_code == 302 and response["Location"].startswith("/zaloguj/"):
        return "in"
    return "ok" if response.status_code in {200, 204, 302, 422} else str(response.status_code)


def answers(name: str, method: str, world: dict[str, dict[str, Any]], signed_in: SignedIn) -> dict[str, str]:
    """What the address answers to each of the cast; what it did is undone before the next one asks."""
    address = reverse(name, kwargs=world[name])
    address, sent = address + QUERY.get(name, ""), urlencode(SENT.get(name, {}))
    found = {}
    for person in CAST:
        cache.clear()
        client, cookies = signed_in[person]
        client.cookies = SimpleCookie(cookies)
        point = transaction.savepoint()
        found[person] = answer(client.generic(method, address, sent, content_type="application/x-www-form-urlencoded"))
        transaction.savepoint_rollback(point)
    return found


ROOMS = sorted({name.partition(":")[0] if ":" in name else "" for name in TABLE})


def names_of(room: str) -> list[str]:
    """The addresses of a room, or those without one; one world is enough for all of them, as nothing done stays."""
    return [name for name in sorted(TABLE) if (name.partition(":")[0] if ":" in name else "") == room]


@pytest.mark.parametrize("room", ROOMS)
def test_each_address_answers_each_person_as_the_table_says(room: str, world: Any, signed_in: SignedIn) -> None:
    told = {(name, method): TABLE[name][method].split() for name in names_of(room) for method in TABLE[name]}
    found = {each: answers(*each, world, signed_in) for each in told}
    assert found == {each: dict(zip(CAST, told[each], strict=True)) for each in told}


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_no_address_takes_a_method_that_is_not_in_the_table(room: str, world: Any, signed_in: SignedIn) -> None:
    every = {"GET", "POST", "PUT", "PATCH", "DELETE"}
    others = [(name, method) for name in names_of(room) for method in sorted(every - TABLE[name].keys())]
    taken = {each: set(answers(*each, world, signed_in).values()) - {"405", "404", "403", "in"} for each in others}
    assert {each: answered for each, answered in taken.items() if answered} == {}


def test_what_belongs_to_another_gmina_is_not_found_under_ones_own(world: Any, basia: Any, client_of: Any) -> None:
    """Basia may open her own register; Anna's records are not there, whatever number she types."""
    client = client_of(basia)
    found = {}
    for name, arguments in world.items():
        if "code" in arguments and len(arguments) > 1 and "form" not in arguments:
            address = reverse(name, kwargs=arguments | {"code": "101801"})
            found[name] = {client.generic(method, address).status_code for method in TABLE[name]}
    assert found == {name: {404} for name in found}
    assert len(found) == 21


def test_the_files_of_an_edition_are_its_operators_alone(world: Any, signed_in: SignedIn, edition: Any) -> None:
    batch = Batch.objects.get(pk=world["people:batch"]["pk"])
    batch.scope, batch.gmina = edition.key, None
    batch.save()
    expected = dict(zip(CAST, LOAD_EDITION.split(), strict=True))
    names = [name for name in TABLE if name.startswith("people:") and "pk" in world[name] and "code" not in world[name]]
    found = {name: answers(name, method, world, signed_in) for name in names for method in TABLE[name]}
    assert found == dict.fromkeys(names, expected)


def test_the_table_of_the_docs_is_the_table_of_the_code() -> None:
    """docs/roles.md says in words what access.PERMISSIONS says in code."""
    text = (Path(__file__).resolve().parent.parent / "docs" / "roles.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", text, flags=re.M)
    table = access.PERMISSIONS
    documented = {role: frozenset(re.findall(r"`(\w+)`", cells)) for role, cells in rows if role in table}
    assert documented == dict(table)
