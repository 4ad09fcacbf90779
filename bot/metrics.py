"""The figures as Prometheus reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from storage import figures
from storage.figures import BOUNDS, Key, Labels, Spread

TOLD: Mapping[str, str] = {
    "updates_total": "Updates that came, readable or not.",
    "unreadable_total": "Updates that were not what the messenger's documentation says.",
    "quarantined_total": "Messages put aside after three failures.",
    "inbox_lag_seconds": "From when a text was written, by the messenger's clock, until it is handled.",
    "outbox_depth": "Messages in the outbox that are not settled.",
    "send_seconds": "How long the messenger took for one message.",
    "send_total": "Tries at sending a message, by what came of them.",
    "retry_after_total": "Times that a messenger asked for a pause (429).",
    "unknown_total": "Tries of which nobody knows what came: the connection broke before the answer.",
    "leader": "1 in the process that leads.",
    "tick_lateness_seconds": "How late the clock struck the last time.",
    "db_lock_wait_seconds": "From asking for a transaction until it began.",
}
_PREFIX = "jazb_"


def exposition(depth: Mapping[tuple[str, str], int]) -> bytes:
    """Everything; `depth` is the outbox by messenger and state."""
    registry = CollectorRegistry()
    registry.register(_Figures(depth))
    ProcessCollector(registry=registry)
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, depth: Mapping[tuple[str, str], int]) -> None:
        self._depth = depth

    def collect(self) -> Iterable[Metric]:
        for (name, labels), count in sorted(figures.counters.items()):
            counter = CounterMetricFamily(_PREFIX + name, TOLD[name], labels=_names(labels))
            counter.add_metric(_values(labels), count)
            yield counter
        for (name, labels), value in sorted({**figures.gauges, **self._depths()}.items()):
            gauge = GaugeMetricFamily(_PREFIX + name, TOLD[name], labels=_names(labels))
            gauge.add_metric(_values(labels), value)
            yield gauge
        for (name, labels), spread in sorted(figures.spreads.items(), key=lambda item: item[0]):
            histogram = HistogramMetricFamily(_PREFIX + name, TOLD[name], labels=_names(labels))
            histogram.add_metric(_values(labels), _buckets(spread), spread.total)
            yield histogram

    def _depths(self) -> dict[Key, float]:
        return {
            ("outbox_depth", (("channel", channel), ("state", state))): float(count)
            for (channel, state), count in self._depth.items()
        }


def _names(labels: Labels) -> list[str]:
    return [name for name, _value in labels]


def _values(labels: Labels) -> list[str]:
    return [value for _name, value in labels]


def _buckets(spread: Spread) -> list[tuple[str, float]]:
    bounds = [*map(str, BOUNDS), "+Inf"]
    return [(bound, float(count)) for bound, count in zip(bounds, accumulate(spread.counts), strict=True)]
