"""A facilitator is never booked twice, kept by the database itself."""

from django.db import migrations

from convergence.core.db import NoOverlap


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("trainings", "0001_initial"),)

    operations = (
        NoOverlap(
            "trainings_dateoption",
            name="trainings_never_twice",
            key="facilitator_id",
            start="busy_from",
            end="busy_until",
            only=("state", ("OFFERED", "CHOSEN")),
            moments=True,
        ),
    )
