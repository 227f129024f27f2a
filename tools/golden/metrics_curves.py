"""Golden values of precision-recall curves, partial AUC, accuracy and macro averages.

They go to packages/metrics/test/golden/curves.json. All are scikit-learn's, of scores with many ties and few, with weights
(some of them 0) and without.
"""
import numpy as np
import sklearn
from sklearn.metrics import (
    accuracy_score, average_precision_score, balanced_accuracy_score, precision_recall_curve, roc_auc_score,
)

from common import write

random = np.random.default_rng(11)
MAX_RATES = [0.01, 0.1, 0.25, 0.5, 0.8, 1]
THRESHOLDS = [-1, 0, 0.5, 0.7, 2]


def draw_labels(n, positives):
    return random.permutation(np.arange(n) < positives).astype(int)


def curve(labels, scores, weights=None):
    """From recall 0 to recall 1, without the infinite threshold of the first point, which JSON cannot say."""
    precision, recall, thresholds = precision_recall_curve(labels, scores, sample_weight=weights)
    return {
        "precision": precision[::-1], "recall": recall[::-1], "thresholds": thresholds[::-1],
        "averagePrecision": average_precision_score(labels, scores, sample_weight=weights),
        "partial": [
            {"to": rate, "auc": roc_auc_score(labels, scores, sample_weight=weights, max_fpr=rate)} for rate in MAX_RATES
        ],
    }


def case(name, n, positives, shift, digits):
    labels = draw_labels(n, positives)
    scores = np.round(shift * labels + random.standard_normal(n), digits)
    weights = np.where(random.random(n) < 0.15, 0, random.exponential(size=n))
    # Samples without weight at the top and at the bottom.
    weights[[np.argmax(scores), np.argmin(scores)]] = 0
    accuracies = [
        {
            "threshold": threshold, "accuracy": accuracy_score(labels, scores >= threshold),
            "balanced": balanced_accuracy_score(labels, scores >= threshold),
        }
        for threshold in THRESHOLDS
    ]
    return {
        "name": name, "labels": labels, "scores": scores, "weights": weights, "plain": curve(labels, scores),
        "weighted": curve(labels, scores, weights), "accuracies": accuracies,
    }


def table(n, columns):
    labels = np.stack([draw_labels(n, positives) for positives in range(2, columns + 2)], axis=1)
    scores = np.round(0.8 * labels + random.standard_normal((n, columns)), 1)
    averages = {
        "rocAuc": roc_auc_score(labels, scores, average="macro"),
        "averagePrecision": average_precision_score(labels, scores, average="macro"),
    }
    return {"columns": columns, "labels": labels.ravel(), "scores": scores.ravel(), "macro": averages}


def main():
    content = {
        "cases": [
            case("40, 12 positives", 40, 12, 1, 6),
            case("60, 30 positives, ties", 60, 30, 0.7, 1),
            case("80, 77 positives, many ties", 80, 77, 1, 0),
            case("120, 4 positives, worse than chance", 120, 4, -1, 2),
            case("200, 20 positives, nearly perfect", 200, 20, 3.5, 3),
        ],
        "tables": [table(30, 1), table(40, 5)],
    }
    versions = {"scikit-learn": sklearn.__version__, "numpy": np.__version__}
    precision = "float64, 17 significant digits"
    write("packages/metrics/test/golden/curves.json", __file__, precision, versions, content, digits=17)


main()
