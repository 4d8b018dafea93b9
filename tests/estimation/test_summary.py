from kinpanel.estimation import feols


def test_summary_says_everything_a_note_needs(panel_of):
    panel = panel_of(81, missing=0.1)
    fit = feols("y ~ away + x1 | pid + wave", panel, cluster="village", weights="w")
    text = fit.summary()
    assert repr(fit) == text
    assert text.startswith("y ~ away + x1 | pid + wave\n")
    for part in (
        f"rows: {fit.n_obs:,} used of {len(panel):,} offered",
        "dropped: missing outcome (y)",
        "dropped: singleton (pid)",
        f"absorbed: {fit.n_entities} pid",
        "weights: w (analytic)",
        "standard errors: CRV1 by village, ssc=reghdfe",
        "G = 8), t(7)",
        f"switchers of away: {fit.switchers['away'].switchers} ({fit.switchers['away'].up} up",
        "warning: village: 8 clusters of village",
    ):
        assert part in text
    assert f"{fit.coefficients['away']:.6g}" in text


def test_small_p_values_are_not_printed_as_zero(panel_of):
    fit = feols("y ~ x1", panel_of(82, children=300))
    assert fit.tidy()["p_value"].iloc[1] < 1e-8
    assert "<0.0001" in fit.summary()
    assert "0.0000" not in fit.summary()


def test_html_is_escaped(panel_of):
    name = "<script>alert(1)</script>"
    panel = panel_of(83).rename(columns={"village": name})
    html = feols("y ~ x1 | pid", panel, cluster=name)._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<tr>") == 2
