from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("backroom", "0004_interim")]

    operations = [
        migrations.CreateModel(
            name="StopAsked",
            fields=[
                ("job", models.BigIntegerField(primary_key=True, serialize=False)),
                ("by", models.BigIntegerField(null=True)),
            ],
        ),
    ]
