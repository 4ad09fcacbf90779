"""random(), uuid() and randomize(), drawn from the seed of the context and never from the machine.

A response that is evaluated again, on another day or another server, gives the same.
"""

from __future__ import annotations

import hashlib
import math
import string
import uuid

from consultation.expressions.values import Context, Found, Nodes, number, text

_TOKEN_LETTERS = string.ascii_letters + string.digits
_LONGEST_TOKEN = 1000
_MODULUS = 2**31 - 1  # of the Park-Miller generator that the specification names


def random(context: Context, place: int) -> float:
    return int.from_bytes(_drawn(context, place, "random")[:6]) / 2**48


def identifier(context: Context, *arguments: float) -> str:
    """A UUID of version 4; with a length, that many letters and digits."""
    *length, place = arguments
    if not length:
        return str(uuid.UUID(bytes=_drawn(context, place, "uuid")[:16], version=4))
    letters = int(min(length[0], _LONGEST_TOKEN)) if length[0] > 0 else 0
    drawn = b"".join(_drawn(context, place, f"token {part}") for part in range(letters // 64 + 1))
    return "".join(_TOKEN_LETTERS[byte % len(_TOKEN_LETTERS)] for byte in drawn[:letters])


def shuffled(context: Context, answers: Nodes, *arguments: Found) -> Nodes:
    """The inside-out shuffle of the specification, with its generator: ODK Collect orders alike."""
    *given, place = arguments
    seed = _seed(given[0], context) if given else _own_seed(context, place)
    state = math.fmod(seed, _MODULUS)
    state = state + _MODULUS - 1 if state <= 0 else state
    order: list[str] = []
    for count, answer in enumerate(answers):
        state = state * 16807 % _MODULUS
        at = math.floor((state - 1) / (_MODULUS - 1) * (count + 1))
        order.append(answer)
        order[count], order[at] = order[at], answer
    return tuple(order)


def _seed(given: Found, context: Context) -> float:
    """A number as it is; of any other text the hash that JavaRosa takes."""
    value = number(given, context)
    if math.isfinite(value):
        return float(int(value))
    written = "" if isinstance(given, float) else text(given)
    return float(int.from_bytes(hashlib.sha256(_bytes(written)).digest()[:8], signed=True)) if written else 0.0


def _own_seed(context: Context, place: Found) -> float:
    return float(int.from_bytes(_drawn(context, place, "randomize")[:4]))


def _drawn(context: Context, place: Found, purpose: str) -> bytes:
    return hashlib.sha512(_bytes(f"{context.seed}\0{purpose}\0{place}")).digest()


def _bytes(written: str) -> bytes:
    return written.encode("utf-8", "surrogatepass")
