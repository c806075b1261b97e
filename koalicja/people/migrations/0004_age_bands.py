import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_fewer_indexes_of_rows"),
        ("places", "0001_schema"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgeBands",
            fields=[
                (
                    "gmina",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="age_bands",
                        serialize=False,
                        to="places.gmina",
                    ),
                ),
                ("keys", models.JSONField()),
            ],
        ),
    ]
