"""The longitudinal audit: rules over the typed tables of all waves that change nothing."""

from kinpanel.derived.audit.catalogue import catalogue, catalogue_markdown
from kinpanel.derived.audit.gather import gather
from kinpanel.derived.audit.registry import FAMILIES, RULES, rule_of
from kinpanel.derived.audit.result import AuditResult, RuleResult
from kinpanel.derived.audit.roles import check_roles
from kinpanel.derived.audit.run import audit

__all__ = [
    "FAMILIES",
    "RULES",
    "AuditResult",
    "RuleResult",
    "audit",
    "catalogue",
    "catalogue_markdown",
    "check_roles",
    "gather",
    "rule_of",
]
