"""What children answer alone: mood, safety, behaviour, relations."""

from kinpanel.simulate.sections.alone.behaviour import BEHAVIOUR
from kinpanel.simulate.sections.alone.mind import MIND
from kinpanel.simulate.sections.alone.relations import RELATIONS
from kinpanel.simulate.sections.alone.safety import SAFETY

__all__ = ["BEHAVIOUR", "MIND", "RELATIONS", "SAFETY"]
