"""The audit log is never changed: its values alone may be emptied."""

from django.db import migrations

from convergence.core.db import AppendOnly


class Migration(migrations.Migration):
    """Triggers."""

    dependencies = [("core", "0001_initial")]
    operations = [
        AppendOnly("core_auditentry"),
        AppendOnly("core_auditseal"),
        AppendOnly("core_auditdetail", may_change=("salt", "actor_label", "object_label", "changes", "emptied_at")),
    ]
