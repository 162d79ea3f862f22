"""Application of trainings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingsConfig(AppConfig):
    """Trainings on request."""

    name = "convergence.education.trainings"
    label = "trainings"
    verbose_name = _("Trainings")

    def ready(self) -> None:
        """Declare the policies, listen to facts, make links late, hand over and empty what is held of a person."""
        from convergence.activities.commands.signing import keep_sheet_elsewhere  # noqa: PLC0415
        from convergence.contacts.queries.held import register_collected, register_eraser  # noqa: PLC0415
        from convergence.education.trainings import handlers, policies, tasks  # noqa: F401, PLC0415
        from convergence.education.trainings.commands import forget_people  # noqa: PLC0415
        from convergence.education.trainings.queries.held import collected_from  # noqa: PLC0415
        from convergence.education.trainings.queries.sessions import (  # noqa: PLC0415
            LINE_WORDS,
            LINK_WORDS,
            has_session,
            line_url_of,
            request_url_of,
        )
        from convergence.messaging.late import register_late_words  # noqa: PLC0415

        keep_sheet_elsewhere(has_session)
        register_late_words(LINK_WORDS, request_url_of)
        register_late_words(LINE_WORDS, line_url_of)
        register_collected(collected_from)
        register_eraser(forget_people)
