"""What was pressed at the door is never changed nor deleted; a slip is taken back by another press."""

from typing import ClassVar

from django.db import migrations

from convergence.core.db import AppendOnly


class Migration(migrations.Migration):
    """Triggers."""

    dependencies: ClassVar = [("gatherings", "0001_initial")]
    operations: ClassVar = [AppendOnly("gatherings_checkin")]
