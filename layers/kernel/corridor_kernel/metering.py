"""What a site asks of its meters before anything is billed, if not what its country asks."""

from enum import StrEnum


class Metering(StrEnum):
    """Signed: nothing is billed without a valid pair of signed readings (R-EI-7). Plain: it is."""

    SIGNED = "signed"
    PLAIN = "plain"
