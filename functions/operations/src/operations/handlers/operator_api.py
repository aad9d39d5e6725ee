"""REST requests of operators -> the services that own the answers."""

from corridor_aws.functions import ask
from operations.app import create_app

handler = create_app(ask)
