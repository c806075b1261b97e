from typing import Any

from django.db import migrations
from django.db.models import F


def hand_on_age_bands(apps: Any, schema_editor: Any) -> None:
    """Registers ask for the bands of the edition that started last; so far only later changes have reached them."""
    alias = schema_editor.connection.alias
    participations = apps.get_model("programmes", "Participation").objects.using(alias)
    age_bands = apps.get_model("people", "AgeBands")
    oldest_first = participations.order_by(F("edition__starts_on").asc(nulls_first=True), "edition__pk")
    bands = dict(oldest_first.values_list("gmina", "edition__age_bands"))
    known = set(age_bands.objects.using(alias).values_list("gmina", flat=True))
    rows = [age_bands(gmina_id=code, keys=keys) for code, keys in sorted(bands.items()) if keys and code not in known]
    age_bands.objects.using(alias).bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0001_schema"),
        ("people", "0004_age_bands"),
    ]

    operations = [
        # Going back leaves the bands: whoever set them since cannot be told from these.
        migrations.RunPython(hand_on_age_bands, migrations.RunPython.noop),
    ]
