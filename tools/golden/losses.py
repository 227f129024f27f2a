"""Golden values of the AUC-margin loss, its optimum and cross-entropy: packages/losses/test/golden/losses.json.

Everything is float64; gradients are torch autograd's. f = scoreTransform(scores): 'none' | 'sigmoid' | 'l2', the last
being f / max(‖f‖₂, 1e-12) over the whole batch, as LibAUC 1.2.0's last_activation='l2' does (F.normalize, dim=0).

Saddle value by prior, with N examples, n+ positives, margin m and class means over the labels' counts:
  'none'   mean+(f-a)² + mean-(f-b)² + 2 alpha (m + mu- - mu+) - alpha²
  p        the paper's equations 2-3 with 1/N sums and p and 1-p as weights
  'batch'  the same with p = n+/N. At m = 1 the value is LibAUC 1.2.0's own (AUCMLoss, or CompositionalAUCLoss with
           last_activation); its formula leaves the margin out: it has p(1-p) where p(1-p)m belongs. At m ≠ 1
           the correct formula is computed here, and `libauc` keeps what LibAUC returns.

The optima over a, b and alpha are those of a numerical search: alpha >= 0 (`objective`), 0 <= alpha <= alphaMax
(`objectiveAlphaMax`), any alpha (`squareObjective`); where the prior allows it they are checked against the mean over all pairs.
`multiLabel` is the mean over labels of the saddle value of each label's known examples; -1 is unknown. With all known, margin 1
and prior 'batch' it is LibAUC 1.2.0's AUCM_MultiLabel_V1 over the number of labels.
"""
import numpy as np
import torch
from scipy.optimize import minimize, minimize_scalar
from torch.nn.functional import binary_cross_entropy_with_logits, normalize

from common import load_libauc, write

losses_v1, auc = load_libauc("losses.losses_v1", "losses.auc")
torch.set_default_dtype(torch.float64)

TRANSFORMS = {
    "none": lambda scores: scores,
    "sigmoid": torch.sigmoid,
    "l2": lambda scores: normalize(scores, p=2, dim=0),
}


def batches():
    random = np.random.default_rng(3)
    result = []

    def add(name, positives, n, draw):
        labels = random.permutation(np.arange(n) < positives).astype(int)
        result.append({"name": name, "labels": labels, "scores": np.float32(draw(labels)).astype(float)})

    normal = lambda shift, spread: lambda y: shift * y + spread * random.standard_normal(len(y))
    add("logits, 2 of 8", 2, 8, normal(1, 1))
    add("logits, 4 of 8", 4, 8, normal(0.5, 2))
    add("logits, 1 of 16", 1, 16, normal(-1, 1))
    add("logits, 63 of 64", 63, 64, normal(2, 1.5))
    add("probabilities, 6 of 64", 6, 64, lambda y: 1 / (1 + np.exp(-normal(2, 1)(y))))
    add("probabilities, 20 of 33", 20, 33, lambda y: 1 / (1 + np.exp(-normal(1, 1)(y))))
    add("ties, 10 of 40", 10, 40, lambda y: np.round(2 * normal(1, 1)(y)) / 2)
    add("far apart, 5 of 20", 5, 20, lambda y: 6 * y - 3 + 0.1 * random.standard_normal(len(y)))
    add("all equal, 3 of 12", 3, 12, lambda y: np.full(len(y), 0.25))
    add("zeros and ones, 4 of 16", 4, 16, lambda y: (y + (random.random(len(y)) < 0.3)) % 2)
    return result


def weighted(f, y, a, b, alpha, margin, p):
    bracket = p * (1 - p) * margin + torch.mean(p * f * (1 - y) - (1 - p) * f * y)
    squares = torch.mean((1 - p) * (f - a) ** 2 * y + p * (f - b) ** 2 * (1 - y))
    return squares + 2 * alpha * bracket - p * (1 - p) * alpha**2


def class_means(f, y, a, b, alpha, margin):
    positive, negative = f[y == 1], f[y == 0]
    bracket = margin + negative.mean() - positive.mean()
    return ((positive - a) ** 2).mean() + ((negative - b) ** 2).mean() + 2 * alpha * bracket - alpha**2


