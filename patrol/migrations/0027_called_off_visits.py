from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("patrol", "0026_calendar_key_of_people"),
    ]

    operations = [
        migrations.AlterField(
            model_name="assignment",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("given_back", "given back"),
                    ("declined", "declined"),
                    ("not_accepted", "not accepted in time"),
                    ("not_done", "not done in time"),
                    ("replanned", "planned anew"),
                    ("called_off", "called off: visits there are suspended"),
                ],
                max_length=12,
            ),
        ),
    ]
