"""Somebody's device, and the recovery codes for when it is lost: set up, asked, taken away.

A person has one device. The key that it shares with the hub stands in the database, since codes are counted from it;
of a recovery code there is only a digest.
"""

import re
import secrets
from base64 import b32encode
from hashlib import sha256
from typing import Any

import segno
from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from contenthub import audit
from contenthub.users import RecoveryCode

CODES = 10
"""Recovery codes that a person gets at once, of 80 bits each."""
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # pragma: allowlist secret
"""32 of them, none that looks like another."""


def device_of(user: Any) -> TOTPDevice | None:
    """Return the device that is asked for a code when this person signs in."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).first()


@transaction.atomic
def begin(user: Any, *, anew: bool) -> TOTPDevice:
    """Return a device that does not count yet: `anew` with a key that nobody has seen, else the one that waits."""
    waiting = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False)
    if anew:
        waiting.delete()
    return waiting.first() or TOTPDevice.objects.create(user=user, name="device", confirmed=False)


@transaction.atomic
def confirm(user: Any, code: str) -> list[str]:
    """Let the device that waits count from now on. Return the recovery codes; none when the code is wrong."""
    waiting = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if waiting is None or device_of(user) or not _shows(waiting, code):
        return []
    waiting.confirmed = True
    waiting.save(update_fields=["confirmed"])
    audit.second_step(user, "set up")
    return _new_codes(user)


@transaction.atomic
def accepts(user: Any, text: str) -> bool:
    """Tell whether this is the code of now, or a recovery code. Either counts once."""
    text = "".join(text.split()).lower()
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return False
    if text.isdecimal():
        return _shows(device, text)
    unused = RecoveryCode.objects.filter(user=user, digest=_digest(text), used_at=None)
    if unused.update(used_at=timezone.now()) != 1:
        return False
    device.throttle_reset()
    audit.second_step(user, "recovery code used")
    return True


@transaction.atomic
def renew_codes(user: Any) -> list[str]:
    """Return recovery codes that take the place of all earlier ones."""
    audit.second_step(user, "new recovery codes")
    return _new_codes(user)


@transaction.atomic
def remove(user: Any, change: str = "removed") -> bool:
    """Take the device and the recovery codes away. Return whether there was a device."""
    found = TOTPDevice.objects.filter(user=user, confirmed=True).exists()
    TOTPDevice.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    if found:
        audit.second_step(user, change)
    return found


def picture(device: TOTPDevice) -> str:
    """Return what a device scans, as an address of an image."""
    return str(segno.make(device.config_url, micro=False).svg_data_uri(scale=5, border=4, light="#fff"))


def written_key(device: TOTPDevice) -> str:
    """Return what is typed into a device that cannot scan, in groups of four."""
    return " ".join(re.findall(".{1,4}", b32encode(device.bin_key).decode()))


def _shows(device: TOTPDevice, code: str) -> bool:
    """Tell whether a device shows this now, or did a step ago or will in one: its clock need not be right.

    A wrong one makes the next wait, longer each time, from wherever it comes.
    """
    digits = "".join(code.split())
    return bool(device.verify_token(digits if re.fullmatch("[0-9]{6}", digits) else ""))


def _digest(code: str) -> str:
    return sha256(code.replace("-", "").encode()).hexdigest()


def _new_codes(user: Any) -> list[str]:
    codes = [
        "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _group in range(4)) for _c in range(CODES)
    ]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return codes
