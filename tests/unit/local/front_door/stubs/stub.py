"""Handlers of an API that does what its client says."""

import importlib.util
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

Event = dict[str, Any]


def authorize(event: Event, context: Any) -> Any:
    """Decides as the Authorization header says."""
    _note("authorize", event)
    verdict = event["headers"]["Authorization"]
    if verdict == "unauthorized":
        raise Exception("Unauthorized")
    if verdict == "crash":
        raise Exception("no such table")
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Deny" if verdict == "deny" else "Allow",
        "Resource": "arn:aws:other" if verdict == "elsewhere" else event["methodArn"],
    }
    made: Event = {"station_id": "CS1", "generation": 7, "new": True}
    if verdict == "nested":
        made["roles"] = ["a"]
    return {
        "principalId": "CS1",
        "policyDocument": {"Statement": [statement]},
        "context": made,
    }


def connect(event: Event, context: Any) -> Any:
    """Answers with the status of the header `x-status` and the subprotocol of `x-subprotocol`."""
    _note("connect", event)
    wanted = {name.lower(): value for name, value in event["headers"].items()}
    if "x-gate" in wanted:
        _wait(wanted["x-gate"], event, context)
    if wanted.get("x-status") == "raise":
        raise Exception("broken")
    answer: Event = {"statusCode": int(wanted.get("x-status", "200"))}
    if "x-subprotocol" in wanted:
        answer["headers"] = {"Sec-WebSocket-Protocol": wanted["x-subprotocol"]}
    return answer


def disconnect(event: Event, context: Any) -> Any:
    """Notes that it came."""
    _note("disconnect", event)
    return {"statusCode": 200}


def frame(event: Event, context: Any) -> Any:
    """Runs the command in the frame; most answer with JSON."""
    command, _, argument = event["body"].partition(" ")
    return {"statusCode": 200, "body": _COMMANDS[command](argument, event, context)}


def raw(event: Event, context: Any) -> Any:
    """Answers with the frame itself, which is no proxy answer unless the frame says so."""
    return json.loads(event["body"])


def _wait(argument: str, event: Event, context: Any) -> str:
    _note("wait", event)
    gate = Path(os.environ["NOTES"]).with_name(argument)
    while not gate.exists():
        time.sleep(0.01)
    return f"waited for {argument}"


def _raise(argument: str, event: Event, context: Any) -> str:
    raise ValueError(argument)


def _exit(argument: str, event: Event, context: Any) -> str:
    os._exit(1)


def _context(argument: str, event: Event, context: Any) -> str:
    return json.dumps(
        {
            "function_name": context.function_name,
            "memory": context.memory_limit_in_mb,
            "remaining": context.get_remaining_time_in_millis(),
            "request_id": context.aws_request_id,
        }
    )


_COMMANDS: dict[str, Any] = {
    "echo": lambda argument, event, context: argument,
    "size": lambda argument, event, context: str(len(argument)),
    "nothing": lambda argument, event, context: None,
    "event": lambda argument, event, context: json.dumps(event),
    "pid": lambda argument, event, context: str(os.getpid()),
    "environment": lambda argument, event, context: json.dumps(dict(os.environ)),
    "importable": lambda argument, event, context: str(bool(importlib.util.find_spec(argument))),
    "path": lambda argument, event, context: json.dumps(sys.path),
    "instant": lambda argument, event, context: __import__("datetime").datetime.now(),
    "wait": _wait,
    "raise": _raise,
    "exit": _exit,
    "context": _context,
}


def _note(what: str, event: Event) -> None:
    with Path(os.environ["NOTES"]).open("a") as notes:
        notes.write(json.dumps({"what": what, "event": event}) + "\n")
