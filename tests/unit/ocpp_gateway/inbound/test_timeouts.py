"""DynamoDB that hangs must not outlast the function: who closes the socket then? (R-OUT-1)"""

from tests.services import ROOT, Service


def test_the_tries_of_a_call_end_before_the_function_does():
    from corridor_aws.tables import _CONNECTION

    config = _CONNECTION.client.meta.config
    attempts = config.retries["total_max_attempts"]
    pauses_s = sum(2**number for number in range(attempts - 1))  # botocore's longest
    longest_s = attempts * max(config.read_timeout, config.connect_timeout) + pauses_s
    on_frame = Service(ROOT / "functions/ocpp-gateway").functions["OnFrameFunction"]
    assert longest_s < on_frame["Timeout"] <= 29  # API Gateway waits no longer
