"""The ways out of the house: one module each, all of the shape in `protocol`."""

from typing import Final

from people.channels.email import Email
from people.channels.protocol import Gone, Message, NotSent, Way
from people.channels.push import Push
from people.channels.texts import Sms, WeChat
from people.models import Channel

WAYS: Final[dict[str, Way]] = {
    Channel.EMAIL: Email(),
    Channel.PUSH: Push(),
    Channel.SMS: Sms(),
    Channel.WECHAT: WeChat(),
}


def open_ways() -> dict[str, Way]:
    """Return the channels this installation has."""
    return {channel: way for channel, way in WAYS.items() if way.is_open()}


__all__ = ["WAYS", "Gone", "Message", "NotSent", "Way", "open_ways"]
