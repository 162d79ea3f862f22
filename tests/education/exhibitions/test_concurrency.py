"""Two people press at once, on two processes: one has the crate, the other the next free days. On either database."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import sleep

import pytest
from django.utils import timezone

from convergence.education.exhibitions.models import Hold, Loan, Version
from tests.education.exhibitions import other_process

ROUNDS = 6


@pytest.mark.rule("S92")
@pytest.mark.django_db(transaction=True)
def test_a_crate_is_given_once_whoever_presses_when(
    indoor: Version, ask: Callable[..., Loan], tmp_path: Path, database_url: str
) -> None:
    today = timezone.localdate()
    pairs: list[list[int]] = []
    for number in range(ROUNDS):
        first = today + timedelta(days=20 + 20 * number)
        same = [
            ask(indoor, str(first + timedelta(days=shift)), str(first + timedelta(days=shift + 4)), at=timezone.now())
            for shift in (0, 3)
        ]
        pairs.append([loan.pk for loan in same])
    ways = [[one for one, _other in pairs], [other for _one, other in pairs]]
    processes = [other_process.start(tmp_path, f"p{n}", ids, database_url) for n, ids in enumerate(ways)]
    while not all((tmp_path / f"p{n}").exists() for n in range(len(processes))):
        assert all(process.poll() is None for process in processes), processes[0].communicate()
        sleep(0.02)
    (tmp_path / "go").write_text("go")
    said = [process.communicate(timeout=120) for process in processes]
    codes = Counter(code for out, _err in said for code in out.split())
    assert codes == {"kept": ROUNDS, "slot_taken": ROUNDS}, said
    assert Hold.objects.count() == ROUNDS * indoor.crates.count()
    kept = set(Loan.objects.filter(state="OFFERED").values_list("pk", flat=True))
    assert all(len(kept & set(pair)) == 1 for pair in pairs)
