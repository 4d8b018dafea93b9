"""What the caregiver says of the child: care, contact with parents who are away, health."""

from kinpanel.simulate.sections.proxy.care import CARE
from kinpanel.simulate.sections.proxy.contact import CONTACT
from kinpanel.simulate.sections.proxy.health import HEALTH

__all__ = ["CARE", "CONTACT", "HEALTH"]
