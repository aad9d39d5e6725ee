"""The daily schedule: certificates and passwords that are about to be too old."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

from corridor_aws import settings
from ocpp_gateway.renew_credentials import Ages, renew_credentials


def handler(event: dict[str, Any], context: Any) -> None:
    """Safe to run again."""
    days = int(os.environ.get("PASSWORD_MAX_AGE_DAYS", "0"))
    ages = Ages(
        certificate_margin=timedelta(days=int(settings.required("CERTIFICATE_RENEWAL_DAYS"))),
        password_age=timedelta(days=days) if days else None,
    )
    renew_credentials(ages, datetime.now(UTC))
