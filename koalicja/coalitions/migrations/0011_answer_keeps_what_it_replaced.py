from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coalitions", "0010_answer_remembers_what_it_carried"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="replaced",
            field=models.JSONField(
                blank=True, default=dict, help_text="ways to reach her as the answer before had them"
            ),
        ),
    ]