def saddle(f, y, a, b, alpha, margin, prior):
    if prior == "none":
        return class_means(f, y, a, b, alpha, margin)
    return weighted(f, y, a, b, alpha, margin, y.mean() if prior == "batch" else prior)


def libauc_saddle(loss, scores, y, a, b, alpha):
    loss.a, loss.b, loss.alpha = a, b, alpha
    return loss(scores, y).sum()


def margin_case(batch, transform, margin, prior, at):
    y = torch.tensor(batch["labels"], dtype=torch.float64)
    leaves = [torch.tensor(value, requires_grad=True) for value in [batch["scores"], *at]]
    scores, a, b, alpha = leaves
    value = saddle(TRANSFORMS[transform](scores), y, a, b, alpha, margin, prior)
    case = {"batch": batch["name"], "scoreTransform": transform, "margin": margin, "prior": prior}
    case |= dict(zip(["a", "b", "alpha"], at))
    if prior == "batch":
        if transform == "none":
            loss = losses_v1.AUCMLoss(margin=margin)
        else:
            loss = losses_v1.CompositionalAUCLoss(margin=margin, last_activation=transform)
            loss.backend = "auc"
        theirs = libauc_saddle(loss, *leaves[:1], y, a, b, alpha)
        p = y.mean()
        torch.testing.assert_close(value, theirs + 2 * alpha * p * (1 - p) * (margin - 1))
        case["libauc"] = theirs.item()
        value = theirs if margin == 1 else value
    if prior == "none" and transform == "none" and torch.all((scores != 0) & (scores != a) & (scores != b)):
        # LibAUC divides by the count of non-zero terms, so it agrees only where none happens to be zero.
        torch.testing.assert_close(value, libauc_saddle(auc.AUCMLoss_V2(margin=margin), scores, y, a, b, alpha))
    gradients = torch.autograd.grad(value, leaves)
    case["value"] = value.item()
    case["gradients"] = {
        name: gradient.numpy() if gradient.ndim else gradient.item()
        for name, gradient in zip(["scores", "a", "b", "alpha"], gradients)
    }
    return case


def optimum_case(batch, transform, margin, prior, alpha_range=(0, 100)):
    """min over a, b and max over alpha in its range, by a numerical search; the saddle splits into one for (a, b) and one for alpha."""
    y = torch.tensor(batch["labels"], dtype=torch.float64)
    f = TRANSFORMS[transform](torch.tensor(batch["scores"]))
    at = lambda a, b, alpha: saddle(f, y, a, b, alpha, margin, prior).item()
    search = minimize(lambda ab: at(*ab, 0), [0, 0], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-15})
    a, b = search.x
    dual = minimize_scalar(lambda alpha: -at(0, 0, alpha), bounds=alpha_range, method="bounded", options={"xatol": 1e-10})
    # The search never tries the bounds themselves.
    alpha = max([dual.x, *alpha_range], key=lambda alpha: at(0, 0, alpha))
    case = {"batch": batch["name"], "scoreTransform": transform, "margin": margin, "prior": prior}
    case |= {"value": at(a, b, alpha), "a": a, "b": b, "alpha": alpha}
    if prior != 0.1:
        pairs = f[y == 1][:, None] - f[y == 0][None, :]
        p = y.mean().item()
        case["pairwiseSquare"] = ((margin - pairs) ** 2).mean().item() * (p * (1 - p) if prior == "batch" else 1)
        scale = case["pairwiseSquare"] / ((margin - pairs) ** 2).mean().item()
        free = (margin + f[y == 0].mean() - f[y == 1].mean()).item()
        short = free - alpha  # how far alpha is kept from its free optimum
        np.testing.assert_allclose(case["value"] + scale * short**2, case["pairwiseSquare"], rtol=1e-8)
    return case


