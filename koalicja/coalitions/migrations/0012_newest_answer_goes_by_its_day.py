from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coalitions", "0011_answer_keeps_what_it_replaced"),
    ]

    operations = [
        migrations.AlterModelOptions(name="answer", options={"ordering": ["-on", "-pk"]}),
        migrations.RemoveIndex(model_name="answer", name="answer_newest"),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["candidacy", "-on", "-id"], name="answer_newest"),
        ),
    ]
