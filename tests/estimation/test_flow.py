from kinpanel.estimation.flow import Dropped, SampleFlow, empty_sample


def test_flow_as_plain_values():
    flow = SampleFlow(10, (Dropped("missing outcome", "y", 3), Dropped("singleton", "pid", 2)), 5)
    assert flow.singletons == 2
    assert flow.as_dict() == {
        "offered": 10,
        "dropped": [
            {"reason": "missing outcome", "variable": "y", "rows": 3},
            {"reason": "singleton", "variable": "pid", "rows": 2},
        ],
        "used": 5,
    }


def test_empty_sample_lists_the_reasons():
    finding = empty_sample(SampleFlow(2, (Dropped("missing outcome", "y", 2),), 0))
    assert finding.message == "2 rows offered; dropped: missing outcome y: 2"
    assert empty_sample(SampleFlow(0, (), 0)).message == "0 rows offered"
