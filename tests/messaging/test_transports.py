"""One connection for many messages, with a server that takes commands in a row and with one that does not."""

from typing import Any

import pytest
from aiosmtpd.smtp import Envelope, Session
from django.conf import LazySettings

from convergence.messaging.transports import RefusedForGood, Smtp
from tests.messaging.live import mail_server

RAW = b"Subject: Avis\r\n\r\nBonjour\r\n.\r\nfin\r\n"


class Server:
    """Keeps what arrives; knows nobody at `nobody@`."""

    def __init__(self, *, in_a_row: bool) -> None:
        self.in_a_row = in_a_row
        self.kept: list[tuple[str, list[str], bytes]] = []
        self.connections: set[int] = set()

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections.add(id(session))
        return ["250-PIPELINING", *responses] if self.in_a_row else responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 yes"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.kept.append((str(envelope.mail_from), list(envelope.rcpt_tos), bytes(envelope.content or b"")))
        return "250 kept"


@pytest.mark.parametrize("in_a_row", [True, False])
def test_a_refusal_half_way_does_not_spoil_the_next_message(settings: LazySettings, in_a_row: bool) -> None:
    server = Server(in_a_row=in_a_row)
    with mail_server(server) as port:  # type: ignore[arg-type]
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        way = Smtp()
        for name in ("ana", "nobody", "luc", "accent-é", "deux lignes\r\nRCPT TO:<x@x.example>", "eva"):
            values: dict[str, Any] = {"sender": "c@centre.example", "raw": RAW, "delivery_id": None, "subject": ""}
            if name in {"ana", "luc", "eva"}:
                assert way.send(recipient=f"{name}@union.example", **values) == "kept"
            else:
                with pytest.raises(RefusedForGood):
                    way.send(recipient=f"{name}@union.example", **values)
        way.close()
    assert [recipients for _sender, recipients, _raw in server.kept] == [
        [f"{name}@union.example"] for name in ("ana", "luc", "eva")
    ]
    assert {(sender, raw) for sender, _recipients, raw in server.kept} == {("c@centre.example", RAW)}
    assert len(server.connections) == 1
