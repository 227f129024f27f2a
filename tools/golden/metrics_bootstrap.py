"""Golden values of bootstrap intervals: packages/metrics/test/golden/bootstrap.json.

Intervals and standard errors are scipy.stats.bootstrap's, of two independent samples: the positives and the negatives.
The resamples are drawn here, by a generator that the tests repeat, so that both sides see the same ones.
"""
from fractions import Fraction

import numpy as np
import scipy
import sklearn
from scipy.stats import bootstrap
from scipy.stats._resampling import BootstrapResult
from sklearn.metrics import average_precision_score, roc_auc_score

from common import write

random = np.random.default_rng(13)


def minimal_standard(seed):
    """Park and Miller's generator, in [0, 1)."""
    while True:
        seed = seed * 48271 % 2147483647
        yield seed / 2147483647


# Statistics are exact fractions before they are rounded, so that equal values compare as equal.
def auc(positive, negative):
    wins = 2 * (positive[:, None] > negative).sum() + (positive[:, None] == negative).sum()
    return rounded(Fraction(int(wins), 2 * len(positive) * len(negative)), roc_auc_score, positive, negative)


def average_precision(positive, negative):
    total = Fraction(0)
    for score in positive:
        hits, all_ = int((positive >= score).sum()), int((positive >= score).sum() + (negative >= score).sum())
        total += Fraction(hits, all_ * len(positive))
    return rounded(total, average_precision_score, positive, negative)


def rounded(exact, peer, positive, negative):
    labels = np.repeat([1, 0], [len(positive), len(negative)])
    np.testing.assert_allclose(float(exact), peer(labels, np.concatenate([positive, negative])), rtol=1e-12)
    return float(exact)


def auc_difference(positive, negative):
    """Of pairs of scores, as complex numbers: scipy resamples vectors."""
    return auc(positive.real, negative.real) - auc(positive.imag, negative.imag)


def intervals(data, statistic, resamples, seed):
    uniform = minimal_standard(seed)
    draw = lambda sample: sample[[int(next(uniform) * len(sample)) for _ in sample]]
    values = np.array([statistic(*[draw(sample) for sample in data]) for _ in range(resamples)])
    drawn = BootstrapResult(confidence_interval=None, bootstrap_distribution=values, standard_error=None)
    rows = []
    for method, level in [("bca", 0.95), ("bca", 0.8), ("percentile", 0.95)]:
        result = bootstrap(
            data, statistic, method=method, confidence_level=level, n_resamples=0, bootstrap_result=drawn,
            vectorized=False,
        )
        low, high = result.confidence_interval
        bounds = {"lower": low, "upper": high, "standardError": result.standard_error}
        rows.append({"method": method, "level": level, **bounds})
    return {"resamples": resamples, "seed": seed, "estimate": statistic(*data), "intervals": rows}


def case(name, m, n, shift, digits, resamples):
    labels = random.permutation(np.arange(m + n) < m).astype(int)
    a = np.round(shift * labels + random.standard_normal(m + n), digits)
    b = np.round(shift / 2 * labels + a / 2 + random.standard_normal(m + n), digits)
    split = lambda scores: (scores[labels == 1], scores[labels == 0])
    return {
        "name": name, "labels": labels, "scoresA": a, "scoresB": b,
        "rocAuc": intervals(split(a), auc, resamples, 1),
        "averagePrecision": intervals(split(a), average_precision, resamples, 2),
        "difference": intervals(split(a + 1j * b), auc_difference, resamples, 3),
    }


def main():
    content = {
        "cases": [
            case("12 positives, 25 negatives", 12, 25, 1, 5, 999),
            case("30 positives, 20 negatives, ties", 30, 20, 0.8, 0, 500),
            case("5 positives, 60 negatives, nearly perfect", 5, 60, 2.5, 4, 2000),
        ],
    }
    versions = {"scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__}
    precision = "float64, 17 significant digits"
    write("packages/metrics/test/golden/bootstrap.json", __file__, precision, versions, content, digits=17)


main()
