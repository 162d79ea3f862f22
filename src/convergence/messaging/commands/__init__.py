"""What may be done with messages. The stable entry points of other apps.

- `create_mailing`, `add_recipients`, `start_mailing`: write to many;
- `send_transactional`: write to one, now;
- `send_test`: look at a mailing in one's own mailbox;
- `unsubscribe`, `suppress`, `lift_suppression`: who is not written to;
- `record_bounce`, `record_returned_letter`, `settle_uncertain`: what became of it.
"""

from convergence.messaging.commands.letters import keep_letters
from convergence.messaging.commands.mailings import (
    File,
    Recipient,
    Text,
    add_recipients,
    create_mailing,
    mark_printed,
    pause_mailing,
    resume_mailing,
    start_mailing,
)
from convergence.messaging.commands.outcomes import (
    record_bounce,
    record_returned_letter,
    settle_bounce,
    settle_uncertain,
)
from convergence.messaging.commands.suppressions import lift_suppression, suppress, unsubscribe
from convergence.messaging.commands.transactional import send_test, send_transactional

__all__ = [
    "File",
    "Recipient",
    "Text",
    "add_recipients",
    "create_mailing",
    "keep_letters",
    "lift_suppression",
    "mark_printed",
    "pause_mailing",
    "record_bounce",
    "record_returned_letter",
    "resume_mailing",
    "send_test",
    "send_transactional",
    "settle_bounce",
    "settle_uncertain",
    "start_mailing",
    "suppress",
    "unsubscribe",
]
