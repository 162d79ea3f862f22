"""A crate in one place a day, and answers that nobody edits, kept by the database itself."""

from django.db import migrations

from convergence.core.db import AppendOnly, NoOverlap


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("exhibitions", "0001_initial"),)

    operations = (
        NoOverlap(
            "exhibitions_hold",
            name="exhibitions_crate_once",
            key="crate_id",
            start="start_date",
            end="end_date",
        ),
        AppendOnly("exhibitions_consententry", may_change=("how",)),
    )
