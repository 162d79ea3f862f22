"""1 000 individual tagged PDF letters, one file and one row each, against bare typst.

The bare measure compiles the same template with the same data, fonts shared, the same standard, one process, and
throws the bytes away. Each letter differs (name and address), so nothing is memoised whole; the two measures take
turns by fifties, so that a busy machine slows both.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import Any

COUNT = 1000
TURN = 50
AT = datetime(2024, 2, 22, 15, 0, tzinfo=UTC)
SOURCE = (
    "Bonjour {{ nom }},\n\n"
    + "Par cette lettre, nous sollicitons votre appui afin de poursuivre notre mission auprès des travailleuses "
    "et travailleurs, et de lui donner la portée qu’elle mérite.\n\n"
    * 6
    + "- adhérer\n- [diffuser nos outils](https://centre.example/outils)\n\n"
    "Veuillez accepter nos salutations les plus solidaires,"
)


def measure() -> dict[str, object]:
    """Return letters per second of both, and their ratio."""
    import typst

    from convergence.core.profile import current_profile
    from convergence.documents import branding, letters, pdf
    from convergence.messaging.commands import keep_letters
    from convergence.messaging.models import Delivery, KeptLetter
    from convergence.messaging.rendering import compose, recipient_lines

    mailings = [_mailing(turn) for turn in range(COUNT // TURN)]
    brand = branding.brand_data(current_profile())
    compiler = typst.Compiler(str(pdf.TEMPLATES / "letter.typ"), root=str(pdf.TEMPLATES), font_paths=pdf.fonts())
    bare_seconds = ours_seconds = 0.0
    for turn, mailing in enumerate(mailings):
        bare: list[dict[str, str]] = []
        for delivery in Delivery.objects.filter(mailing=mailing).select_related("message").order_by("pk"):
            letter = compose(
                language="fr",
                subject=delivery.message.subject,
                source=SOURCE,
                merge={"nom": f"{delivery.merge['nom']} (b)"},
                place_date=delivery.message.place_date,
                signatories=delivery.message.signatories,
            )
            data: dict[str, Any] = letters.data(letter, recipient=[f"b{turn}", *recipient_lines(delivery)])
            whole = {**data, "brand": brand, "paper": branding.PAPER, "created": (2024, 2, 22, 15, 0, 0)}
            bare.append({"data": json.dumps(whole, ensure_ascii=False, sort_keys=True)})
        started = time.perf_counter()
        for inputs in bare:
            compiler.compile(sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"], timestamp=AT)
        bare_seconds += time.perf_counter() - started
        started = time.perf_counter()
        keep_letters(mailing_id=mailing, actor=None, at=AT)
        ours_seconds += time.perf_counter() - started
    kept = KeptLetter.objects.count()
    ratio = bare_seconds / ours_seconds
    return {
        "letters": kept,
        "bare typst per second": round(COUNT / bare_seconds, 1),
        "ours per second": round(kept / ours_seconds, 1),
        "ratio": round(ratio, 2),
        "limits": [
            {"what": "letters, ratio to bare typst", "value": round(ratio, 2), "limit": 0.8, "ok": ratio >= 0.8}
        ],
    }


def _mailing(turn: int) -> int:
    from convergence.core.profile import change_profile
    from convergence.messaging import commands
    from convergence.messaging.commands import Recipient, Text

    change_profile(actor=None, at=AT, name="Centre", street="1, rue", city="Montréal", postal_code="H2X 0A0", phone="5")
    text = Text(
        "fr",
        "Appel à cotisation 2023-2024",
        SOURCE,
        place_date="Montréal, le 22 février 2024",
        signatories=[{"name": "Ana Exemple", "title": "présidente"}, {"name": "Luc Exemple", "title": "coordination"}],
    )
    mailing = commands.create_mailing(
        reference=f"bench:{turn}", title="Lettres", purpose="LEGAL_NOTICE", texts=[text], actor=None, at=AT
    )
    people = [
        Recipient(None, f"Syndicat {turn} {i}\n{i}, rue X\nMontréal", "fr", {"nom": f"Syndicat {turn}-{i}"}, "POST")
        for i in range(TURN)
    ]
    commands.add_recipients(mailing_id=mailing.pk, recipients=people, actor=None, at=AT)
    return mailing.pk
