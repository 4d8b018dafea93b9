"""Calls and messages go with who is away and with weekly video."""

from __future__ import annotations

from tests.simulate.averages import within_errors

COUNTS = ["voice_week", "video_week", "messages_week"]


def test_there_is_no_contact_to_count_where_nobody_is_away(baseline):
    home = baseline.child_waves.query("state == 'B'")
    assert (home[COUNTS] == 0).all(axis=None)
    assert not home["contact_lost"].any()


def test_weekly_video_is_a_day_or_more_a_week(baseline):
    both = baseline.child_waves.query("state == 'FM' and in_origin")
    assert ((both["video_week"] > 0) == both["video"]).all()
    assert both["video_week"].max() <= 7
    assert both["voice_week"].max() <= 7


def test_video_spreads_from_wave_to_wave(panels):
    for wave, share in zip(("w1", "w3", "w5"), (0.06, 0.55, 0.80), strict=True):
        for state in ("F", "FM"):
            assert within_errors(
                panels,
                lambda t, wave=wave, state=state: (
                    t.child_waves.query("wave == @wave and state == @state and in_origin")[
                        "video_week"
                    ]
                    > 0
                ).mean(),
                share,
            )


def test_who_is_lost_neither_calls_nor_writes(baseline):
    lost = baseline.child_waves[baseline.child_waves["contact_lost"]]
    assert len(lost) > 20
    assert (lost[COUNTS] == 0).all(axis=None)
    both = baseline.child_waves.query("state == 'FM'")
    assert 0.02 < both["contact_lost"].mean() < 0.06
