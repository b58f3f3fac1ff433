"""Errors that nobody expected, sent to whatever speaks Sentry's protocol, when a DSN is set."""

from typing import Any

from contenthub.environment import EXTRA, ConfigurationError
from contenthub.logs import redacted


def report_errors(dsn: str, hub: str) -> None:
    """Send errors to a DSN, without names of people, bodies of requests or secrets. Stops the start when it cannot."""
    try:
        import sentry_sdk  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise ConfigurationError(
            "SENTRY_DSN", f"needs the extra “sentry”: {EXTRA.format('sentry')}.", "https://KEY@host/NUMBER, or nothing"
        ) from error
    try:
        sentry_sdk.init(
            dsn=dsn,
            server_name=hub,
            send_default_pii=False,
            max_request_body_size="never",
            include_local_variables=False,
            before_send=without_secrets,
        )
    except ValueError as error:
        raise ConfigurationError("SENTRY_DSN", "is no address of a project.", "https://KEY@host/NUMBER") from error


def without_secrets(event: Any, _hint: Any = None) -> Any:
    """Return an event with every text in it redacted, as the log is."""
    if isinstance(event, str):
        return redacted(event)
    if isinstance(event, dict):
        return {name: without_secrets(value) for name, value in event.items()}
    return [without_secrets(one) for one in event] if isinstance(event, list) else event
