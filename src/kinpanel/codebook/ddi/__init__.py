"""A study as DDI-Codebook 2.5, the XML that NADA and Dataverse read."""

from kinpanel.codebook.ddi.document import ddi_codebook

__all__ = ["ddi_codebook"]
