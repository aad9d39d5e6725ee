"""What a tariff costs, in words."""

from dataclasses import asdict
from typing import Any

from corridor_kernel.problems import not_found
from pricing.domain.price_book import priced
from pricing.domain.price_text import price_texts
from pricing.domain.version import key_of
from pricing.find_versions import find_latest


def get_price_texts(tariff_id: str) -> dict[str, Any]:
    """The texts of the version created last, in every language; Problem 404 if there is none."""
    version = find_latest(key_of(tariff_id))
    if version is None:
        raise not_found("tariff", tariff_id)
    texts = price_texts(priced(version.document, version.price_book))
    return {
        "tariff_id": version.tariff_id,
        "version": version.number,
        "currency": version.document["currency"],
        "texts": [asdict(text) for text in texts],
    }
