"""Charts: horizontal bars, bars in parts that make up a whole, histograms. The only place that knows matplotlib.

matplotlib is loaded at the first chart: that takes longer than most programs run. It joins Persian letters by itself.
The colours are Okabe and Ito's, which the colour-blind tell apart, and a ramp of one hue for what has an order.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

PREFERRED, ALWAYS_THERE = "Vazirmatn", "DejaVu Sans"  # the latter comes with matplotlib
_TOLD, _ANSWERED = "#c9d6e3", "#2f6f9f"
_INK, _PALE = "#22303c", "#5d6b78"
_RAMP = ("#a6611a", "#dfc27d", "#e8e8e8", "#80cdc1", "#018571")  # from one end of a scale to the other
_WRAPPED = 34  # letters of a label in one line
_RIGHT_TO_LEFT_MARK = "\u200f"


@dataclass(frozen=True)
class Bar:
    label: str
    length: float
    told: str  # what is written at its end
    behind: float = 0.0  # a paler bar behind it, longer


@dataclass(frozen=True)
class Bars:
    title: str
    bars: tuple[Bar, ...]
    names: tuple[str, str] | None = None  # of the paler bars and of the others


@dataclass(frozen=True)
class Parts:
    """Rows that are each made up of the same parts, in order: scales, and tables of them."""

    title: str
    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...], tuple[str, ...]], ...]  # label, shares of 1, what is written in each


@dataclass(frozen=True)
class Histogram:
    title: str
    counts: tuple[int, ...]
    told: tuple[str, ...]  # how many, above each column
    edges: tuple[str, ...]  # one more than the columns; as many where each column is one value
    axis: str


Chart = Bars | Parts | Histogram


def svg(chart: Chart, *, right_to_left: bool) -> str:
    return _drawn([chart], "svg", right_to_left).decode()


def png(*charts: Chart, right_to_left: bool) -> bytes:
    """A picture of one chart, or of several below each other."""
    return _drawn(charts, "png", right_to_left)


def font_folder() -> Path:
    """Where the font lies that is always there."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def _drawn(charts: Sequence[Chart], format_: str, right_to_left: bool) -> bytes:
    import matplotlib as mpl
    from matplotlib import font_manager
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    fonts = [name for name in (PREFERRED, ALWAYS_THERE) if name in font_manager.get_font_names()]
    settings: Any = {
        "font.family": fonts,
        "font.size": 10,
        "text.color": _INK,
        "xtick.color": _PALE,
        "ytick.color": _INK,
        "axes.edgecolor": "#b8c2cc",
        "svg.hashsalt": "jazb",  # the same chart is the same file
        "text.parse_math": False,  # people write dollars
    }
    with mpl.rc_context(settings):
        heights = [_height(chart) for chart in charts]
        layout = ConstrainedLayoutEngine(h_pad=0.04 if len(charts) == 1 else 0.14)
        figure = Figure(figsize=(7, sum(heights)), dpi=180, layout=layout)
        FigureCanvasAgg(figure)
        places = figure.subplots(len(charts), squeeze=False, height_ratios=heights)
        for chart, axes in zip(charts, places.flat, strict=True):
            _draw(axes, chart, right_to_left)
        content = BytesIO()
        figure.savefig(content, format=format_, metadata={"Date": None} if format_ == "svg" else None)
    return content.getvalue()


def _draw(axes: Any, chart: Chart, right_to_left: bool) -> None:
    match chart:
        case Bars():
            _draw_bars(axes, chart, right_to_left)
        case Parts():
            _draw_parts(axes, chart, right_to_left)
        case Histogram():
            _draw_histogram(axes, chart, right_to_left)
    if chart.title:
        axes.set_title("\n".join(_lines(chart.title, 64, right_to_left)), fontsize=11.5, pad=12)


def _height(chart: Chart) -> float:
    title = 0.25 + 0.22 * len(textwrap.wrap(chart.title, 64))
    match chart:
        case Bars():
            lines = sum(_rows_of(bar.label) for bar in chart.bars)
            return title + 0.2 + 0.24 * max(lines, 1) + 0.2 * len(chart.bars) + 0.45 * bool(chart.names)
        case Parts():
            lines = sum(_rows_of(label) for label, _shares, _told in chart.rows)
            return (
                title
                + 0.75
                + 0.24 * lines
                + 0.3 * len(chart.rows)
                + (0 if _in_a_row(chart) else 0.2 * len(chart.parts))
            )
        case Histogram():
            return title + 2.6


def _rows_of(label: str) -> int:
    return max(1, len(textwrap.wrap(label, _WRAPPED)))


def _lines(text: str, width: int, right_to_left: bool) -> list[str]:
    """Every line says which way it runs: one that begins with a Latin word would run the other way."""
    mark = _RIGHT_TO_LEFT_MARK if right_to_left else ""
    return [mark + line + mark for line in textwrap.wrap(text, width)] or [""]


