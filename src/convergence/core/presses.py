"""A page that is sent twice does its act once, on all processes: the first press answers for the others."""

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import IntegrityError, transaction
from django.utils import timezone

from convergence.core.models import Press
from convergence.core.tasks import periodic

#: For how many seconds the answer to a press serves those that follow; how long they wait for it, and look how often.
KEPT_SECONDS, WAIT_SECONDS, LOOK_SECONDS = 60, 20.0, 0.05
#: Name under which pages that take no token against forged requests send a key of their own.
PRESS_KEY = "press_key"


@dataclass(frozen=True)
class Sent:
    """A page as it was sent.

    Attributes:
        mark: what was drawn for this very page when it was shown; kept nowhere here.
        words: whose it is, its address, and all that was written in it.
    """

    mark: str
    words: str

    @property
    def name(self) -> str:
        """Digest under which the press is kept; 64 signs."""
        return sha256(f"{self.mark}\0{self.words}".encode(errors="surrogatepass")).hexdigest()

    @property
    def box(self) -> Fernet:
        """What seals the answer: it may hold the token of a personal link (S61), and opens for the same page only."""
        key = HKDF(SHA256(), 32, salt=None, info=b"core.press").derive(self.mark.encode(errors="surrogatepass"))
        return Fernet(base64.urlsafe_b64encode(key))


def claim(sent: Sent, *, at: datetime) -> bool:
    """Take a press for oneself; tell whether nobody had it."""
    forget(at=at)
    try:
        with transaction.atomic():
            Press.objects.create(name=sent.name, at=at)
    except IntegrityError:
        return False
    return True


def forget(*, at: datetime) -> None:
    """Delete the presses whose time is over."""
    Press.objects.filter(at__lt=at - timedelta(seconds=KEPT_SECONDS)).delete()


@periodic(seconds=300)
def forget_old() -> None:
    """Delete them also when nobody presses anything any more."""
    forget(at=timezone.now())


def settle(sent: Sent, answer: Mapping[str, Any] | None, *, at: datetime) -> None:
    """Keep the answer for the presses that follow; None lets them act by themselves: nothing was done."""
    mine = Press.objects.filter(name=sent.name)
    if answer is None:
        mine.delete()
    else:
        mine.update(answer=sent.box.encrypt(json.dumps(answer).encode()), at=at)


def answer_of_first(sent: Sent) -> dict[str, Any] | None:
    """Wait for the answer of the press that came first; None when it did nothing, or takes too long."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        found = Press.objects.filter(name=sent.name).first()
        if found is None:
            return None
        if found.answer is not None:
            kept: dict[str, Any] = json.loads(sent.box.decrypt(bytes(found.answer)))
            return kept
        time.sleep(LOOK_SECONDS)
    return None
