"""The address by which a cron job says that a channel lives. It can do nothing else, so it may stand in a script."""

from django.conf import settings
from django.core.signing import Signer

from channels.models import Channel

SALT = "contenthub.ping"


def ping_signature(channel: Channel) -> str:
    """Return the signature; another one when `ping` in the settings of the channel changes."""
    return Signer(salt=SALT).signature(f"{channel.pk}:{channel.key}:{channel.settings.get('ping', '')}")


def ping_address(channel: Channel) -> str:
    return f"{settings.BASE_URL}/api/ping/{channel.key}?s={ping_signature(channel)}"
