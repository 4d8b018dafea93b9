"""A short piece of `make check-inference`: the seeds are fixed, so is the outcome."""

from benchmarks.inference.rates import rejections


def test_twelve_clusters():
    """CRV1 rejects the truth too often; the bootstrap and CRV2 do not by more than chance."""
    rates = rejections(12, range(1, 151)).mean()
    assert rates["CRV1"] >= rates["CRV2"] >= rates["CRV3"]
    assert 0.0 < rates["webb"] < 0.11  # 0.05 and three binomial errors
    assert rates["CRV2"] < 0.11
