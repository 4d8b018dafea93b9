"""School and tests: what the caregiver says of the child, and what the interviewer measures."""

from kinpanel.simulate.sections.school.clean import clean_cognition, clean_school
from kinpanel.simulate.sections.school.columns import cognition_columns, school_columns
from kinpanel.simulate.sections.school.draw import draw_school
from kinpanel.simulate.sections.school.measured import draw_cognition
from kinpanel.simulate.sections.section import Section

__all__ = ["COGNITION", "SCHOOL"]

SCHOOL = Section("school", "proxy", "school", draw_school, school_columns, clean_school)
COGNITION = Section(
    "cognition", "proxy", "cognition", draw_cognition, cognition_columns, clean_cognition
)
