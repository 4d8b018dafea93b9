from __future__ import annotations

from kinpanel.pipeline.estimate import estimate
from kinpanel.pipeline.handle import Study


def test_the_cluster_of_the_study_is_the_default(ingested):
    study = Study.open(ingested)
    fit = estimate(study, "dep_z ~ fm | pid + wave")
    assert (fit.vcov.kind, fit.vcov.cluster, fit.n_clusters) == ("CRV1", "village", 60)
    assert estimate(study, "dep_z ~ fm | pid + wave", cluster="hhid").vcov.cluster == "hhid"
    assert estimate(study, "dep_z ~ fm | pid + wave", vcov="iid").n_clusters is None


def test_pooled_models_count_children_and_switchers_too(ingested):
    study = Study.open(ingested)
    pooled = estimate(study, "dep_z ~ fm | wave")
    within = estimate(study, "dep_z ~ fm | pid + wave")
    assert pooled.unit == within.unit == "pid"
    assert pooled.n_entities > within.n_entities
    # Children seen once are singletons of the one model and cannot switch in the other.
    assert pooled.switchers["fm"].switchers == within.switchers["fm"].switchers
    assert pooled.switchers["fm"].up == within.switchers["fm"].up
