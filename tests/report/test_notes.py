from kinpanel.report import Row
from kinpanel.report.notes import suppression_note, unknown_note


def test_few_unknown_children_are_not_counted_out(panel_of, setting):
    few = panel_of([("a", wave, None) for wave in ("w1", "w2", "w3")])
    (note,) = unknown_note(few, setting)
    assert note.endswith("\u2026 child-waves of <10 children.")
    assert unknown_note(few.iloc[:0], setting) == []


def test_suppression_is_explained_only_where_it_happened(setting):
    assert suppression_note([Row("a", ("10", "0"))], setting) == []
    for cell in ("<10", "\u2026 (\u2026)"):
        assert len(suppression_note([Row("a", (cell,))], setting)) == 1
