"""A person can be taken out of a register and put back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_found_of_steps"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="state",
            field=models.CharField(
                choices=[("listed", "in the register"), ("dismissed", "taken out"), ("merged", "merged")],
                default="listed",
                max_length=10,
            ),
        ),
    ]
