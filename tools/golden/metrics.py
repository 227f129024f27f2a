"""Golden values of AUC, ROC curves and DeLong's interval and test: packages/metrics/test/golden/metrics.json.

AUC and curve are scikit-learn's (drop_intermediate=False; the curve that drops points is checked against it). DeLong's
variances are computed here from the O(mn) definition of 1988 and must agree with MLstatkit's O(n log n) ones, which also
give z (of B minus A there, of A minus B here) and the p-value. Normal tails and quantiles are scipy's.
"""
import MLstatkit
import numpy as np
import scipy
import sklearn
from MLstatkit import Delong_test
from scipy.stats import norm
from sklearn.metrics import roc_auc_score, roc_curve

from common import write

random = np.random.default_rng(7)


def components(labels, scores):
    """Structural components V10 of the positives and V01 of the negatives (DeLong et al. 1988, equation 3)."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    psi = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
    return psi.mean(axis=1), psi.mean(axis=0)


def interval(labels, scores, level):
    v10, v01 = components(labels, scores)
    auc = v10.mean()
    error = np.sqrt(v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01))
    z = norm.ppf((1 + level) / 2)
    plain = np.clip([auc - z * error, auc + z * error], 0, 1)
    logit = scipy.special.logit(auc) + np.array([-1, 1]) * z * error / (auc * (1 - auc))
    return {"level": level, "auc": auc, "standardError": error, "plain": plain, "logit": scipy.special.expit(logit)}


def paired(labels, a, b, level=0.95):
    (a10, a01), (b10, b01) = components(labels, a), components(labels, b)
    difference = a10.mean() - b10.mean()
    cov10, cov01 = np.cov(a10, b10), np.cov(a01, b01)
    cov = cov10 / len(a10) + cov01 / len(a01)
    error = np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    z, p, ci_a, ci_b, auc_a, auc_b, info = Delong_test(labels, a, b, alpha=level)
    assert info["method"] == "delong"
    np.testing.assert_allclose([difference / error, auc_a, auc_b], [-z, a10.mean(), b10.mean()], rtol=1e-10)
    for scores, ci in [(a, ci_a), (b, ci_b)]:
        np.testing.assert_allclose(interval(labels, scores, level)["plain"], ci, rtol=1e-10)
    reach = norm.ppf((1 + level) / 2) * error
    return {
        "difference": difference, "standardError": error, "z": -z, "pValue": p,
        "lower": difference - reach, "upper": difference + reach,
    }


def case(name, n, positives, draw_a, draw_b):
    labels = random.permutation(np.arange(n) < positives).astype(int)
    a, b = draw_a(labels), draw_b(labels)
    weights = np.where(random.random(n) < 0.1, 0, random.exponential(size=n))
    x, y, thresholds = roc_curve(labels, a, drop_intermediate=False)
    wx, wy, _ = roc_curve(labels, a, sample_weight=weights, drop_intermediate=False)
    return {
        "name": name, "labels": labels, "scoresA": a, "scoresB": b, "weights": weights,
        "auc": roc_auc_score(labels, a), "weightedAuc": roc_auc_score(labels, a, sample_weight=weights),
        # The first threshold is infinite, which JSON cannot say.
        "curve": {"falsePositiveRate": x, "truePositiveRate": y, "thresholds": thresholds[1:]},
        "weightedCurve": {"falsePositiveRate": wx, "truePositiveRate": wy},
        "intervals": [interval(labels, a, level) for level in (0.95, 0.8)],
        "test": paired(labels, a, b),
    }


def normal(shift, digits=None):
    def draw(labels):
        scores = shift * labels + random.standard_normal(len(labels))
        return np.float32(scores).astype(float) if digits is None else np.round(scores, digits)

    return draw


def main():
    tails = [0, 1e-8, 0.1, 0.5, 1, 1.5, 1.96, 1.999999, 2, 2.5, 3, 4.5, 6, 8, 12, 20, 37]
    probabilities = [0.5, 0.499, 0.4, 0.25, 0.1, 0.05, 0.025, 0.005, 1e-3, 1e-6, 1e-12, 1e-100]
    content = {
        "cases": [
            case("40, 10 positives", 40, 10, normal(1), normal(0.8)),
            case("60, 30 positives, ties", 60, 30, normal(0.7, 0), normal(0.7, 1)),
            case("90, 3 positives", 90, 3, normal(0), normal(2)),
            case("80, 77 positives, many ties", 80, 77, normal(1, 0), normal(-1, 0)),
            case("200, 20 positives, nearly perfect", 200, 20, normal(3.5), normal(3)),
        ],
        "normalUpperTail": [{"x": x, "tail": norm.sf(x)} for x in tails],
        "normalUpperQuantile": [{"tail": p, "x": norm.isf(p)} for p in probabilities],
    }
    versions = {
        "scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__,
        "MLstatkit": MLstatkit.__version__,
    }
    precision = "float64, 17 significant digits"
    write("packages/metrics/test/golden/metrics.json", __file__, precision, versions, content, digits=17)


main()
