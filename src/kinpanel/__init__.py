"""Longitudinal household panel surveys: wave exports in, fixed-effects tables out.

import kinpanel as kp
study = kp.Study.open(".")
panel = study.panel()
fit = kp.feols("dep_z ~ f + m + fm | pid + wave", panel, cluster="village")
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinpanel.errors import KinpanelError as KinpanelError
    from kinpanel.estimation import Fit as Fit
    from kinpanel.estimation import feols as feols
    from kinpanel.pipeline.handle import Study as Study
    from kinpanel.pipeline.maker import show as show
    from kinpanel.report.etable import etable as etable

__version__ = version("kinpanel")

_DOORS = {
    "Study": "kinpanel.pipeline.handle",
    "Fit": "kinpanel.estimation",
    "feols": "kinpanel.estimation",
    "KinpanelError": "kinpanel.errors",
    "etable": "kinpanel.report.etable",
    "show": "kinpanel.pipeline.maker",
}

__all__ = ["Fit", "KinpanelError", "Study", "__version__", "etable", "feols", "show"]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that `kinpanel --help` stays quick."""
    if name not in _DOORS:
        raise AttributeError(f"module 'kinpanel' has no attribute {name!r}")
    return getattr(import_module(_DOORS[name]), name)


def __dir__() -> list[str]:
    return __all__
