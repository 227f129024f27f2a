"""Golden values of DeLong's interval and test, partial AUC and clustered intervals.

They go to packages/metrics/test/golden/r.json and come from R: pROC (Debian's r-cran-proc) and, for clusters,
doAUCcluster, which the US Food and Drug Administration adapted from Obuchowski's own program. That is fetched from
GitHub; $AUC_CLUSTER names a copy to read instead.
"""
import hashlib
import json
import os
import pathlib
import subprocess
import tempfile
import urllib.request

import numpy as np

from common import write

CLUSTER_COMMIT = "5675b0beab5670a565b7614db356065bf0b0663d"
CLUSTER_URL = f"https://raw.githubusercontent.com/DIDSR/mitoticFigureCounts/{CLUSTER_COMMIT}/R/doAUCcluster.R"
CLUSTER_SHA256 = "b4c02f85ee60865e864c3174f6179478442c01a787bfa84171fb10ac19e807e4"
FALSE_RANGES = [[0, 0.1], [0, 0.333], [0.2, 0.6], [0.501, 0.502], [0, 1]]
TRUE_RANGES = [[0.9, 1], [0.25, 0.75], [0.61, 0.62], [0, 1]]

# Reads <folder>/<i>.csv and writes one line of JSON for each.
SCRIPT = """
suppressMessages(library(pROC))
arguments <- commandArgs(trailingOnly = TRUE)
source(arguments[1])

numbers <- function(...) sprintf('[%s]', paste(sprintf('%.17g', c(...)), collapse = ', '))
part <- function(curve, from, to, focus, correct)
  as.numeric(auc(curve, partial.auc = c(to, from), partial.auc.focus = focus, partial.auc.correct = correct,
                 allow.invalid.partial.auc.correct = TRUE))

for (i in seq_len(as.integer(arguments[3]))) {
  data <- read.csv(sprintf('%s/%d.csv', arguments[2], i - 1))
  ranges <- read.csv(sprintf('%s/ranges.csv', arguments[2]))
  curve <- function(scores) roc(data$label, scores, levels = c(0, 1), direction = '<', quiet = TRUE)
  a <- curve(data$a)
  b <- curve(data$b)
  both <- roc.test(a, b, method = 'delong', paired = TRUE)
  partial <- sapply(seq_len(nrow(ranges)), function(row) {
    range <- ranges[row, ]
    numbers(part(a, range$from, range$to, range$focus, FALSE), part(a, range$from, range$to, range$focus, TRUE))
  })
  one <- doAUCcluster(data$a, response = data$label, clusterID = data$cluster)
  two <- doAUCcluster(data$a, data$b, data$label, data$cluster)
  cat(sprintf(
    '{"interval": %s, "narrow": %s, "variance": %s, "test": %s, "partial": [%s], "cluster": %s, "clusterTest": %s}\\n',
    numbers(ci.auc(a, method = 'delong')), numbers(ci.auc(a, method = 'delong', conf.level = 0.8)), numbers(var(a)),
    numbers(both$statistic, both$p.value, both$conf.int), paste(partial, collapse = ', '),
    numbers(one$auc, one$auc.var, one$ci.bot, one$ci.top),
    numbers(two$auc.AminusB, two$auc.var.AminusB, two$ci.bot.AminusB, two$ci.top.AminusB, two$p.value)))
}
cat(sprintf('{"R": "%s.%s", "pROC": "%s"}\\n', R.version$major, R.version$minor, packageVersion('pROC')))
"""

random = np.random.default_rng(17)


def draw_case(name, clusters, largest, shift, digits):
    """Clusters of 1 to `largest` samples that share an effect; some have one class only, some both."""
    sizes = random.integers(1, largest + 1, clusters)
    cluster = random.permutation(np.repeat(np.arange(clusters), sizes))
    label = (random.random(len(cluster)) < random.beta(1, 1.5, clusters)[cluster]).astype(int)
    effect = random.standard_normal((2, clusters))[:, cluster]
    a, b = np.round(shift * label + effect + 0.7 * random.standard_normal((2, len(cluster))), digits)
    return {"name": name, "label": label, "a": a, "b": b, "cluster": cluster}


def run_r(cases, ranges):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for i, case in enumerate(cases):
            columns = ["label", "a", "b", "cluster"]
            rows = zip(*[case[column].tolist() for column in columns])
            write_csv(folder / f"{i}.csv", columns, rows)
        write_csv(folder / "ranges.csv", ["from", "to", "focus"], ranges)
        (folder / "script.R").write_text(SCRIPT)
        command = ["Rscript", "--vanilla", folder / "script.R", cluster_program(folder), folder, str(len(cases))]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    *results, versions = map(json.loads, lines)
    return results, versions


def write_csv(path, columns, rows):
    path.write_text("\n".join(",".join(map(str, row)) for row in [columns, *rows]) + "\n")


def cluster_program(folder):
    path = pathlib.Path(os.environ.get("AUC_CLUSTER", folder / "doAUCcluster.R"))
    if not path.exists():
        urllib.request.urlretrieve(CLUSTER_URL, path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != CLUSTER_SHA256:
        raise RuntimeError(f"{path.name} is not the program that this generator was written against")
    return path


def result(case, values):
    auc = lambda row: {"lower": row[0], "auc": row[1], "upper": row[2]}
    z, p, lower, upper = values["test"]
    partial = [
        {"rate": rate, "range": range_, "area": area, "standardized": standardized}
        for (rate, range_), (area, standardized) in zip(all_ranges(), values["partial"])
    ]
    cluster_auc, cluster_variance, cluster_lower, cluster_upper = values["cluster"]
    difference, variance, difference_lower, difference_upper, cluster_p = values["clusterTest"]
    return {
        "name": case["name"], "labels": case["label"], "scoresA": case["a"], "scoresB": case["b"],
        "clusters": case["cluster"], "interval": auc(values["interval"]), "narrow": auc(values["narrow"]),
        "variance": values["variance"][0], "test": {"z": z, "pValue": p, "lower": lower, "upper": upper},
        "partial": partial,
        "clustered": {"auc": cluster_auc, "variance": cluster_variance, "lower": cluster_lower, "upper": cluster_upper},
        # Of the absolute difference.
        "clusteredTest": {
            "difference": difference, "variance": variance, "lower": difference_lower, "upper": difference_upper,
            "pValue": cluster_p,
        },
    }


def all_ranges():
    return [("falsePositiveRate", r) for r in FALSE_RANGES] + [("truePositiveRate", r) for r in TRUE_RANGES]


def proc_range(rate, range_):
    """pROC's ranges are of the specificity, 1 - false positive rate, or of the sensitivity, the true positive rate."""
    if rate == "truePositiveRate":
        return [*range_, "sensitivity"]
    return [1 - range_[1], 1 - range_[0], "specificity"]


def main():
    cases = [
        draw_case("20 clusters of 1 to 4", 20, 4, 1, 5),
        draw_case("40 clusters of 1 to 3, ties", 40, 3, 0.8, 0),
        draw_case("12 clusters of 1 to 9", 12, 9, 1.5, 3),
        draw_case("60 clusters of one", 60, 1, 0.6, 1),
    ]
    values, versions = run_r(cases, [proc_range(*entry) for entry in all_ranges()])
    content = {"cases": [result(*pair) for pair in zip(cases, values)]}
    versions |= {"doAUCcluster": CLUSTER_COMMIT, "numpy": np.__version__}
    precision = "float64, 17 significant digits"
    write("packages/metrics/test/golden/r.json", __file__, precision, versions, content, digits=17)


main()
