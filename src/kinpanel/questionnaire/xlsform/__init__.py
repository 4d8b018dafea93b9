"""XLSForm workbooks: read tolerantly, checked, written strictly."""

from kinpanel.questionnaire.xlsform.form import Choice, Form, Question, Row, Sheet
from kinpanel.questionnaire.xlsform.read import read_xlsform
from kinpanel.questionnaire.xlsform.write import write_xlsform

__all__ = ["Choice", "Form", "Question", "Row", "Sheet", "read_xlsform", "write_xlsform"]
