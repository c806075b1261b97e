"""Codes about files and their rows → sentences: what is wrong, why, and what would help. Only codes are stored."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from koalicja.people.words import FIELD_NAMES, IDENTIFIER_NAMES

Sentence = str | Promise
NOTHING_SAVED = gettext_lazy("Nothing has been saved.")

FILE_FIELDS: Mapping[str, Sentence] = {
    "name": pgettext_lazy("column", "name"),
    "kind": pgettext_lazy("column", "type"),
    "sector": pgettext_lazy("column", "sector"),
    "group": pgettext_lazy("column", "group"),
    "gmina_code": pgettext_lazy("column", "TERYT code of the gmina"),
    "voivodeship": pgettext_lazy("column", "voivodeship"),
    "powiat": pgettext_lazy("column", "powiat"),
    "gmina": pgettext_lazy("column", "gmina"),
    "village": pgettext_lazy("column", "village or town"),
    "street": pgettext_lazy("column", "street"),
    "house_number": pgettext_lazy("column", "house number"),
    "flat": pgettext_lazy("column", "flat number"),
    "address": pgettext_lazy("column", "whole address"),
    "postcode": pgettext_lazy("column", "postcode"),
    "phone": pgettext_lazy("column", "phone"),
    "email": pgettext_lazy("column", "e-mail"),
    "contact": pgettext_lazy("column", "phone or e-mail"),
    "contact_2": pgettext_lazy("column", "phone or e-mail (a second column)"),
    "contact_3": pgettext_lazy("column", "phone or e-mail (a third column)"),
    "website": pgettext_lazy("column", "website"),
    "regon": "REGON",
    "nip": "NIP",
    "rspo": "RSPO",
    "person": pgettext_lazy("column", "first and last name of a person"),
    "first_name": pgettext_lazy("column", "first name"),
    "last_name": pgettext_lazy("column", "last name"),
    "role": pgettext_lazy("column", "function of the person"),
    "age_band": pgettext_lazy("column", "age band"),
    "notes": pgettext_lazy("column", "notes"),
}

_NOT_SAVED: Mapping[str, Sentence] = {
    "row_id": pgettext_lazy("column", "number of the row"),
    "post_town": pgettext_lazy("column", "post office"),
}

_FILES: Mapping[str, Sentence] = {
    "empty": gettext_lazy(
        "The file is empty: there is no row with text in it. Check whether you chose the right file."
    ),
    "only_header": gettext_lazy(
        "The file holds the header alone, and no row below it. Check whether you chose the right file or sheet."
    ),
    "list_of_places": gettext_lazy(
        "This looks like a list of places, not of organisations: towns and villages stand where names of organisations"
        " should. Load a list of those who work there: schools, clubs, firms. If these are organisations after all,"
        " add a column “Rodzaj” that says of each what it is, and load the file once more."
    ),
    "territorial_register": gettext_lazy(
        "This is a register of gminas or places (TERC or SIMC), not a list of organisations. We know the gminas"
        " already; whoever runs the server applies a new TERC with “koalicja places import-terc”. Load a list of"
        " those who work in the gmina: schools, clubs, firms."
    ),
    "wrong_type": gettext_lazy(
        "We cannot read this kind of file (%(found)s). Save the table as XLSX, ODS or CSV and load it once more."
    ),
    "html_table": gettext_lazy(
        "This is a web page, although its name says it is a spreadsheet. Open it in Excel or LibreOffice,"
        " save it as XLSX and load it once more."
    ),
    "password": gettext_lazy(
        "The workbook is protected by a password, so we cannot see what is inside. Save it without a "
        "password and load it once more."
    ),
    "unpacked_too_big": gettext_lazy(
        "Unpacked, the file would take more than %(limit_mb)s MB. Remove pictures, empty formatted rows "
        "and sheets you do not need, and load it once more."
    ),
    "too_large": gettext_lazy(
        "The file is larger than %(limit_mb)s MB. Divide it into parts, for example by powiat, and load each of them."
    ),
    "too_many_rows": gettext_lazy(
        "The file has more than %(limit)s rows. Divide it into parts, for example by voivodeship, and "
        "load each of them."
    ),
    "too_many_columns": gettext_lazy(
        "The file has %(found)s columns, and we read at most %(limit)s. Leave the columns with names, "
        "places and contacts, and load it once more."
    ),
    "damaged": gettext_lazy(
        "The file is damaged: it breaks off or its parts do not fit together. Open it in Excel or "
        "LibreOffice, save it anew and load it once more."
    ),
    "mixed_encodings": gettext_lazy(
        "Row %(row)s is written in another encoding than the rest, so Polish letters would be lost. Open "
        "the file in Excel or LibreOffice, check that row, save the file as XLSX and load it once more."
    ),
    "nul_bytes": gettext_lazy(
        "Row %(row)s holds characters that are no text (NUL). The file was probably copied badly. Open it"
        " in Excel or LibreOffice, save it as XLSX and load it once more."
    ),
    "no_such_sheet": gettext_lazy("The workbook has no sheet “%(sheet)s”. Choose another one."),
    "not_a_list": gettext_lazy(
        "This does not look like a list of organisations or people: no column holds their names. If there"
        " is one, write “Nazwa” above it and load the file once more."
    ),
    "expired": gettext_lazy("We keep a loaded file for 24 hours, and that time is over. Load it once more."),
}
_FILE_TYPES: Mapping[str, Sentence] = {
    "pdf": "PDF",
    "docx": gettext_lazy("a Word document"),
    "pptx": gettext_lazy("a PowerPoint presentation"),
    "jpeg": gettext_lazy("a picture"),
    "png": gettext_lazy("a picture"),
    "gif": gettext_lazy("a picture"),
    "html": gettext_lazy("a web page"),
    "zip": gettext_lazy("a ZIP archive"),
    "xml": "XML",
    "rtf": "RTF",
    "binary": gettext_lazy("not a table"),
}


def file_refusal(code: str, params: Mapping[str, Any]) -> str:
    """Why a file was not loaded and what helps, ending with what was kept of it: nothing."""
    begins = _("The file was not loaded.")
    return f"{begins} {file_reason(code, params)} {NOTHING_SAVED}"


def file_reason(code: str, params: Mapping[str, Any]) -> str:
    """Why a file cannot be read as a table and what helps."""
    if params.get("found") == "html_table":
        code = "html_table"
    found = str(params.get("found", ""))
    said = {"limit": "", "limit_mb": "", "row": "", "sheet": "", **params}
    said |= {"found": str(_FILE_TYPES.get(found, found.upper() if code == "wrong_type" else found))}
    sentence = _FILES.get(code, _FILES["damaged"])
    if "row" not in params and code in {"mixed_encodings", "nul_bytes"}:
        sentence = _FILES["damaged"]
    return str(sentence % said)


_ROWS: Mapping[str, Sentence] = {
    "new_here": gettext_lazy("Not in the register yet."),
    "fields_differ": gettext_lazy("In the register; the file knows more or something else."),
    "nothing_new": gettext_lazy("In the register; the file adds nothing."),
    "already_listed": gettext_lazy("The coordinator has it in the register already; we leave it alone."),
    "same_as_row": gettext_lazy("The same as in row %(row)s, so it adds nothing."),
    "fills_row": gettext_lazy("The same as in row %(row)s; what it says besides fills in that row."),
    "likely_duplicate": gettext_lazy("Something similar is in the register. Is it the same?"),
    "twice_in_register": gettext_lazy("More than one record of the register fits. Which one is it?"),
    "same_phone": gettext_lazy("Another row of this file has the same phone and place. Is it the same?"),
    "person_or_organisation": gettext_lazy("This may be a person's name. Is it a person or an organisation?"),
    "like_row": gettext_lazy("Another row of this file reads like the same. Is it?"),
    "joined_by_another": gettext_lazy(
        "Row %(row)s means the same entry already and says something else: %(fields)s. Are both of them that entry?"
    ),
    "was_removed": gettext_lazy("It was taken out of the register before. Should it come back?"),
    "corrected_by_hand": gettext_lazy("The register was corrected by hand, and the file says something else."),
    "gmina_from_place": gettext_lazy("The file does not say the gmina; the place “%(place)s” is in the one shown."),
    "gmina_ambiguous": gettext_lazy("More than one gmina fits. Which one is it?"),
    "gmina_unknown": gettext_lazy("We do not know the gmina or place written here. Choose the gmina for the file."),
    "gmina_missing": gettext_lazy("The file does not say where it is. Choose the gmina for the file."),
    "place_elsewhere": gettext_lazy(
        "The place “%(place)s” lies outside the gmina chosen for the file. Which one is right?"
    ),
    "gmina_not_ours": gettext_lazy(
        "What is written here fits another gmina, or one that we do not know. Is it from your gmina all the same?"
    ),
    "place_unknown": gettext_lazy(
        "We do not know this place in any gmina, and much of the file is about other gminas. Is it from here?"
    ),
    "closed_institution": gettext_lazy("A closed institution (prison, hospital ward): such are left out."),
    "abroad": gettext_lazy("Abroad or on a ship: left out."),
    "other_gmina": gettext_lazy("It belongs to another gmina; we load only into this register."),
    "dismissed_here": gettext_lazy("The coordinator has put it aside before; we leave it alone."),
    "person_in_edition": gettext_lazy("A person; a file for the whole edition brings organisations only."),
    "erased": gettext_lazy("The person was erased, and with her what this row said."),
    "empty_row": gettext_lazy("An empty row."),
    "no_name": gettext_lazy("The name is missing. Fill it in and load the file once more."),
    "name_without_letters": gettext_lazy(
        "The name has no letters, only figures or marks. Write the whole name and load the file once more."
    ),
    "contact_as_name": gettext_lazy(
        "A phone or an e-mail stands instead of the name. Write the name there, put the contact into a column of its"
        " own and load the file once more."
    ),
    "contact_in_name": gettext_lazy(
        "A phone or an e-mail stands in the name, and there is no place for a second one. Leave the name alone there,"
        " load the file once more and add the second contact on the page of the entry."
    ),
    "contact_in_column": gettext_lazy(
        "A phone or an e-mail stands in a column of something else (column: %(field)s), and we cannot take it out. Put"
        " it into a column of its own and load the file once more."
    ),
    "contact_left_in_name": gettext_lazy(
        "Figures like those of a phone, or a part of an e-mail, stand in the name. Leave the name alone there, put the"
        " contact into a column of its own and load the file once more."
    ),
    "formula_as_name": gettext_lazy(
        "A formula stands where the name should be. Put the name itself there and load the file once more."
    ),
    "summary_row": gettext_lazy("A row that sums up the others, not an organisation. You may leave it as it is."),
    "several_records_in_one_cell": gettext_lazy(
        "%(count)s records stand in one cell (column: %(field)s), probably because of an unclosed "
        "quotation mark. Put each of them into its own row and load the file once more."
    ),
    "too_long": gettext_lazy(
        "The text is too long (column: %(field)s, characters: %(length)s, at most %(limit)s). Shorten it "
        "and load the file once more."
    ),
    "nul_byte": gettext_lazy(
        "There are characters that are no text in this row. Type it anew and load the file once more."
    ),
    "formula_without_value": gettext_lazy(
        "A cell holds a formula without a result. Open the file in a spreadsheet, save it, and load it once more."
    ),
}
_LEFT_OUT: Mapping[str, Sentence] = {
    "closed_institution": pgettext_lazy("skipped rows", "closed institutions (prisons, hospital wards)"),
    "abroad": pgettext_lazy("skipped rows", "abroad or on ships"),
    "other_gmina": pgettext_lazy("skipped rows", "of other gminas"),
    "dismissed_here": pgettext_lazy("skipped rows", "put aside by coordinators before"),
    "person_in_edition": pgettext_lazy("skipped rows", "about people"),
    "erased": pgettext_lazy("skipped rows", "about people who were erased"),
    "empty_row": pgettext_lazy("skipped rows", "empty"),
}
_MET: Mapping[str, Sentence] = {
    "appeared": gettext_lazy("Somebody has added it in the meantime, so it was not added twice."),
    "moved": gettext_lazy("The record has been merged or removed in the meantime; it was left as it is."),
    "changed_meanwhile": gettext_lazy("Somebody has changed the record in the meantime; it was left as it is."),
    "nothing_new": gettext_lazy("It is the same; the file adds nothing to it."),
}
_HOLDS: Mapping[str, Sentence] = {
    "edited": gettext_lazy("changed after the file was loaded"),
    "taken_in": gettext_lazy("taken into the register after the file was loaded"),
    "put_aside": gettext_lazy("put aside, but somebody had written into it before"),
    "removed": gettext_lazy("taken out of the register after the file was loaded"),
    "merged": gettext_lazy("merged with another record"),
    "contact_corrected": gettext_lazy("a contact from the file was corrected by hand"),
    "mandate_moved": gettext_lazy("its representative from the file was changed by hand"),
    "contact_added": gettext_lazy("a contact was added after the file was loaded"),
    "mandate_added": gettext_lazy("it was written down who speaks for whom after the file was loaded"),
    "noted": gettext_lazy("a talk or a letter was written down after the file was loaded"),
    "used": gettext_lazy("takes part in the programme or is a candidate for a coalition"),
}


def row_reason(code: str, params: Mapping[str, Any]) -> str:
    """Why a row has its outcome; for errors also what helps."""
    said = {"row": "", "place": "", "count": "", "field": "", "length": "", "limit": "", **params}
    said["field"] = file_field(str(said["field"]))
    if code == "corrected_by_hand" and params:
        return _("Corrected by hand in the register: %(old)s; the file says: %(new)s (%(field)s).") % said
    return str(_ROWS.get(code, _ROWS["gmina_unknown"]) % said)


def met_reason(code: str) -> str:
    """Why an accepted row did nothing after all."""
    return str(_MET[code])


def left_out(code: str) -> str:
    """Rows left out for this reason, as a group."""
    return str(_LEFT_OUT.get(code, _LEFT_OUT["other_gmina"]))


def done_reason(did: str, *, is_undone: bool, suggests: bool = False) -> str:
    """What an accepted file did with a row that was to have an effect."""
    if not did:
        return _("Left out by a decision.")
    if did == "taken_back":
        return _("Taken back: nobody had touched it.")
    if is_undone:
        return _("Taken back together with the whole file.")
    if did == "filled":
        return _("Added together with an earlier row, which it has filled in.")
    added = _("Suggested.") if suggests else _("Added.")
    return added if did == "created" else _("Changed.")


def undecided_reason(code: str) -> str:
    """What became of a doubtful row of an accepted file that nobody decided about."""
    if code in {"was_removed", "corrected_by_hand"}:
        return _("Without a decision, so nothing was changed.")
    return _("Without a decision, so it was not added.")


def namesakes_reason() -> str:
    """What a person should look at where a file names somebody whose name several have."""
    return _("The register has several persons of this representative's name, so one more was added. Which one is it?")


def hold_reason(code: str) -> str:
    """What hangs on a record, so that its file cannot be taken back."""
    return str(_HOLDS[code])


def file_field(name: str) -> str:
    """A column of a file in words; the register's own fields too."""
    if name == "state":
        return _("place in the register")
    return str(
        FILE_FIELDS.get(name) or _NOT_SAVED.get(name) or FIELD_NAMES.get(name) or IDENTIFIER_NAMES.get(name, name)
    )
