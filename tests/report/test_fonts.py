from kinpanel.report import fonts


def test_latin_text_needs_only_the_font_that_comes_with_matplotlib():
    assert fonts.families(["Both away \u2212 95% é"]) == ["DejaVu Sans"]


def test_the_first_font_with_every_character_is_taken(monkeypatch):
    have = {
        "DejaVu Sans": set(map(ord, "abc")),
        "Noto Sans SC": {ord("父")},
        "SimHei": set(map(ord, "父母")),
    }
    monkeypatch.setattr(fonts, "_characters", lambda name: have.get(name, set()))
    assert fonts.families(["a 父"]) == ["DejaVu Sans", "Noto Sans SC"]
    assert fonts.families(["a 父", "母"]) == ["DejaVu Sans", "SimHei"]
    assert fonts.families(["字"]) is None


def test_a_font_that_is_not_installed_has_no_characters():
    assert fonts._characters("No Such Font 9f2c") == frozenset()
