"""A page and its cursor."""

import base64

import orjson
import pytest
from botocore.exceptions import ClientError
from pynamodb.exceptions import QueryError

from corridor_aws.paging import page
from corridor_kernel.problems import Problem


def refusing(code):
    """A query that DynamoDB refuses when it is run, as pynamodb tells it."""

    def query(limit, last_evaluated_key):
        raise QueryError("refused", ClientError({"Error": {"Code": code}}, "Query"))
        yield

    return query


def cursor(key):
    return base64.urlsafe_b64encode(orjson.dumps(key)).decode()


@pytest.mark.parametrize("code", ["ValidationException", "SerializationException"])
def test_the_cursor_of_another_list_is_told_as_such(code):
    with pytest.raises(Problem) as caught:
        page(refusing(code), 10, cursor({"id": {"S": "of another table"}}))
    assert caught.value.status == 400


@pytest.mark.parametrize("text", ["x", "ä", "W10=", "bnVsbA=="])
def test_what_is_no_cursor_is_told_as_such(text):
    with pytest.raises(Problem) as caught:
        page(refusing("never asked"), 10, text)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("code", "given"),
    [("ValidationException", None), ("ThrottlingException", cursor({"id": {"S": "x"}}))],
)
def test_trouble_of_ours_is_nobody_s_cursor(code, given):
    with pytest.raises(QueryError):
        page(refusing(code), 10, given)
