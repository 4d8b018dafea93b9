"""A first draft of a wave's questionnaire and crosswalk, from the metadata of a delivered file."""

from kinpanel.ingest.draft.candidates import Candidate, candidates, candidates_text
from kinpanel.ingest.draft.document import DraftFile, DraftQuestion, draft_file
from kinpanel.ingest.draft.evidence import evidence_of

__all__ = [
    "Candidate",
    "DraftFile",
    "DraftQuestion",
    "candidates",
    "candidates_text",
    "draft_file",
    "evidence_of",
]
