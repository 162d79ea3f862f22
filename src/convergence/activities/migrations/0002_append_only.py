"""Attendance and figures are never changed nor deleted; only a name is emptied when the law asks (L10)."""

from typing import ClassVar

from django.db import migrations

from convergence.core.db import AppendOnly


class Migration(migrations.Migration):
    """Triggers."""

    dependencies: ClassVar = [("activities", "0001_initial")]
    operations: ClassVar = [
        AppendOnly("activities_attendanceentry", may_change=("person_id", "name", "parent_agreed")),
        AppendOnly("activities_activityfigure"),
    ]
