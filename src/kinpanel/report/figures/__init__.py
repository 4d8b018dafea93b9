"""Figures as bytes. No global state is touched, no file is written."""

from kinpanel.report.figures.beside import beside_plot
from kinpanel.report.figures.canvas import FIGURE_FORMATS
from kinpanel.report.figures.coefficients import coefficient_plot
from kinpanel.report.figures.published import published_plot

__all__ = ["FIGURE_FORMATS", "beside_plot", "coefficient_plot", "published_plot"]
