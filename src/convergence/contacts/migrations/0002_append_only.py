"""The consent ledger is never changed."""

from django.db import migrations

from convergence.core.db import AppendOnly


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("contacts", "0001_initial")]
    operations = [AppendOnly("contacts_consentevent")]
