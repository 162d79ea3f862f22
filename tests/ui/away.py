"""A whole installation in another process, whose database is taken away and given back; prints what each page answered."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import django

HTML, JSON = "text/html; charset=utf-8", "application/problem+json"
SIGN_IN = "/comptes/login/code/"


def ask(path: str, *, post: bytes | None = None) -> tuple[int, str, str]:
    """Send a request through the real WSGI door; return status, kind and body."""
    from convergence.config.wsgi import application

    said: dict[str, Any] = {}
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_ACCEPT_LANGUAGE": "fr", "HTTP_HOST": "localhost"}
    environ["REMOTE_ADDR"] = "127.0.0.1"
    setup_testing_defaults(environ)
    if post is not None:
        environ |= {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(post)), "wsgi.input": BytesIO(post)}
        environ |= {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_COOKIE": "csrftoken=" + "a" * 32}
    if path.startswith("/api/"):
        environ["HTTP_AUTHORIZATION"] = "Bearer cvg_none"

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        said.update(status=int(status.split()[0]), headers=dict(headers))

    answer = application(environ, start)
    body = b"".join(answer).decode()
    getattr(answer, "close", lambda: None)()
    if said["status"] == HTTPStatus.SERVICE_UNAVAILABLE:
        assert said["headers"]["Retry-After"]
    return said["status"], said["headers"].get("Content-Type", ""), body


def told(body: str) -> bool:
    """Whether the French sentence is there."""
    return "ne répond pas" in (json.loads(body)["detail"] if body.startswith("{") else body)


def round_of_pages() -> list[Any]:
    """Ask for the first page, a page of the back office, and the API."""
    found = []
    for path in ("/comptes/login/", "/gestion/login/", "/api/v1/persons"):
        status, kind, body = ask(path)
        found.append([path, status, kind, told(body)])
    return found


def sqlite(folder: Path) -> dict[str, Any]:
    """Read-only file, then no file at all, then the file again."""
    from django.db import connection

    file, kept = folder / "centre.sqlite3", connection.settings_dict["NAME"]
    found: dict[str, Any] = {"before": round_of_pages()}
    connection.close()
    connection.settings_dict["NAME"] = f"file:{file}?mode=ro"
    post = b"csrfmiddlewaretoken=" + b"a" * 32 + b"&email=qui%40exemple.example"
    found["read_only"] = ask("/comptes/login/")[0], *_kept(ask(SIGN_IN, post=post))
    connection.settings_dict["NAME"] = kept
    found["writable"] = ask(SIGN_IN, post=post)[0]
    connection.close()
    for one in folder.glob("centre.sqlite3*"):
        shutil.move(one, folder / f"away-{one.name}")
    file.mkdir()
    found["away"] = round_of_pages()
    file.rmdir()
    for one in folder.glob("away-*"):
        shutil.move(one, folder / one.name.removeprefix("away-"))
    found["after"] = round_of_pages()
    return found


def postgresql() -> dict[str, Any]:
    """The server is killed while a connection is kept, then started again."""
    from django.db import connection

    found: dict[str, Any] = {"before": round_of_pages()}
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = cursor.fetchone()[0]
    found["cut"] = cut(connection)
    control(data, "-m", "immediate", "stop")
    found["away"] = round_of_pages()
    control(data, "start")
    found["after"] = round_of_pages()
    return found


def cut(connection: Any) -> list[Any]:
    """Let the server drop the connection that the next request would use."""
    import psycopg

    own = connection.connection.info
    with psycopg.connect(host=own.host, port=own.port, user=own.user, dbname=own.dbname, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [own.backend_pid])
    return round_of_pages()


def control(data: str, *words: str) -> None:
    """Run pg_ctl as the owner of the data, with the options that the server was started with."""
    bins = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")) or [Path(str(shutil.which("pg_ctl")))]
    options = Path(data, "postmaster.opts").read_text().split(maxsplit=1)[1].replace('"', "")
    extra = ["-o", options.split(" ", 2)[2] if options.startswith("-D") else options] if words[0] == "start" else []
    owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    log = ["-l", str(Path(data).parent / "log")]
    command = [*owner, str(bins[-1]), "-D", data, "-w", *log, *extra, *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _kept(answer: tuple[int, str, str]) -> tuple[int, bool]:
    return answer[0], told(answer[2])


def copy_of(source: str) -> None:
    """Fill the throw-away server with the empty, migrated database of the tests."""
    dumped = subprocess.run(["pg_dump", "--no-owner", source], check=True, capture_output=True).stdout
    command = ["psql", "-q", "-v", "ON_ERROR_STOP=1", os.environ["DATABASE_URL"]]
    subprocess.run(command, input=dumped, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Go through the faults, print."""
    django.setup()
    if sys.argv[2] == "sqlite":
        found = sqlite(Path(sys.argv[1]))
    else:
        copy_of(sys.argv[3])
        found = postgresql()
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
