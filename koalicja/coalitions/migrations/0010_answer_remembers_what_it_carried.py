from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coalitions", "0009_plan_and_link_remember"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="carried",
            field=models.JSONField(blank=True, default=list, help_text="names of what an answer before this one said"),
        ),
    ]
