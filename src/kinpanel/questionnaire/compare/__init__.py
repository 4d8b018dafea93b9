"""What differs between two questions, between waves, and along a concept."""

from kinpanel.questionnaire.compare.concept import Asked, concept_table
from kinpanel.questionnaire.compare.difference import Difference
from kinpanel.questionnaire.compare.question import compare
from kinpanel.questionnaire.compare.waves import Pair, diff_waves

__all__ = ["Asked", "Difference", "Pair", "compare", "concept_table", "diff_waves"]
