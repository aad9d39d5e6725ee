"""The few forms of HTML that the driver's page is made of; every text in it is escaped."""

import base64
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import Final

STYLE: Final = (
    "body{font:1rem/1.5 sans-serif;max-width:45rem;margin:auto;padding:1rem;color:#111;"
    "background:#fff}table{border-collapse:collapse;width:100%}caption{text-align:left}"
    "th,td{border:1px solid #767676;padding:.3rem .6rem;text-align:left;vertical-align:top}"
    "code{overflow-wrap:anywhere}a{color:#0645ad}"
)
STYLE_HASH: Final = base64.b64encode(sha256(STYLE.encode()).digest()).decode()


def whole(language: str, title: str, body: str) -> str:
    """A page; `body` is HTML."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>\n"
        f"<body><main>\n<h1>{escape(title)}</h1>\n{body}</main></body></html>\n"
    )


def section(title: str, body: str) -> str:
    return f"<section>\n<h2>{escape(title)}</h2>\n{body}</section>\n"


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Texts; the first of a row heads it."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(f"<tr>{_row(*row)}</tr>\n" for row in rows)
    return (
        f"<table><caption>{escape(caption)}</caption>\n"
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"
    )


def listed(kind: str, items: Iterable[str]) -> str:
    """`items` are HTML; `kind` is ol or ul."""
    inner = "".join(f"<li>{item}</li>\n" for item in items)
    return f"<{kind}>\n{inner}</{kind}>\n"


def link(text: str, target: str) -> str:
    return f'<a href="{escape(target)}">{escape(text)}</a>'


def _row(head: str, *cells: str) -> str:
    inner = "".join(f"<td><code>{escape(cell)}</code></td>" for cell in cells)
    return f'<th scope="row">{escape(head)}</th>{inner}'
