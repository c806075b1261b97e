"""How long the pages of a register of 5,000 organisations, and of 60 candidates, take on the server.

    .venv/bin/python bench/pages.py [--rows 5000] [--runs 20]

Builds a register in a temporary SQLite database, and in a temporary PostgreSQL one where KOALICJA_DATABASE_URL names a
server, and asks for each kind of page; prints milliseconds of processor and wall time, and the number of queries.
Claims (docs/performance.md): the list, whatever is searched and filtered, and the pages of 60 candidates, at most
200 ms at the median.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any

CODE = "020102"
PLACES = [f"{first}{last}" for first in ("Oln", "Krusz", "Trzeb", "Brzeź", "Lip", "Sos", "Dęb", "Gór", "Wierzb", "Jaw")
          for last in ("owo", "yny", "ica", "ków", "anka")]  # fmt: skip
KINDS = ["OSP", "KGW", "Szkoła Podstawowa nr {n}", "Świetlica wiejska", "Klub Sportowy „Orzeł {n}”", "Piekarnia nr {n}",
         "Stowarzyszenie Przyjaciół nr {n}", "Gospodarstwo rolne nr {n}", "Parafia pw. św. Jana {n}", "Firma {n}",
         "Przedszkole nr {n}", "Sołectwo", "Grupa {n}", "Biblioteka, filia nr {n}", "Fundacja „Razem {n}”"]  # fmt: skip
PAGES = {
    "list": "",
    "list, page 50": "?page=50",
    "list by village": "?sort=village",
    "group and to check": "?group=ngo&to_check=on",
    "without contact": "?no_contact=on",
    "search": "?q=szkola+podst",
    "search with a mistake": "?q=swietlca+wiejzka",
    "search for nothing": "?q=xyzabc",
    "suggestions": "podpowiedzi/",
    "classes to check": "do-sprawdzenia/",
    "organisation": "organizacje/{pk}/",
    "names to type": "dopisz/",
    "known while typing": "dopisz/znane/",
    "duplicates, again": "duplikaty/",
}
CANDIDATES = {
    "board, 60 candidates": "",
    "board, filtered": "?group=ngo&only=unasked",
    "one candidate": "{pk}/",
    "put on the list": "dopisz/",
    "find somebody": "dopisz/?q=szkola",
    "talk": "{pk}/rozmowa/",
    "whom they know": "{pk}/zna/",
    "printed record": "{pk}/zapis/",
}
ON_THE_LIST = 60


def fill(rows: int) -> int:
    """A register of invented organisations, persons, mandates and contacts; returns the id of one organisation."""
    from koalicja.people.keys import organisation_keys, person_keys
    from koalicja.people.models import Contact, Mandate, Organisation, Person, Role, User
    from koalicja.people.queries.classes import class_fields
    from koalicja.places.models import Gmina, Powiat, Voivodeship

    chance = random.Random(2026)
    Voivodeship.objects.create(code=CODE[:2], name="dolnośląskie")
    Powiat.objects.create(code=CODE[:4], name="bolesławiecki", voivodeship_id=CODE[:2])
    gmina = Gmina.objects.create(code=CODE, name="Bolesławiec", powiat_id=CODE[:4], search_key="boleslawiec")
    Role.objects.create(user=User.objects.create_user("anna@biblioteka.example", name="Anna"), kind="coordinator",
                        scope=f"gmina:{CODE}")  # fmt: skip
    organisations = []
    for number in range(rows + rows // 10):
        village, name = chance.choice(PLACES), chance.choice(KINDS).format(n=number)
        state = "listed" if number < rows else "suggested"
        fields = class_fields(name) | organisation_keys(name, village=village)
        organisations.append(Organisation(gmina=gmina, name=name, village=village, state=state, **fields))
    Organisation.objects.bulk_create(organisations)
    people = [
        Person(gmina=gmina, name=f"Zofia Zmyślona-{i}", **person_keys(f"Zofia Zmyślona-{i}")) for i in range(rows // 5)
    ]
    Person.objects.bulk_create(people)
    listed = organisations[:rows]
    pairs = zip(chance.sample(listed, len(people)), people, strict=True)
    Mandate.objects.bulk_create([Mandate(organisation=o, person=p) for o, p in pairs])
    reachable = chance.sample(listed, rows // 2)
    Contact.objects.bulk_create([Contact(organisation=o, kind="phone", value=f"600 {o.pk:06}") for o in reachable])
    return int(listed[0].pk)


def consider(user: Any) -> tuple[int, int]:
    """A coalition with 60 candidates, every second one a resident, talked with; returns its id and that of one."""
    from datetime import date

    from koalicja.coalitions import actions
    from koalicja.people.models import Organisation, Person
    from koalicja.programmes.models import Edition, Participation, Programme

    programme = Programme.objects.create(name="Program", slug="program")
    edition = Edition.objects.create(programme=programme, name="Runda I")
    library, *clubs = Organisation.objects.filter(state="listed")[: ON_THE_LIST // 2 + 1]
    lead = Participation.objects.create(edition=edition, library=library, gmina=library.gmina, part="lead")
    coalition = actions.create_coalition(participation=lead, by=user, name="Stół")
    residents = Person.objects.filter(mandates=None)[: ON_THE_LIST // 2] or Person.objects.all()[: ON_THE_LIST // 2]
    listed = [actions.consider(coalition=coalition, by=user, organisation=club) for club in clubs]
    listed += [actions.consider(coalition=coalition, by=user, person=person) for person in residents]
    for number, each in enumerate(listed):
        for _talk in range(number % 4):
            actions.note_contact(each, by=user, kind="call", on=date(2026, 1, 1 + number % 28), text="oddzwoni")
    return int(coalition.pk), int(listed[3].pk)


def ask(client: Any, path: str, pk: int) -> int:
    """One request; returns its status."""
    if path.startswith("/"):
        return int(client.get(path).status_code)
    address = f"/spis/{CODE}/{path.format(pk=pk)}"
    if path.endswith("znane/"):
        return int(client.post(address, {"text": "OSP Lipowo\nszkoła podstawowa 7\nZielona Dolina"}).status_code)
    return int(client.get(address).status_code)


def measure(rows: int, runs: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from koalicja.people.models import User

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        pk = fill(rows)
        client = Client(headers={"host": "localhost"})
        coalition, candidacy = consider(User.objects.get())
        room = f"/koalicje/{coalition}/kandydaci/"
        pages = PAGES | {name: room + path.format(pk=candidacy) for name, path in CANDIDATES.items()}
        client.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
        print(f"{connection.vendor}, {rows} organisations, {runs} runs; milliseconds")
        print(f"{'page':24}{'median':>8}{'p95':>8}{'cpu':>8}  queries")
        for name, path in pages.items():
            with CaptureQueriesContext(connection) as asked:
                assert ask(client, path, pk) == 200, path
                queries = len(asked)
            wall, processor = [], []
            for _ in range(runs):
                started, used = time.perf_counter(), time.process_time()
                ask(client, path, pk)
                wall.append(1000 * (time.perf_counter() - started))
                processor.append(1000 * (time.process_time() - used))
            p95 = statistics.quantiles(wall, n=20)[-1]
            cpu = statistics.median(processor)
            print(f"{name:24}{statistics.median(wall):8.0f}{p95:8.0f}{cpu:8.0f}  {queries}")
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.here:
        measure(args.rows, args.runs)
        return
    with tempfile.TemporaryDirectory() as folder:
        base = os.environ | {"KOALICJA_SECRET_KEY": "bench", "KOALICJA_PLAIN_STATIC": "1", "KOALICJA_VAR": folder}
        base |= {"DJANGO_SETTINGS_MODULE": "koalicja.settings", "PYTHONWARNINGS": "ignore:No directory at"}
        postgres = os.environ.get("KOALICJA_DATABASE_URL", "")
        urls = [f"sqlite:///{folder}/bench.sqlite3", *([postgres] if postgres.startswith("postgres") else [])]
        for url in urls:
            command = [sys.executable, __file__, "--here", "--rows", str(args.rows), "--runs", str(args.runs)]
            subprocess.run(command, env=base | {"KOALICJA_DATABASE_URL": url}, check=True)


if __name__ == "__main__":
    main()
