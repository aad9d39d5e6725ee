"""The deployed API as the front door needs to know it: its routes, authorizer and functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Function:
    """One Lambda function: what runs, with which environment, as which role."""

    name: str
    handler: str
    arn: str = ""
    role_arn: str = ""
    timeout_s: float = 10.0
    memory_mb: int = 512
    variables: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Authorizer:
    """A REQUEST authorizer and the headers it must find (its identity sources)."""

    function: Function
    identity_headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Api:
    """A WebSocket API. OCPP frames are arrays, so every one of them takes `$default`."""

    id: str
    stage: str
    default: Function
    connect: Function | None = None
    disconnect: Function | None = None
    authorizer: Authorizer | None = None
    answers: bool = True
    """Whether `$default` has a route response: without one what the function returns is dropped."""

    @property
    def functions(self) -> list[Function]:
        """Every function that the API calls, each once."""
        authorizer = self.authorizer.function if self.authorizer else None
        used = [authorizer, self.connect, self.default, self.disconnect]
        return list(dict.fromkeys(f for f in used if f is not None))
