"""Why a table, a rules file or an option is not taken: codes with parameters, and their sentences."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koalicja.engine.composition.errors import CompositionError
from koalicja.people.files import FileRefused
from koalicja.people.refusals import file_reason

__all__ = ["InputRefused", "engine_refusal", "refusal"]


class InputRefused(Exception):
    """The input cannot be used and nothing was computed. `code` is a key of SENTENCES, `params` what it names."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


SENTENCES: Mapping[str, str | Promise] = {
    # files and options
    "no_file": _("There is no such file: %(path)s. Check the name and the folder."),
    "is_folder": _("This is a folder, not a file: %(path)s. Name a file in it."),
    "not_regular": _("This is a device or a pipe, not a file on a disk: %(path)s. Save it as a file first."),
    "no_right": _("You may not read this file: %(path)s. Check the rights."),
    "out_twice": _(
        "This file is named twice: %(path)s. Give each file a name of its own, so that none is overwritten."
    ),
    "cannot_write": _("This file cannot be written: %(path)s. Check the folder and the rights."),
    "bad_size": _("The size is not a range: “%(value)s”. Write two whole numbers, such as --size 12-20."),
    "size_reversed": _(
        "The size is the wrong way round: “%(value)s”. Write the smaller number first: --size %(right)s."
    ),
    "bad_seed": _("The seed is not a whole number from 0 to 2147483647: “%(value)s”."),
    "bad_time_limit": _("The time limit is not a number of seconds above 0: “%(value)s”."),
    "unknown_library": _("No candidate has the id given as --library: “%(id)s”. Check the id in the table."),
    "no_candidates": _("There is no list to choose from. Name a file: --candidates FILE."),
    "no_rules_named": _(
        "There are no rules to keep. Name them: --rules prb, or a file of your own: --rules FILE.toml."
    ),
    "unknown_option": _("There is no such option: %(words)s. All of them: %(help)s."),
    "required": _("Something is missing: %(words)s. What belongs there: %(help)s."),
    "no_value": _("The option %(option)s has no value after it. What belongs there: %(help)s."),
    # the gmina of a list
    "gmina_needed": _("The file does not say which gmina it is about. Add --gmina CODE, for example --gmina 020101."),
    "several_gminas": _(
        "The file names several gminas (%(count)s), and a coalition has one."
        " Add --gmina CODE, for example --gmina %(example)s."
    ),
    "unknown_gmina": _("We know no gmina with this code: “%(value)s”. Write the six digits of its TERYT code."),
    "nobody_there": _(
        "The file has no organisation or person of this gmina: %(gmina)s. Check the code, or choose another file."
    ),
    "no_usable_row": _("No row of the file names an organisation or a person. Check whether you chose the right file."),
    # the canonical table
    "not_utf8": _("Line %(line)s is not UTF-8 text. Save the table as CSV in UTF-8."),
    "nul_byte": _("Line %(line)s holds a character that no text has (NUL). Save the table once more as CSV in UTF-8."),
    "not_csv": _("Line %(line)s is not proper CSV: a quotation mark is not closed or stands in the wrong place."),
    "near_header": _(
        "The header of this table must begin exactly so: %(expected)s. Small letters, this order, commas between,"
        " and the file saved as CSV in UTF-8."
    ),
    "unknown_column": _("Line 1: unknown column “%(column)s”. Known ones: %(known)s."),
    "column_twice": _("Line 1: the column “%(column)s” is there twice. Leave one of them."),
    "too_many_cells": _(
        "Line %(line)s has more cells than the header. Write decimals with a point and put texts with commas"
        " between quotation marks."
    ),
    "no_id": _("Line %(line)s: the id is missing. Give each candidate an id of its own."),
    "bad_id": _("Line %(line)s: the id “%(value)s” holds “:” or “|”, which separate ids in lists. Choose another one."),
    "duplicate_id": _("Line %(line)s: the id “%(value)s” was used before, in line %(first)s. Give each its own."),
    "unknown_id": _("Line %(line)s, column %(column)s: no candidate has the id “%(value)s”. Check how it is written."),
    "own_id": _("Line %(line)s, column %(column)s: the candidate names itself (“%(value)s”). Remove it."),
    "bad_value": _("Line %(line)s, column %(column)s: “%(value)s” is not known here. Write one of: %(known)s."),
    "unknown_sector": _(
        "Line %(line)s: unknown sector “%(value)s”. Use a key from the list in docs/formats.md, such as school."
    ),
    "bad_age_band": _("Line %(line)s: the age band “%(value)s” is not like 13-19 or 60+."),
    "not_a_number": _("Line %(line)s, column %(column)s: “%(value)s” is not a number from 0 to 1."),
    "decimal_comma": _("Line %(line)s, column %(column)s: write the number with a point, not a comma: “%(value)s”."),
    "outside": _("Line %(line)s, column %(column)s: %(value)s lies outside 0–1."),
    "bad_tie": _("Line %(line)s, column knows: “%(value)s” is not an id with a strength, such as anna:0.5."),
    "kind_against_group": _(
        "Line %(line)s: kind %(kind)s and group %(group)s contradict each other;"
        " the group is resident exactly where the kind is resident."
    ),
    # the tables of votes and people
    "no_voices": _("There is nothing to count. Name both tables: --votes FILE --people FILE."),
    "in_file": "%(path)s: %(sentence)s",
    "wrong_header": _("Line %(line)s: the header of this table must be exactly so: %(expected)s."),
    "no_cell": _("Line %(line)s, column %(column)s: the cell is empty. Write what belongs there."),
    "unknown_person": _(
        "Line %(line)s: nobody in the table of people has the id “%(value)s”. Add the person there, or check how the"
        " id is written."
    ),
    # the rules file
    "no_rules": _("There are no rules called “%(name)s”: neither a file nor one of the shipped sets (%(known)s)."),
    "rules_not_utf8": _("The rules file is not UTF-8 text. Save it in UTF-8."),
    "bad_toml": _(
        "The rules file is not proper TOML: look at line %(line)s. Compare it with the example in docs/formats.md."
    ),
    "unknown_rule": _("Unknown key in the rules file: %(key)s. Known ones there: %(known)s."),
    "rule_not_whole": _("Rules file, %(key)s: a whole number from 0 to %(most)s is needed, and there is: %(value)s."),
    "rule_bad_word": _(
        "Rules file, %(key)s: no cell of a table can hold this word. Write one that is not empty, has no “|” and no"
        " space at either end."
    ),
    "rule_not_share": _("Rules file, %(key)s: a number from 0 to 1 is needed, and there is: %(value)s."),
    "rule_not_weight": _("Rules file, %(key)s: a number from 0 to %(most)s is needed, and there is: %(value)s."),
    "rule_not_bool": _("Rules file, %(key)s: true or false is needed, and there is: %(value)s."),
    "rule_not_size": _("Rules file, size: two whole numbers such as [12, 20] are needed, and there is: %(value)s."),
    "rule_size_reversed": _(
        "Rules file, size: the smaller number comes first, so %(right)s is needed, and there is: %(value)s."
    ),
    "rule_not_table": _("Rules file, %(key)s: a table is needed, such as %(example)s, and there is: %(value)s."),
    "rule_min_over_max": _(
        "Rules file, %(key)s: the minimum (%(min)s) is above the maximum (%(max)s). Change one of them."
    ),
    "rule_bad_sector": _("Rules file: unknown sector “%(key)s”. Use a key from the list in docs/formats.md."),
    "rule_bad_age_band": _("Rules file: the age band “%(key)s” is not like 13-19 or 60+."),
    # a stored answer
    "no_settings": _(
        "A stored proposal is read from the database of the site, whose settings are missing here: %(setting)s. Set "
        "what `koalicja serve` needs, or KOALICJA_DEMO=1 for the demo."
    ),
    "no_inputs": _("To check a file again, name its candidates and rules: --candidates FILE --rules RULES."),
    "not_json": _("The file %(path)s is not an answer of koalicja compose: it is not JSON."),
    "bad_answer": _(
        "The file %(path)s is not an answer of koalicja compose: “%(key)s” is missing or is not as it should be."
    ),
    "nothing_to_check": _(
        "The answer %(path)s holds no table: nothing was found in the time given, so there is nothing to check."
    ),
}


def refusal(error: InputRefused | FileRefused) -> str:
    """What is wrong and what would help, on one line."""
    if isinstance(error, FileRefused):
        return file_reason(error.code, error.params)
    return str(SENTENCES[error.code]) % {key: " ".join(str(value).split()) for key, value in error.params.items()}


_CONTRADICTION = _("The computation contradicted itself, so there is no answer. Please tell those who keep Koalicja.")
_ENGINE: Mapping[str, str | Promise] = {
    "no_time": _("The time did not suffice for any table. Allow more with --time-limit."),
    "weight_too_small": _(
        "Rules file, %(rule)s: beside the greatest weight this one is too small to count. Write 0, or at least"
        " %(least)s."
    ),
    "solver_disagrees": _CONTRADICTION,
    "rules_can_be_met": _CONTRADICTION,
}
_TOGETHER = _(
    "These candidates and rules cannot be used together. Check the ids in the table and the numbers in the rules."
)


def engine_refusal(error: CompositionError) -> str:
    """What the engine found wrong; the readers of files say most of it earlier and better."""
    params = {key: f"{value:g}" if isinstance(value, float) else value for key, value in error.params.items()}
    return str(_ENGINE.get(error.code, _TOGETHER)) % params
