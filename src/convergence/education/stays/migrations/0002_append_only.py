"""Links between members and candidates are never taken back, kept so by the database itself."""

from django.db import migrations

from convergence.core.db import AppendOnly


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("stays", "0001_initial"),)

    operations = (AppendOnly("stays_committeelink", may_change=("words",)),)
