"""Who could speak in a round of members: how many of each group are at the table."""

from koalicja.coalitions.models import Coalition
from koalicja.coalitions.queries.purpose import candidacies_of, groups_at_table


def members_by_group(coalition: Coalition) -> dict[str, int]:
    """People at the table by group, the Lead Library with them."""
    library = coalition.participation.library
    rows = groups_at_table(candidacies_of(coalition), library.pk, library.group)
    return {row.group: row.at_table for row in rows}
