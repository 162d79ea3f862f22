"""Stop with a clear sentence when another program already listens on the port."""

from __future__ import annotations

import socket
import sys


def main(host: str, port: str) -> int:
    """Return 0 when nothing answers on host:port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        taken = probe.connect_ex((host, int(port))) == 0
    if taken:
        sys.stderr.write(
            f"Port {port} is already taken by another program (perhaps an earlier `make run`).\n"
            f"Stop it, or choose another port: make run PORT={int(port) + 1}\n"
        )
    return int(taken)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
