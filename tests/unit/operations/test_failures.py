"""Whatever goes wrong, the operator gets problem details and no inside story."""

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from corridor_aws.functions import Unanswered
from corridor_kernel.problems import Problem, invalid, not_found

SECRET = "arn:aws:lambda:eu-central-1:123456789012:function:inside"


def told(api, method="GET", url="/operator/stations/CP1", body=None):
    answer = api.request(method, url, body)
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == answer.status
    assert answer.json["type"] == "about:blank"
    assert SECRET not in answer.text
    return answer


@pytest.mark.parametrize(
    "problem",
    [
        not_found("station", "CP1"),
        Problem(409, "Conflict", "There is one."),
        invalid([("site.time_zone", "is not known")]),
    ],
)
def test_a_refusal_of_the_owner_is_handed_on_whole(api, services, problem):
    services.answer = problem
    answer = told(api)
    assert answer.status == problem.status
    assert answer.json == problem.body()


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Unanswered(SECRET), 502),
        (
            ClientError({"Error": {"Code": "ResourceNotFoundException", "Message": SECRET}}, "x"),
            503,
        ),
        (ReadTimeoutError(endpoint_url=SECRET), 503),
        (RuntimeError(SECRET), 500),
    ],
)
def test_a_failure_is_told_without_its_reason(api, services, failure, status):
    services.answer = failure
    assert told(api).status == status


def test_a_failure_is_logged_without_what_was_sent(api, services, caplog):
    services.answer = Unanswered("roaming failed")
    told(api, "POST", "/operator/tokens", {"type": "KeyCode", "uid": "1234-5678"})
    (record,) = caplog.records
    assert record.operation == "create_token"
    assert record.exc_info[1] is services.answer
    assert "1234-5678" not in caplog.text + str(vars(record))


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH"])
@pytest.mark.parametrize("path", ["nothing", "nothing/here", "openapi-json", "cdrs/a/b"])
def test_an_unknown_path_is_not_found(api, method, path):
    assert told(api, method, f"/operator/{path}").status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "tokens", "GET, POST"),
        ("PATCH", "tokens/Local/A%2FB", "GET, PUT"),
        ("POST", "openapi.json", "GET"),
        ("GET", "sessions/s1/stop", "POST"),
    ],
)
def test_an_unknown_method_is_told_the_known_ones(api, method, path, allowed):
    answer = told(api, method, f"/operator/{path}")
    assert (answer.status, answer.headers["Allow"]) == (405, allowed)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_who_would_change_a_cdr_is_told_of_corrections(api, method):
    answer = told(api, method, "/operator/cdrs/c1")
    assert (answer.status, answer.headers["Allow"]) == (405, "GET")
    assert "POST to /operator/cdrs/c1/corrections" in answer.json["detail"]


@pytest.mark.parametrize("number", ["x", "-1", "1.0", "1%20", "99999999999", "%D9%A1"])
def test_a_number_in_a_path_that_is_none_is_not_found(api, services, number):
    assert told(api, url=f"/operator/session-starts/CP1/{number}").status == 404
    assert services.asked == []
