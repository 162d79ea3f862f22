"""The API as a whole: its OpenAPI document, its tokens, its refusals."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from convergence.accounts.models import ApiToken
from convergence.accounts.tokens import make_token, revoke_token
from convergence.core.errors import AlreadyDone, BadValue, NotAllowed, NotFound
from convergence.finance import commands as finance
from tests.plugins.databases import once


def get(secret: str, path: str = "organisations"):
    return Client().get(f"/api/v1/{path}", headers={"authorization": f"Bearer {secret}"})


def test_document_is_valid_openapi_3_1(read):
    document = read("coordinator", "openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_document_says_that_every_operation_needs_a_token_and_only_reads(read):
    document = read("coordinator", "openapi.json").json()
    for path, operations in document["paths"].items():
        assert set(operations) == {"get"}, path
        assert operations["get"]["security"] == [{"TokenAuth": []}], path
        assert operations["get"]["description"], path


def test_every_list_answers_its_first_page_as_the_document_says(read):
    document = read("coordinator", "openapi.json").json()
    for path in document["paths"]:
        if "{" not in path and not path.endswith("openapi.json"):
            answer = read("coordinator", path.removeprefix("/api/v1/"))
            assert answer.status_code == 200, path
            assert set(answer.json()) == {"count", "next", "previous", "results"}, path


@pytest.mark.django_db
@pytest.mark.parametrize("header", [{}, {"authorization": "Bearer nothing"}, {"authorization": "Basic eDp5"}])
def test_without_a_live_token_nothing_is_read(header):
    answer = Client().get("/api/v1/organisations", headers=header)
    assert answer.status_code == 401
    assert answer.json()["code"] == "no_token"
    assert answer["WWW-Authenticate"] == "Bearer"


def test_session_of_the_back_office_is_no_token(cast):
    assert cast.client("coordinator").get("/api/v1/organisations").status_code == 401


def test_token_reads_until_it_is_revoked(cast):
    token, secret = make_token(name="web site", days=30, actor=cast.treasurer, at=timezone.now())
    assert get(secret).status_code == 200
    assert secret not in ApiToken.objects.values_list("digest", flat=True)
    revoke_token(token_id=token.pk, actor=cast.treasurer, at=timezone.now())
    assert get(secret).status_code == 401
    with pytest.raises(AlreadyDone):
        revoke_token(token_id=token.pk, actor=cast.treasurer, at=timezone.now())


def test_token_ends_by_itself_and_with_its_user(cast):
    _old, expired = make_token(name="old", days=1, actor=cast.treasurer, at=timezone.now() - timedelta(days=2))
    _new, secret = make_token(name="new", days=1, actor=cast.treasurer, at=timezone.now())
    assert get(expired).status_code == 401
    cast.treasurer.is_active = False
    cast.treasurer.save()
    assert get(secret).status_code == 401


@pytest.mark.parametrize("name", ["delegate", "partner", "nobody"])
def test_only_the_staff_makes_tokens(cast, name):
    with pytest.raises(NotAllowed):
        make_token(name="mine", days=30, actor=cast.users[name], at=timezone.now())


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x", 0), ("x", 400)])
def test_token_needs_a_name_and_a_sensible_life(cast, name, days):
    with pytest.raises(BadValue):
        make_token(name=name, days=days, actor=cast.treasurer, at=timezone.now())


def test_somebody_elses_token_is_revoked_by_the_coordination_only(cast):
    token, _secret = make_token(name="x", days=30, actor=cast.treasurer, at=timezone.now())
    with pytest.raises(NotFound):
        revoke_token(token_id=token.pk, actor=cast.board, at=timezone.now())
    revoke_token(token_id=token.pk, actor=cast.coordinator, at=timezone.now())
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize(
    ("path", "query", "status", "code", "field"),
    [
        ("organisations", {"page": "0"}, 422, "bad_value", "page"),
        ("organisations", {"page": "x"}, 422, "bad_value", "page"),
        ("organisations", {"per_page": "100000"}, 422, "bad_value", "per_page"),
        ("organisations", {"page": "99"}, 404, "not_found", ""),
        ("organisations/999999", {}, 404, "not_found", ""),
    ],
)
def test_refusals_have_one_body_and_stable_codes(read, path, query, status, code, field):
    answer = read("coordinator", path, **query)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "code", "field"}
    assert (answer.json()["status"], answer.json()["code"], answer.json()["field"]) == (status, code, field)


@pytest.mark.parametrize("text", ['"', "\0", "%", "_", "' OR 1=1 --", "é" * 150, "*"])
def test_odd_searches_are_harmless(read, text):
    assert read("coordinator", "organisations", q=text).status_code == 200


def test_writing_is_refused(cast):
    _token, secret = make_token(name="x", days=30, actor=cast.coordinator, at=timezone.now())
    answer = Client().post("/api/v1/organisations", {}, headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 405


def test_screen_shows_the_secret_once(cast):
    client = cast.client("treasurer")
    made = client.post("/gestion/jetons/", {"name": "site", "days": "30"}).content.decode()
    secret = made.partition("cvg_")[2].partition("<")[0]
    assert get(f"cvg_{secret}").status_code == 200
    assert "cvg_" not in client.get("/gestion/jetons/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Il n’y a pas de telle fiche"), ("en", "There is no such record"), ("es", "No existe esa ficha")],
)
def test_a_refusal_speaks_the_language_asked(cast, read, language, words):
    read("coordinator", "organisations")
    headers = {"authorization": "Bearer cvg_secret-of-coordinator", "accept-language": language}
    answer = Client().get("/api/v1/organisations/999999", headers=headers)
    assert answer.json()["detail"].startswith(words)


def test_a_page_already_held_is_not_sent_again(read):
    first = read("coordinator", "organisations")
    headers = {"authorization": "Bearer cvg_secret-of-coordinator", "if-none-match": first["ETag"]}
    again = Client().get("/api/v1/organisations", headers=headers)
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


@pytest.mark.parametrize(("name", "count"), [("treasurer", 1), ("auditor", 1), ("board", 0), ("delegate", 0)])
def test_bank_lines_are_for_those_who_read_the_books(cast, read, name, count):
    text = "Date;Description;Montant\n2024-04-26;VIR;50,00\n"
    finance.import_statement(content=text.encode(), file_name="r.csv", actor=None, at=timezone.now())
    assert read(name, "bank-lines", is_waiting="true").json()["count"] == count
    assert read(name, "bank-lines", is_waiting="false").json()["count"] == 0
    assert read(name, "bank-lines", since="2025-01-01").json()["count"] == 0


ODD = [
    "0",
    "-1",
    "1e9",
    "999999999999999999999",
    "",
    " ",
    "\0",
    "é",
    "NaN",
    "null",
    "[]",
    "true",
    "2024-02-30",
    "'",
    "%00",
    "🏳️",
]


@pytest.fixture
def document(read):
    """Return what the API says of itself."""
    return read("coordinator", "openapi.json").json()


@pytest.mark.parametrize("name", ["coordinator", *once("delegate")])
def test_no_value_of_any_parameter_is_an_error_of_ours(read, document, name):
    """Each parameter of each address of the document takes each odd value: an answer or a refusal, never a 500."""
    faults = []
    for path, operations in document["paths"].items():
        if path.endswith("openapi.json"):
            continue
        asked = operations["get"].get("parameters", [])
        for parameter in asked:
            for value in ODD:
                query = {parameter["name"]: value} if parameter["in"] == "query" else {}
                filled = re.sub(r"\{[^}]+\}", quote(value, safe="") if not query else "1", path)
                answer = read(name, filled.removeprefix("/api/v1/"), **query)
                if answer.status_code >= 500:
                    faults.append((path, parameter["name"], value, answer.status_code))
    assert faults == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_requests_made_from_the_document_are_answered_as_it_says(read, document, data):
    path = data.draw(st.sampled_from(sorted(path for path in document["paths"] if not path.endswith("openapi.json"))))
    operation = document["paths"][path]["get"]
    query = {
        one["name"]: data.draw(st.text(max_size=40) | st.integers().map(str) | st.dates().map(str), label=one["name"])
        for one in operation.get("parameters", [])
        if one["in"] == "query" and data.draw(st.booleans(), label=f"with {one['name']}")
    }
    number = data.draw(st.integers(0, 2**70), label="id")
    answer = read("coordinator", re.sub(r"\{[^}]+\}", str(number), path).removeprefix("/api/v1/"), **query)
    assert str(answer.status_code) in operation["responses"]
    if answer.status_code == 200:
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        found = OAS31Validator({**schema, "components": document["components"]}).iter_errors(answer.json())
        assert [error.message for error in found] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/", "/api/nothing", "/api/v2/organisations", "/api/v1/nothing", "/api/v1"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_is_not_there_is_refused_in_json(path, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "no_such_address"
