"""How a study came through the traps, against the truth it was simulated from."""

from kinpanel.simulate.score.compare import Compared, compare
from kinpanel.simulate.score.verdict import Flagged, Scored, Verdict, score_trap

__all__ = ["Compared", "Flagged", "Scored", "Verdict", "compare", "score_trap"]
