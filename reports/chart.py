"""A small chart: who was told and who has answered, by kind of stakeholder.

matplotlib is loaded at the first chart: that takes longer than most programs run. It joins Persian letters by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

_PREFERRED, _ALWAYS_THERE = "Vazirmatn", "DejaVu Sans"  # the latter comes with matplotlib
_TOLD, _ANSWERED = "#c9d6e3", "#2f6f9f"


def bars(title: str, told_label: str, answered_label: str, rows: Sequence[tuple[str, int, int]], digits: str) -> bytes:
    """A PNG of horizontal bars: for each row its label, how many were told, how many have answered.

    `digits` are the ten figures that numbers are written with.
    """
    import matplotlib as mpl
    from matplotlib import font_manager
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    fonts = [name for name in (_PREFERRED, _ALWAYS_THERE) if name in font_manager.get_font_names()]
    with mpl.rc_context({"font.family": fonts, "font.size": 11}):
        figure = Figure(figsize=(7, 1.6 + 0.55 * max(len(rows), 1)), dpi=150, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        places = range(len(rows))
        axes.barh(places, [told for _label, told, _answered in rows], color=_TOLD, label=told_label)
        axes.barh(places, [answered for _label, _told, answered in rows], color=_ANSWERED, label=answered_label)
        most = max((told for _label, told, _answered in rows), default=1)
        for place, (_label, told, answered) in enumerate(rows):
            axes.text(told + most * 0.02, place, _figures(f"{answered} / {told}", digits), va="center", ha="right")
        axes.set_yticks(list(places), [label for label, _told, _answered in rows])
        axes.yaxis.tick_right()  # a Persian reader begins at the right
        axes.invert_xaxis()
        axes.invert_yaxis()
        axes.set_xlim(most * 1.2, 0)
        axes.set_xticks([])
        axes.spines[["top", "left", "bottom"]].set_visible(False)
        axes.set_title(title)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.02), ncols=2, frameon=False)
        content = BytesIO()
        figure.savefig(content, format="png")
    return content.getvalue()


def _figures(text: str, digits: str) -> str:
    return text.translate(str.maketrans("0123456789", digits))
