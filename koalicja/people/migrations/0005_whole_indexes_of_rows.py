from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0004_age_bands")]

    operations = [
        migrations.RemoveIndex(model_name="batchrow", name="batch_row_organisation"),
        migrations.RemoveIndex(model_name="batchrow", name="batch_row_person"),
        migrations.AddIndex(
            model_name="batchrow", index=models.Index(fields=["organisation"], name="batch_row_organisation")
        ),
        migrations.AddIndex(model_name="batchrow", index=models.Index(fields=["person"], name="batch_row_person")),
    ]
