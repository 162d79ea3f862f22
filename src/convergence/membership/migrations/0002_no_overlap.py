"""One stay, one scale and one payer a day, kept by the database itself."""

from django.db import migrations

from convergence.core.db import NoOverlap


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = (("membership", "0001_initial"),)

    operations = (
        NoOverlap(
            "membership_groupmembership",
            name="membership_stay_overlap",
            key="member_id",
            start="start_date",
            end="end_date",
        ),
        NoOverlap(
            "membership_duesscale",
            name="membership_scale_overlap",
            key='"group"',
            start="valid_from",
            end="valid_to",
        ),
        NoOverlap(
            "membership_coverage",
            name="membership_coverage_overlap",
            key="member_id",
            start="start_date",
            end="end_date",
        ),
    )
