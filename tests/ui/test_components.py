"""The showcase shows everything, the document lists it, and forms speak to those who cannot see them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client

from koalicja.ui import samples
from koalicja.ui.rendering import Renderer

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = ROOT / "koalicja" / "ui" / "templates" / "ui" / "components"
NAMES = {path.stem for path in COMPONENTS.glob("*.html")}
TEMPLATES = sorted(ROOT.glob("koalicja/**/templates/**/*.html"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+\s*=\s*[\"']|\sstyle\s*=|javascript:|\shx-on", re.I)


class VisitForm(forms.Form):
    default_renderer = Renderer

    name = forms.CharField(label="Nazwa", help_text="Jak na co dzień.")
    note = forms.CharField(label="Notatka", required=False)
    rhythm = forms.ChoiceField(label="Rytm", widget=forms.RadioSelect, choices=[("m", "co miesiąc")], help_text="Raz.")


@pytest.mark.django_db
def test_the_showcase_draws_every_component(client: Client) -> None:
    response = client.get("/wzornik/")
    drawn = {template.name for template in response.templates}
    assert {name for name in NAMES if f"ui/components/{name}.html" not in drawn} == set()


@pytest.mark.django_db
def test_the_showcase_has_long_rows_empty_places_errors_and_read_only_fields(client: Client) -> None:
    page = client.get("/wzornik/").content.decode()
    assert page.count(samples.LONG_NAME) > 200
    assert page.count("Jeszcze nic tu nie ma.") == 1
    assert page.count('aria-invalid="true"') == 5
    assert page.count("disabled") > 10


@pytest.mark.django_db
def test_the_showcase_exists_in_demo_mode_only(client: Client, settings: Any) -> None:
    settings.DEMO = False
    assert client.get("/wzornik/").status_code == 404


@pytest.mark.django_db
def test_no_id_stands_twice_on_the_showcase(client: Client) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get("/wzornik/").content.decode())
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_there_are_at_most_fifteen_components_and_the_document_lists_them() -> None:
    section = (ROOT / "docs" / "design-system.md").read_text().split("## Components")[1].split("### Forms")[0]
    listed = re.findall(r"^\| `([a-z_]+)` \|", section, re.M)
    assert sorted(listed) == sorted(NAMES)
    assert len(NAMES) <= 15


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_component_opens_with_its_variables(name: str) -> None:
    opening = (COMPONENTS / f"{name}.html").read_text().split("{% endcomment %}")[0]
    assert opening.startswith("{% comment %}")
    assert "Variables:" in opening


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT / "koalicja").as_posix())
def test_no_template_has_inline_code(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []


def test_the_scan_for_inline_code_finds_what_it_looks_for() -> None:
    bad = ["<script>x()</script>", '<a onclick="x()">', '<p style="a:b">', "<style>", 'href="javascript:x"']
    assert [bool(INLINE.search(f"<div {text}")) for text in bad] == [True] * 5
    assert INLINE.findall('<script src="a.js" defer></script><p data-note="on time">') == []


def test_a_field_names_its_hint_and_its_error() -> None:
    html = str(VisitForm({"name": "", "rhythm": "m"})["name"].as_field_group())
    assert re.findall(r'aria-describedby="([^"]+)"', html) == ["id_name_helptext id_name_error"]
    assert re.findall(r'id="(id_name_helptext|id_name_error)"', html) == ["id_name_helptext", "id_name_error"]
    assert html.index("Jak na co dzień.") < html.index("<input") < html.index("id_name_error")


def test_a_group_of_choices_is_a_fieldset_with_its_hint() -> None:
    html = str(VisitForm()["rhythm"].as_field_group())
    assert re.findall(r"<fieldset[^>]*>", html) == [
        '<fieldset class="field field-group" aria-describedby="id_rhythm_helptext">'
    ]
    assert html.count("<legend") == 1


def test_optional_fields_are_marked_and_required_ones_are_not() -> None:
    marks = {name: "(nieobowiązkowe)" in str(VisitForm()[name].as_field_group()) for name in VisitForm.base_fields}
    assert marks == {"name": False, "note": True, "rhythm": False}


def test_a_form_in_error_leads_to_each_field_that_needs_work() -> None:
    html = str(VisitForm({}))
    assert re.findall(r'<li><a href="#([^"]+)">', html) == ["id_name", "id_rhythm_0"]
    assert html.count('role="alert"') == 1
    assert str(VisitForm()).count('role="alert"') == 0


def test_what_people_typed_is_escaped_everywhere_in_a_table() -> None:
    values = {"caption": "<b>", "columns": [{"label": "<i>"}], "rows": [["<script>"]]}
    html = render_to_string("ui/components/data_table.html", values)
    assert re.findall(r"<b>|<i>|<script>", html) == []
    assert html.count("&lt;script&gt;") == 1


def test_a_row_keeps_its_roles_and_knows_its_columns() -> None:
    values = {"columns": [{"label": "Kto"}, {"label": "Osoby", "number": True}], "rows": [["OSP", "31"]]}
    html = render_to_string("ui/components/data_table.html", values)
    assert re.findall(r'role="([a-z]+)"', html) == [
        "table", "rowgroup", "row", "columnheader", "columnheader", "rowgroup", "row", "rowheader", "cell",
    ]  # fmt: skip
    assert re.findall(r'data-label="([^"]+)"', html) == ["Kto", "Osoby"]


def test_a_group_is_a_shape_and_a_word_and_an_unknown_one_says_so() -> None:
    known = render_to_string("ui/components/badge.html", {"group": "ngo"})
    unknown = render_to_string("ui/components/badge.html", {"group": ""})
    assert ("#triangle" in known, "organizacje społeczne" in known) == (True, True)
    assert ("#unknown" in unknown, "nie wiemy" in unknown) == (True, True)


def test_an_unknown_fact_reads_as_unknown_and_never_as_zero() -> None:
    html = render_to_string("ui/components/facts.html", {"facts": [{"label": "Osoby", "value": None}]})
    assert re.findall(r"<span class=\"unknown\">(.*?)</span>", html) == ["nie wiemy"]


def test_a_bar_is_as_long_as_its_share_and_never_longer_than_the_track() -> None:
    template = Template("{% load ui %}{{ value|percent_of:8 }}")
    lengths = [template.render(Context({"value": value})) for value in (0, 1, 8, 12, None)]
    assert lengths == ["0", "12.5", "100", "100", "0"]


@pytest.mark.django_db
def test_pages_of_a_list_keep_the_filters(client: Client) -> None:
    page = client.get("/wzornik/?q=osp&page=3").content.decode()
    assert re.findall(r'rel="(?:prev|next)" href="([^"]+)"', page) == ["?q=osp&amp;page=2", "?q=osp&amp;page=4"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("in_force", "folds"),
    [
        ({}, True),
        ({"active": [{"label": "szukane: osp", "url": "?"}], "clear_url": "?"}, True),
        ({"clear_url": "?"}, False),
    ],
)
def test_filters_fold_on_a_phone_unless_some_are_in_force_unseen(
    in_force: dict[str, Any], folds: bool, rf: Any
) -> None:
    values = {"form": VisitForm(), "request": rf.get("/")} | in_force
    html = render_to_string("ui/components/filter_bar.html", values)
    assert ("data-fold-on-phone" in html) is folds
