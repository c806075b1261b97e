"""Collect and compile the interface's messages without gettext's own programs.

    tools/messages.py extract APP …   update koalicja/APP/locale/pl/LC_MESSAGES/django.po from code and templates
    tools/messages.py compile         build every .mo (git-ignored)
    tools/messages.py check           list messages that are missing, untranslated or fuzzy; exit 1 if there are any

The code speaks English; the catalogue gives the Polish. A message lives in the app that uses it.
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "koalicja"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """msgid ""
msgstr ""
"Language: pl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""


def found(app: str) -> Iterator[tuple[object, object, str]]:
    """Every (message, context, file) of one app, or of the settings and urls beside the apps ("ui" carries those)."""
    from django.utils.translation.template import templatize

    files = sorted((APPS / app).rglob("*")) + (sorted(APPS.glob("*.py")) if app == "ui" else [])
    for path in files:
        if path.suffix not in {".py", ".html", ".txt"} or "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        source = text if path.suffix == ".py" else as_python(templatize(text, origin=str(path)))
        for _line, message, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
            yield message, context, path.relative_to(ROOT).as_posix()


def as_python(source: str) -> str:
    """What templatize leaves of a template (calls of gettext between lines of X), without the template's indents."""
    return "\n".join(line.lstrip() for line in source.splitlines())


def catalogue_path(app: str) -> Path:
    return APPS / app / "locale" / "pl" / "LC_MESSAGES" / "django.po"


def collected(app: str) -> Catalog:
    """The app's messages as they stand in code and templates now."""
    catalogue = Catalog(locale="pl", domain="django", charset="utf-8", fuzzy=False)
    for message, context, place in found(app):
        catalogue.add(message, context=context, locations=[(place, None)])  # type: ignore[arg-type,list-item]
    return catalogue


def known(app: str) -> Catalog:
    path = catalogue_path(app)
    if not path.exists():
        return Catalog(locale="pl", domain="django", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="pl", domain="django")


def extract_app(app: str) -> None:
    catalogue, fresh = known(app), collected(app)
    catalogue.update(fresh, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    path = catalogue_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, catalogue, width=110, sort_output=True, no_location=True, omit_header=True, ignore_obsolete=True)
    path.write_text(HEADER + buffer.getvalue().decode().rstrip() + "\n", encoding="utf-8")
    empty = sum(1 for message in known(app) if message.id and not complete(message.string))
    print(f"{app}: {len(known(app))} messages, {empty} without Polish")


def complete(string: object) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def compile_all() -> None:
    for path in sorted(APPS.glob("*/locale/*/LC_MESSAGES/django.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3], domain="django")
        target = path.with_suffix(".mo")
        buffer = BytesIO()
        write_mo(buffer, catalogue)
        if not target.exists() or target.read_bytes() != buffer.getvalue():
            target.write_bytes(buffer.getvalue())


def problems() -> list[str]:
    """Messages of the code that have no Polish, are fuzzy, or stand in a catalogue but nowhere in the code."""
    lines = []
    for app in sorted(path.name for path in APPS.iterdir() if (path / "apps.py").exists()):
        fresh, catalogue = collected(app), known(app)
        wanted = {(m.id if isinstance(m.id, str) else m.id[0], m.context or None) for m in fresh if m.id}
        have = {(m.id if isinstance(m.id, str) else m.id[0], m.context or None): m for m in catalogue if m.id}
        lines += [
            f"{app}: no Polish: {key}"
            for key in sorted(wanted, key=str)
            if key not in have or not complete(have[key].string)
        ]
        lines += [f"{app}: fuzzy: {key}" for key, m in have.items() if m.fuzzy]
        lines += [f"{app}: nowhere in the code: {key}" for key in sorted(have, key=str) if key not in wanted]
    return lines


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure(USE_I18N=False)
        django.setup()
    match arguments:
        case ["extract", *apps] if apps:
            for app in apps:
                extract_app(app)
        case ["compile"]:
            compile_all()
        case ["check"]:
            found_problems = problems()
            print("\n".join(found_problems) or "every message has its Polish")
            return int(bool(found_problems))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
