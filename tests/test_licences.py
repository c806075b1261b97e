"""The licence check: AND means all of them, OR or a list means any."""

import pytest

from tools.licences import fits


@pytest.mark.parametrize(
    ("licence", "is_fitting"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("LGPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0 AND BSD-3-Clause", False),
        ("MIT and GPL-3.0-only", False),
        ("MIT AND PSF-2.0", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("Apache-2.0 OR GPL-2.0-or-later", True),
        ("GPL-2.0-or-later OR MIT", True),
        ("GPL-2.0 OR AGPL-3.0", False),
        ("MIT OR Apache-2.0 AND GPL-3.0", True),
        ("(MIT OR Apache-2.0) AND GPL-3.0", False),
        ("(MIT OR GPL-2.0) AND (BSD-2-Clause OR AGPL-3.0)", True),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("Apache-2.0 WITH LLVM-exception AND GPL-2.0-only", False),
        ("3-Clause BSD License", True),
        ("BSD 3-Clause and GPL", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("GNU Library or Lesser General Public License (LGPL)", True),
        ("GNU Affero General Public License v3", False),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        (
            "Apache Software License; GNU General Public License (GPL); "
            "GNU Library or Lesser General Public License (LGPL)",
            True,
        ),
        ("GNU General Public License (GPL); Affero GPL", False),
        ("Proprietary", False),
        ("CC-BY-NC-4.0", False),
        ("(MIT", True),
        ("UNKNOWN", False),
        ("", False),
    ],
)
def test_a_licence_fits_where_every_part_of_one_offer_does(licence: str, is_fitting: bool) -> None:
    assert fits(licence) is is_fitting