def _labels(axes: Any, labels: Sequence[str], right_to_left: bool) -> None:
    """A Persian reader begins at the right: there stand the labels, and from there bars grow."""
    shown = ["\n".join(_lines(label, _WRAPPED, right_to_left)) for label in labels]
    axes.set_yticks(range(len(labels)), shown)
    axes.tick_params(length=0)
    axes.set_xticks([])
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)
    if right_to_left:
        axes.yaxis.tick_right()
        axes.invert_xaxis()
        for label in axes.get_yticklabels():
            label.set_multialignment("right")


def _draw_bars(axes: Any, chart: Bars, right_to_left: bool) -> None:
    places = range(len(chart.bars))
    most = max((max(bar.length, bar.behind) for bar in chart.bars), default=0) or 1
    if chart.names:
        axes.barh(places, [bar.behind for bar in chart.bars], color=_TOLD, height=0.62, label=chart.names[0])
    name = chart.names[1] if chart.names else None
    axes.barh(places, [bar.length for bar in chart.bars], color=_ANSWERED, height=0.62, label=name)
    for place, bar in enumerate(chart.bars):
        end = max(bar.length, bar.behind) + most * 0.015
        told = _lines(bar.told, 99, right_to_left)[0]
        axes.text(end, place, told, va="center", ha="right" if right_to_left else "left", fontsize=9, color=_PALE)
    axes.set_xlim(0, most * 1.3)
    _labels(axes, [bar.label for bar in chart.bars], right_to_left)
    if chart.names:
        _legend(axes, right_to_left, columns=2)


def colours(count: int) -> list[str]:
    if count <= 1:
        return [_ANSWERED]
    steps = [round(place * (len(_RAMP) - 1) / (count - 1)) for place in range(count)]
    return [_RAMP[step] for step in steps] if count <= len(_RAMP) else _between(count)


def _between(count: int) -> list[str]:
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    ramp = LinearSegmentedColormap.from_list("scale", _RAMP)
    return [to_hex(ramp(place / (count - 1))) for place in range(count)]


def _draw_parts(axes: Any, chart: Parts, right_to_left: bool) -> None:
    places = range(len(chart.rows))
    begun = [0.0] * len(chart.rows)
    palette = colours(len(chart.parts))
    for number, (part, colour) in enumerate(zip(chart.parts, palette, strict=True)):
        shares = [shares[number] for _label, shares, _told in chart.rows]
        shown = "\n".join(_lines(part, 24 if _in_a_row(chart) else 80, right_to_left))
        axes.barh(places, shares, left=begun, color=colour, height=0.62, label=shown, edgecolor="white")
        for place, (_label, _shares, told) in enumerate(chart.rows):
            if shares[place] >= _ROOM:
                middle = begun[place] + shares[place] / 2
                ink = "white" if colour in (_RAMP[0], _RAMP[-1], _ANSWERED) else _INK
                axes.text(middle, place, told[number], va="center", ha="center", fontsize=8.5, color=ink)
        begun = [left + share for left, share in zip(begun, shares, strict=True)]
    axes.set_xlim(0, 1)
    _labels(axes, [label for label, _shares, _told in chart.rows], right_to_left)
    _legend(axes, right_to_left, columns=len(chart.parts) if _in_a_row(chart) else 1)


def _legend(axes: Any, right_to_left: bool, columns: int) -> None:
    """Below, and centred on the picture: below the bars alone a long one would be cut off."""
    handles, labels = axes.get_legend_handles_labels()
    if right_to_left and columns > 1:
        handles, labels = handles[::-1], labels[::-1]
    axes.figure.legend(
        handles,
        labels,
        loc="outside lower center",
        ncols=columns,
        frameon=False,
        fontsize=9,
        handlelength=1.1,
        columnspacing=1.2,
        markerfirst=not right_to_left,
    )


_ROOM = 0.055  # of the width, for a percentage to be written in


def _in_a_row(chart: Parts) -> bool:
    return sum(len(part) + 5 for part in chart.parts) <= _LEGEND and all(len(part) <= _PART for part in chart.parts)


_LEGEND, _PART = 88, 24  # letters that a legend has room for in one row


def _draw_histogram(axes: Any, chart: Histogram, right_to_left: bool) -> None:
    places = range(len(chart.counts))
    axes.bar(places, chart.counts, width=0.94, color=_ANSWERED)
    most = max(chart.counts, default=0) or 1
    for place, (count, told) in enumerate(zip(chart.counts, chart.told, strict=True)):
        if count:
            axes.text(place, count + most * 0.02, told, ha="center", fontsize=8.5, color=_PALE)
    between = 0.5 if len(chart.edges) > len(chart.counts) else 0
    axes.set_xticks([place - between for place in range(len(chart.edges))], chart.edges)
    axes.set_xlabel(_lines(chart.axis, 80, right_to_left)[0], color=_PALE)
    axes.set_yticks([])
    axes.set_ylim(0, most * 1.12)
    axes.spines[["top", "left", "right"]].set_visible(False)
