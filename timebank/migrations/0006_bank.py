from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("timebank", "0005_reversals")]
    operations = [migrations.RenameField("stargrade", "hours", "threshold")]
