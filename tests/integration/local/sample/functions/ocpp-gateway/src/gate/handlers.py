"""The functions of the sample gateway."""

import json
import os
from typing import Any

import boto3
from words import GREETING

Event = dict[str, Any]


def authorize(event: Event, context: Any) -> Event:
    """Lets everybody in under the identity that CloudFront's rule found."""
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Allow",
        "Resource": event["methodArn"],
    }
    return {
        "principalId": "station",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"station_id": event["headers"]["x-corridor-identity"]},
    }


def on_connect(event: Event, context: Any) -> Event:
    """Speaks what the station speaks."""
    offered = event["headers"]["Sec-WebSocket-Protocol"]
    return {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": offered}}


def on_frame(event: Event, context: Any) -> Event:
    """Counts the station's frames; "secret" asks for a table that is not the function's own."""
    secret = event["body"] == "secret"
    station_id = event["requestContext"]["authorizer"]["station_id"]
    answer = boto3.client("dynamodb").update_item(
        TableName=os.environ["SECRET_TABLE" if secret else "FRAME_TABLE"],
        Key={"id": {"S": station_id}},
        UpdateExpression="ADD frames :one",
        ExpressionAttributeValues={":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )
    body = {
        "greeting": GREETING,
        "frames": answer["Attributes"]["frames"]["N"],
        "connection_id": event["requestContext"]["connectionId"],
    }
    return {"statusCode": 200, "body": json.dumps(body)}


def on_disconnect(event: Event, context: Any) -> Event:
    """Nothing to tidy."""
    return {"statusCode": 200}


def send(event: Event, context: Any) -> str:
    """Does with a connection what the event says; returns how that ended."""
    connections = boto3.client(
        "apigatewaymanagementapi", endpoint_url=os.environ["CONNECTIONS_URL"]
    )
    try:
        getattr(connections, event["operation"])(
            ConnectionId=event["connection_id"], **event["more"]
        )
    except connections.exceptions.ClientError as error:
        answer = error.response
        return f"{answer['Error']['Code']} {answer['ResponseMetadata']['HTTPStatusCode']}"
    return "sent"
