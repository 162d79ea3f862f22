"""The history of deliveries is never changed."""

from django.db import migrations

from convergence.core.db import AppendOnly


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("messaging", "0001_initial")]
    operations = [AppendOnly("messaging_deliveryevent")]
