"""Estimators of a panel that are least squares on transformed rows."""