def multi_label_cases():
    """Several labels at once, -1 unknown: the mean over labels of the saddle value of the known examples."""
    random = np.random.default_rng(9)
    n, labels = 24, 3
    scores = np.float32(1.5 * random.standard_normal((n, labels))).astype(float)
    y = (random.random((n, labels)) < [0.5, 0.3, 0.2]).astype(int)
    masked = np.where(random.random((n, labels)) < 0.25, -1, y)
    point = [[0.75, 0.5, 0.9], [0.25, 0.1, 0.0], [0.5, 0.2, 1.3]]
    for targets in [y, masked]:
        for transform, margin in [("none", 1.0), ("sigmoid", 0.5)]:
            for prior in ["none", "batch", 0.1, [0.5, 0.3, 0.2]]:
                leaves = [torch.tensor(value, requires_grad=True) for value in [scores, *point]]
                values = []
                for i in range(labels):
                    known = torch.tensor(targets[:, i] >= 0)
                    f, *abalpha = [leaf[..., i] for leaf in leaves]
                    p = prior[i] if isinstance(prior, list) else prior
                    t = torch.tensor(targets[:, i], dtype=torch.float64)[known]
                    values.append(saddle(TRANSFORMS[transform](f[known]), t, *abalpha, margin, p))
                value = torch.stack(values).mean()
                if targets is y and transform == "none" and margin == 1 and prior == "batch":
                    theirs = losses_v1.AUCM_MultiLabel_V1(num_classes=labels)
                    theirs.a, theirs.b, theirs.alpha = leaves[1:]
                    torch.testing.assert_close(value, theirs(leaves[0], torch.tensor(y)) / labels)
                gradients = torch.autograd.grad(value, leaves)
                names = ["scores", "a", "b", "alpha"]
                yield {"labels": targets.ravel(), "scoreTransform": transform, "margin": margin, "prior": prior} | {
                    "scores": scores.ravel(),
                    **dict(zip(names[1:], point)),
                    "value": value.item(),
                    "gradients": {name: g.numpy().ravel() for name, g in zip(names, gradients)},
                }


def cross_entropy_cases(batches):
    huge = np.array([80, -80, 80, -80, 200, -200, 0, 1e-8])
    inputs = [(batch["name"], batch["labels"], batch["scores"]) for batch in batches]
    inputs.append(("huge logits", np.array([1, 0, 0, 1, 1, 0, 1, 0]), np.float32(huge).astype(float)))
    for name, labels, scores in inputs:
        logits = torch.tensor(scores, requires_grad=True)
        value = binary_cross_entropy_with_logits(logits, torch.tensor(labels, dtype=torch.float64))
        (gradient,) = torch.autograd.grad(value, logits)
        yield {"name": name, "labels": labels, "logits": scores, "value": value.item(), "gradient": gradient.numpy()}


def main():
    data = batches()
    points = [(0.0, 0.0, 0.0), (0.75, 0.25, 0.5), (-0.5, 1.5, 2.0)]
    margins = [1.0, 0.5]
    priors = ["none", "batch", 0.1]
    cases = [
        margin_case(batch, transform, margin, prior, point)
        for batch in data
        for transform, some in [("none", points), ("sigmoid", points[1:2]), ("l2", points[1:2])]
        for margin in margins
        for prior in priors
        for point in some
    ]
    optima = lambda transforms, **options: [
        optimum_case(batch, transform, margin, prior, **options)
        for batch in data
        for transform in transforms
        for margin in margins
        for prior in priors
    ]
    content = {
        "batches": data,
        "aucMargin": cases,
        "multiLabel": list(multi_label_cases()),
        "objective": optima(TRANSFORMS),
        "objectiveAlphaMax": {"alphaMax": 0.3, "cases": optima(["none"], alpha_range=(0, 0.3))},
        "squareObjective": optima(["none"], alpha_range=(-100, 100)),
        "crossEntropy": list(cross_entropy_cases(data)),
    }
    versions = {"torch": torch.__version__, "numpy": np.__version__, "libauc": "1.2.0"}
    write("packages/losses/test/golden/losses.json", __file__, "computed in float64, 9 significant digits", versions, content)


main()
