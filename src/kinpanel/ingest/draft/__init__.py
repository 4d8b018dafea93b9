"""A first draft of a wave's questionnaire and crosswalk, from the metadata of delivered files."""

from kinpanel.ingest.draft.candidates import (
    Candidate,
    candidates,
    candidates_text,
    merged,
)
from kinpanel.ingest.draft.document import DraftFile, DraftQuestion, Source
from kinpanel.ingest.draft.evidence import evidence_of
from kinpanel.ingest.draft.wave import DraftWave, draft_wave

__all__ = [
    "Candidate",
    "DraftFile",
    "DraftQuestion",
    "DraftWave",
    "Source",
    "candidates",
    "candidates_text",
    "draft_wave",
    "evidence_of",
    "merged",
]
