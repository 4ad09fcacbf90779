"""Lengths and areas on earth. A geopoint is "latitude longitude altitude accuracy", a line "point;point"."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

_RADIUS = 6_378_100.0  # metres, at the equator: the figure of JavaRosa and Enketo

Point = tuple[float, float]


def points(lines: Iterable[str]) -> list[Point] | None:
    """Latitudes and longitudes in radians; None when one of them is no place on earth."""
    places = [_point(place) for line in lines for place in line.split(";") if place.strip()]
    known = [place for place in places if place is not None]
    return known if len(known) == len(places) else None


def _point(text: str) -> Point | None:
    try:
        latitude, longitude = (float(part) for part in text.split()[:2])
    except ValueError:
        return None
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return math.radians(latitude), math.radians(longitude)
    return None


def distance(line: Sequence[Point]) -> float:
    """Metres along the line. By haversines, which stay exact for two points in one room."""
    return math.fsum(_between(one, other) for one, other in pairwise(line))


def area(ring: Sequence[Point]) -> float:
    """Square metres inside the ring; 0 for fewer than three points."""
    if len(ring) < 3:
        return 0.0
    strips = (
        (other[1] - one[1]) * (2 + math.sin(one[0]) + math.sin(other[0])) for one, other in pairwise([*ring, ring[0]])
    )
    return abs(sum(strips)) * _RADIUS**2 / 2


def _between(one: Point, other: Point) -> float:
    across = math.cos(one[0]) * math.cos(other[0]) * math.sin((other[1] - one[1]) / 2) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(math.sin((other[0] - one[0]) / 2) ** 2 + across)))
