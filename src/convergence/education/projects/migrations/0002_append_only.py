"""A report that was made is never changed nor deleted; a correction is a new version."""

from typing import ClassVar

from django.db import migrations

from convergence.core.db import AppendOnly


class Migration(migrations.Migration):
    """Triggers."""

    dependencies: ClassVar = [("projects", "0001_initial")]
    operations: ClassVar = [AppendOnly("projects_report")]
