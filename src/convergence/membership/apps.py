"""Application of membership."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembershipConfig(AppConfig):
    """Membership and dues."""

    name = "convergence.membership"
    label = "membership"
    verbose_name = _("Membership")

    def ready(self) -> None:
        """Put the models under the table of policies and listen to facts."""
        from convergence.accounts.scoped import register_policies  # noqa: PLC0415
        from convergence.contacts.commands.merges import register_merge_guard  # noqa: PLC0415
        from convergence.contacts.queries.consent import register_evidence  # noqa: PLC0415
        from convergence.contacts.queries.held import (  # noqa: PLC0415
            register_collected,
            register_eraser,
            register_keeper,
        )
        from convergence.membership import handlers, policies  # noqa: F401, PLC0415
        from convergence.membership.commands.erasing import empty_answers  # noqa: PLC0415
        from convergence.membership.commands.members import refuse_to_absorb_a_member  # noqa: PLC0415
        from convergence.membership.importing import register_columns  # noqa: PLC0415
        from convergence.membership.models import (  # noqa: PLC0415
            AnnouncedPerson,
            CallRecipient,
            Coverage,
            DuesCall,
            DuesScale,
            Exemption,
            ExtraordinaryContribution,
            GroupMembership,
            MembershipApplication,
        )
        from convergence.membership.queries.evidence import memberships  # noqa: PLC0415
        from convergence.membership.queries.held import answers_of, still_a_member  # noqa: PLC0415
        from convergence.membership.queries.links import LINK_WORDS, form_url_of  # noqa: PLC0415
        from convergence.messaging.late import register_late_words  # noqa: PLC0415

        register_evidence(memberships)
        register_collected(answers_of)
        register_keeper(still_a_member)
        register_eraser(empty_answers)
        register_merge_guard(refuse_to_absorb_a_member)
        register_late_words(LINK_WORDS, form_url_of)
        register_columns()
        register_policies(
            AnnouncedPerson,
            CallRecipient,
            Coverage,
            DuesCall,
            DuesScale,
            Exemption,
            ExtraordinaryContribution,
            GroupMembership,
            MembershipApplication,
        )
