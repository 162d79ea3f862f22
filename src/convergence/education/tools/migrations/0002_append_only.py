"""What came into the stock or left it is never changed nor deleted."""

from typing import ClassVar

from django.db import migrations

from convergence.core.db import AppendOnly


class Migration(migrations.Migration):
    """Triggers."""

    dependencies: ClassVar = [("tools", "0001_initial")]
    operations: ClassVar = [AppendOnly("tools_stockmovement")]
