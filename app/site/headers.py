"""The headers that every answer has."""

from __future__ import annotations

from flask import Response

POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "interest-cohort=()",
}
#: Of a page that has a script; no other may run one.
WITH_SCRIPT = f"{HEADERS[POLICY]}; script-src 'self'"
#: Of the one page that others may frame, which holds what it must not be parted from.
FRAMED = HEADERS[POLICY].replace("frame-ancestors 'none'", "frame-ancestors *")


def with_headers(response: Response) -> Response:
    """Add the headers that a route has not set itself."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
