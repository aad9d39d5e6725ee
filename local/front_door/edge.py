"""CloudFront in front of API Gateway: `/ocpp/<identity>` becomes a header (aws.md §1.2)."""

from local.front_door.http import Headers

IDENTITY_HEADER = "x-corridor-identity"
_PREFIX = "/ocpp/"


def viewer_request(target: str, headers: Headers) -> tuple[str, Headers]:
    """The target and headers that API Gateway sees; other paths pass as they are.

    The identity stays as the station encoded it, and a header of that name from outside is lost.
    """
    path, mark, query = target.partition("?")
    kept = [(name, value) for name, value in headers if name.lower() != IDENTITY_HEADER]
    if not path.startswith(_PREFIX):
        return target, kept
    return f"/{mark}{query}", [*kept, (IDENTITY_HEADER, path.removeprefix(_PREFIX))]
