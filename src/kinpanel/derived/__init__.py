"""From typed tables to the panel: spells, parental absence, scores, standardised outcomes."""
