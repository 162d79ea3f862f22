"""The HTTP side of the stand-in: API, pay page, sending of notices."""

import html
import json
import logging
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from convergence.finance.double.pages import closed_page, pay_page, unknown_page
from convergence.finance.double.state import Refusal, State, signature

logger = logging.getLogger(__name__)


class Double:
    """A stand-in that listens on `host:port` (0 for any free port) and sends its notices to `webhook_url`.

    Used as a context manager in tests; `serve_forever` in the demo.
    """

    def __init__(
        self,
        *,
        secret_key: str,
        webhook_secret: str,
        webhook_url: str = "",
        host: str = "127.0.0.1",
        port: int = 0,
        public_base: str = "",
    ) -> None:
        """Bind the port; nothing is served before `start` or `serve_forever`."""
        self.secret_key = secret_key
        self.webhook_secret = webhook_secret
        self.webhook_url = webhook_url
        self.state = State()
        self.failing = False
        handler = type("Handler", (_Handler,), {"double": self})
        self.server = ThreadingHTTPServer((host, port), handler)
        self.server.daemon_threads = True
        self.base = f"http://{host}:{self.server.server_port}"
        self.state.public_base = public_base or self.base
        self._thread: threading.Thread | None = None

    def start(self) -> "Double":
        """Serve in a thread."""
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and free the port."""
        self.server.shutdown()
        self.server.server_close()
        if self._thread:
            self._thread.join()

    def __enter__(self) -> "Double":
        return self.start()

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def signed(self, event: dict[str, Any], *, secret: str = "", moment: int | None = None) -> tuple[bytes, str]:
        """Return the body of a notice and its signature header."""
        body = json.dumps(event).encode()
        return body, signature(body, secret or self.webhook_secret, moment or int(time.time()))

    def send(self, event: dict[str, Any], tries: int = 3) -> int:
        """Send a notice to the webhook as the provider would, trying again; return the last status (0: no answer)."""
        if not self.webhook_url:
            return 0
        body, header = self.signed(event)
        status = 0
        for attempt in range(tries):
            status = _post(self.webhook_url, body, header)
            if 200 <= status < 300:
                break
            time.sleep(0.2 * (attempt + 1))
        return status


def _post(url: str, body: bytes, header: str) -> int:
    request = urllib.request.Request(  # noqa: S310 (address given by whoever starts the stand-in)
        url, data=body, headers={"Content-Type": "application/json", "Stripe-Signature": header}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError as error:
        logger.warning("no answer from the webhook: %s", error)
        return 0


def nested(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Read `a[0][b]=c` as nested dictionaries."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        keys = name.replace("]", "").split("[")
        place = tree
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    return tree


class _Handler(BaseHTTPRequestHandler):
    double: Double
    protocol_version = "HTTP/1.1"
    server_version = "CheckoutDouble"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (name given by http.server)
        logger.info("%s %s", self.address_string(), format % args)

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/v1/"):
            self._api("GET", path, [])
        elif path.startswith("/pay/"):
            self._page(path.removeprefix("/pay/"))
        else:
            self._html(404, unknown_page())

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = urlsplit(self.path).path
        if path.startswith("/v1/"):
            self._api("POST", path, parse_qsl(raw, keep_blank_values=True))
        elif path.startswith("/pay/"):
            self._pay(path.removeprefix("/pay/"), dict(parse_qsl(raw)))
        else:
            self._html(404, unknown_page())

    def _api(self, verb: str, path: str, pairs: list[tuple[str, str]]) -> None:
        state = self.double.state
        try:
            self._check_key()
            with state.lock:
                before = len(state.events)
                body, replayed = self._answered(verb, path, pairs)
                made = state.events[before:]
        except Refusal as refusal:
            self._json(refusal.status, refusal.body)
            return
        self._json(200, body, {"Idempotent-Replayed": "true"} if replayed else {})
        self._tell(made)

    def _check_key(self) -> None:
        if self.double.failing:
            raise Refusal(500, "api_error", "An unknown error occurred.")
        given = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if given != self.double.secret_key:
            message = f"Invalid API Key provided: {given[:7]}***" if given else "You did not provide an API key."
            raise Refusal(401, "invalid_request_error", message)

    def _answered(self, verb: str, path: str, pairs: list[tuple[str, str]]) -> tuple[dict[str, Any], bool]:
        state, key = self.double.state, self.headers.get("Idempotency-Key", "")
        asked = json.dumps([path, sorted(pairs)])
        if verb == "POST" and key in state.answers:
            first, body = state.answers[key]
            if first != asked:
                message = (
                    "Keys for idempotent requests can only be used with the same parameters they were first used with."
                )
                raise Refusal(400, "idempotency_error", message)
            return body, True
        body = self._routed(verb, path, nested(pairs))
        if verb == "POST" and key:
            state.answers[key] = (asked, body)
        return body, False

    def _routed(self, verb: str, path: str, wish: dict[str, Any]) -> dict[str, Any]:
        state, parts = self.double.state, path.removeprefix("/v1/").split("/")
        if parts[:2] == ["checkout", "sessions"]:
            if verb == "POST" and len(parts) == 2:
                return state.open_session(wish)
            if verb == "POST" and parts[3:] == ["expire"]:
                return state.expire(parts[2])
            if verb == "GET" and len(parts) == 3:
                return state.shown(parts[2])
        if verb == "POST" and parts == ["refunds"]:
            return state.refund(wish)
        if verb == "GET" and parts == ["events"]:
            return {"object": "list", "data": state.events[::-1], "has_more": False, "url": "/v1/events"}
        raise Refusal(404, "invalid_request_error", f"Unrecognized request URL ({verb}: {path}).")

    def _page(self, session_id: str) -> None:
        try:
            session = self.double.state.session(session_id)
        except Refusal:
            self._html(404, unknown_page())
            return
        if session["status"] != "open":
            self._html(410, closed_page(session))
            return
        self._html(200, pay_page(session))

    def _pay(self, session_id: str, form: dict[str, str]) -> None:
        state = self.double.state
        session: dict[str, Any] | None = None
        try:
            with state.lock:
                session = state.session(session_id)
                event = state.pay(session_id, form.get("card", ""), form.get("name", ""))
        except Refusal:
            self._html(410, closed_page(session) if session else unknown_page())
            return
        if event is None:
            self._html(402, pay_page(session, declined=True, name=form.get("name", "")))
            return
        self._tell([event])
        self.send_response(303)
        self.send_header("Location", session["success_url"].replace("{CHECKOUT_SESSION_ID}", session_id))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _tell(self, events: list[dict[str, Any]]) -> None:
        for event in events:
            threading.Thread(target=self.double.send, args=(event,), daemon=True).start()

    def _json(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send(status, json.dumps(body).encode(), "application/json", headers or {})

    def _html(self, status: int, body: str) -> None:
        self._send(status, body.encode(), "text/html; charset=utf-8", {})

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Request-Id", "req_double")
        for name, value in headers.items():
            self.send_header(name, html.escape(value))
        self.end_headers()
        self.wfile.write(body)
