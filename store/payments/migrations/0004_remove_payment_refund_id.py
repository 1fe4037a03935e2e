from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("payments", "0003_earlier_payments")]
    operations = [migrations.RemoveField("payment", "refund_id")]
