"""A worker killed with -9 while letters go out: each recipient gets the letter once."""

from pathlib import Path

import pytest

from tests.messaging.live import Place, Sink, mail_server, wait_until

COUNT = 60

PREPARE = f"""
import json
from datetime import datetime, UTC
from convergence.core.profile import change_profile
from convergence.messaging import commands
from convergence.messaging.commands import Recipient, Text
at = datetime.now(UTC)
change_profile(actor=None, at=at, name="Centre", street="1, rue", city="Montréal", postal_code="H2X 0A0", phone="514 555-0100")
mailing = commands.create_mailing(
    reference="live", title="Avis", purpose="LEGAL_NOTICE", texts=[Text("fr", "Avis", "Bonjour {{{{ nom }}}}.")], actor=None, at=at
)
people = [Recipient(None, f"p{{i}}@union.example", "fr", {{"nom": str(i)}}) for i in range({COUNT})]
commands.add_recipients(mailing_id=mailing.pk, recipients=people, actor=None, at=at)
commands.start_mailing(mailing_id=mailing.pk, actor=None, at=at)
print(json.dumps(mailing.pk))
"""

FATES = """
import json
from convergence.messaging.models import Delivery
print(json.dumps(dict(Delivery.objects.values_list("address", "fate"))))
"""


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Place:
    return Place(tmp_path, database_url)


@pytest.mark.django_db(transaction=True)
def test_each_recipient_gets_the_letter_once(place: Place) -> None:
    sink = Sink(pause=0.03)
    with mail_server(sink) as port:
        place.env |= {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "DEFAULT_FROM_EMAIL": "c@centre.example"}
        place.run(PREPARE)
        with place.worker():
            wait_until(lambda: sum(sink.received.values()) >= 20, 60)
        before = sum(sink.received.values())
        assert before < COUNT
        place.manage("worker", "--batch")
        fates = place.run(FATES)
    uncertain = {address for address, fate in fates.items() if fate == "UNCERTAIN"}
    assert set(fates.values()) <= {"SENT", "UNCERTAIN"}
    assert len(uncertain) <= 1
    assert [address for address, count in sink.received.items() if count > 1] == []
    assert set(sink.received) | uncertain == set(fates)
    assert {sender.partition("+")[0] for sender in sink.senders.values()} == {"c"}
