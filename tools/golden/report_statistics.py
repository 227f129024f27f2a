"""Golden values of tests over seeds and data sets: packages/report/test/golden/statistics.json."""
import numpy as np
import scipy
import statsmodels
from scipy import stats
from statsmodels.stats.multitest import multipletests

from common import write

random = np.random.default_rng(29)


def sign_flip(differences):
    result = stats.permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=np.inf, vectorized=False
    )
    return {"differences": differences, "pValue": result.pvalue}


def wilcoxon(differences, method):
    result = stats.wilcoxon(differences, zero_method="wilcox", method=method)
    return {"differences": differences, "pValue": result.pvalue}


def friedman(scores):
    result = stats.friedmanchisquare(*scores.T)
    ranks = stats.rankdata(-scores, axis=1).mean(axis=0)
    return {"scores": scores.tolist(), "statistic": result.statistic, "pValue": result.pvalue, "meanRanks": ranks}


def family(seeds, comparisons, shift, missing=()):
    """Single-step maxT by enumeration: scipy's permutation test of the vector of comparisons, one sign per seed."""
    table = np.round(random.standard_normal((seeds, comparisons)) + shift * np.arange(comparisons), 4)
    for seed, comparison in missing:
        table[seed, comparison] = 0
    scaled = table / np.sqrt((table**2).sum(axis=0))
    result = stats.permutation_test(
        (np.arange(seeds) + 1.0,), lambda signed: (scaled * np.sign(signed)[:, None])[np.abs(signed).astype(int) - 1].sum(axis=0).min(),
        permutation_type="samples", n_resamples=np.inf, vectorized=False,
    )
    lowest = result.null_distribution
    members = [
        {"seeds": kept, "differences": table[kept, j].tolist()}
        for j in range(comparisons)
        for kept in [[seed for seed in range(seeds) if (seed, j) not in missing]]
    ]
    return {"members": members, "pValues": [(lowest <= own + 1e-12).mean() for own in scaled.sum(axis=0)]}


def holm(p_values):
    return {"pValues": p_values, "corrected": multipletests(p_values, method="holm")[1]}


def bca(differences):
    result = stats.bootstrap((differences,), np.mean, n_resamples=200_000, method="BCa", rng=random)
    low, high = result.confidence_interval
    return {"differences": differences, "lower": low, "upper": high}


def power(mean, standard_deviation, pairs):
    """Chance that a two-sided paired t-test at 5 % finds the difference."""
    shift = mean / standard_deviation * np.sqrt(pairs)
    bound = stats.t.ppf(0.975, pairs - 1)
    return stats.nct.sf(bound, pairs - 1, shift) + stats.nct.cdf(-bound, pairs - 1, shift)


def seeds(mean, standard_deviation):
    """Fewest pairs with a chance of 80 %."""
    pairs = next(n for n in range(2, 1000) if power(mean, standard_deviation, n) >= 0.8)
    return {"mean": mean, "standardDeviation": standard_deviation, "pairs": pairs}


def main():
    normal = lambda n, shift: np.round(shift + random.standard_normal(n), 4)
    with_ties = [np.array([1, 1, -1, 2, 3, 0, 2, 2.0]), np.array([0.5, -0.5, 0.5, 0.5, 1, 1, 1])]
    content = {
        "signFlip": [sign_flip(normal(n, 0.8)) for n in [2, 3, 6, 9, 13]] + [sign_flip(d) for d in with_ties],
        "wilcoxon": [wilcoxon(normal(n, 0.6), "exact") for n in [3, 6, 12, 25]]
        + [wilcoxon(d, stats.PermutationMethod(n_resamples=np.inf)) for d in with_ties],
        "friedman": [
            friedman(np.round(random.standard_normal((n, k)) + np.arange(k) * slope, digits))
            for n, k, slope, digits in [(4, 3, 0.5, 6), (12, 6, 0.4, 6), (12, 6, 0, 0), (16, 5, 3, 4), (9, 4, 0.3, 1)]
        ],
        "chiSquare": [
            {"x": x, "degrees": degrees, "tail": stats.chi2.sf(x, degrees)}
            for degrees in [1, 2, 3, 5, 10, 11]
            for x in [0.01, 0.7, 3.0, 11.5, 40.0, 90.0]
        ],
        "family": [family(6, 5, -0.5), family(8, 3, -0.3), family(6, 4, -0.6, [(1, 2), (4, 3)]), family(3, 2, -1)],
        "holm": [holm(np.round(random.uniform(0, 0.2, n), 4)) for n in [1, 4, 10]] + [holm(np.array([0.01, 0.01, 0.5]))],
        "bca": [bca(normal(n, 1)) for n in [6, 8, 12]] + [bca(np.round(random.exponential(1, 10), 4))],
        "interquartileMean": [
            {"values": values, "mean": stats.trim_mean(values, 0.25)} for values in [normal(n, 0) for n in [4, 7, 12, 16]]
        ],
        "seeds": [seeds(mean, 1.0) for mean in [0.3, 0.5, 0.8, 1.0, 1.5]],
    }
    versions = {"scipy": scipy.__version__, "statsmodels": statsmodels.__version__, "numpy": np.__version__}
    write("packages/report/test/golden/statistics.json", __file__, "float64, 17 significant digits", versions, content, 17)


main()
