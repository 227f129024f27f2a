"""Golden values of cross-entropy with class weights and masks, focal loss and LDAM: packages/losses/test/golden/losses-classes.json.

Everything is float64; gradients are torch autograd's. Unknown labels are -1 in the file. Class weights enter as the weighted
mean sum(w l) / sum(w) over the known labels, which is what torch.nn.functional.cross_entropy does with `weight`.

  binary    torch's binary_cross_entropy_with_logits on the known labels
  softmax   torch's cross_entropy(weight, ignore_index=-1)
  focal     (1 - p)^gamma times the cross-entropy of each label, p = exp(-cross-entropy)
  ldam      cross_entropy(scale * (logits - margin of the true class), weight), margins n^(-1/4) * (max / largest): the form of
            LDAMLoss in github.com/kaidic/LDAM-DRW, losses.py
  weights   effective numbers as in github.com/richardaecn/class-balanced-loss, src/cifar_main.py:
            (1 - beta) / (1 - beta^n), scaled to the sum C
"""
import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from common import write

torch.set_default_dtype(torch.float64)
random = np.random.default_rng(17)
COUNTS = [[5000, 500, 50], [9000, 1000], [1, 2, 4, 8], [500] * 4 + [7]]
CLASS_WEIGHTS = [None, [0.2, 1.8], [3.0, 0.5]]


def float32(values):
    return np.float32(values).astype(float)


def with_gradient(value, logits):
    (gradient,) = torch.autograd.grad(value, logits)
    return {"value": value.item(), "gradient": gradient.numpy().ravel()}


def weighted_mean(losses, weights):
    return (weights * losses).sum() / weights.sum()


def binary_case(labels, scores, gamma, weights=None):
    logits = torch.tensor(scores, requires_grad=True)
    known = torch.tensor(labels >= 0)
    y = torch.tensor(labels, dtype=torch.float64)
    losses = binary_cross_entropy_with_logits(logits[known], y[known], reduction="none")
    per_label = torch.where(y[known] == 1, *[torch.tensor((weights or [1.0, 1.0])[c]) for c in (1, 0)])
    value = weighted_mean((1 - torch.exp(-losses)) ** gamma * losses, per_label)
    case = {"gamma": gamma}
    return case | ({"classWeights": weights} if weights else {}) | with_gradient(value, logits)


def softmax_case(labels, scores, weights, gamma=None, counts=None, scale=None):
    logits = torch.tensor(scores, requires_grad=True)
    y = torch.tensor(labels)
    weight = torch.tensor(weights) if weights else None
    case = {"classWeights": weights} if weights else {}
    if counts:
        margins = 1 / np.sqrt(np.sqrt(counts))
        margins = torch.tensor(margins * (0.5 / margins.max()))
        target = torch.nn.functional.one_hot(y.clamp(min=0), scores.shape[1])
        value = cross_entropy(scale * (logits - target * margins), y, weight=weight, ignore_index=-1)
        case |= {"counts": counts, "margins": margins.numpy(), "scale": scale}
    elif gamma is None:
        value = cross_entropy(logits, y, weight=weight, ignore_index=-1)
    else:
        losses = cross_entropy(logits, y, ignore_index=-1, reduction="none")[y >= 0]
        each = (weight if weights else torch.ones(scores.shape[1]))[y[y >= 0]]
        value = weighted_mean((1 - torch.exp(-losses)) ** gamma * losses, each)
        case["gamma"] = gamma
    return case | with_gradient(value, logits)


def binary_batch(n, labels, spread):
    y = random.integers(0, 2, (n, labels))
    y[random.random((n, labels)) < 0.2] = -1
    return y, float32(spread * random.standard_normal((n, labels)))


def softmax_batch(n, classes, spread):
    y = random.integers(0, classes, n)
    y[random.random(n) < 0.2] = -1
    return y, float32(spread * random.standard_normal((n, classes)))


def effective_numbers(counts, beta):
    weights = (1 - beta) / (1 - np.power(beta, counts))
    return weights / weights.sum() * len(counts)


def listed(batches, cases):
    """Every batch with its cases."""
    for labels, scores in batches:
        yield {"labels": labels.ravel(), "logits": scores.ravel(), "columns": scores.shape[1], "cases": cases(labels, scores)}


def binary_cases(labels, scores):
    return [binary_case(labels, scores, gamma, weights) for gamma in [0, 1, 2.5] for weights in CLASS_WEIGHTS]


def softmax_cases(labels, scores):
    classes = scores.shape[1]
    weights = list(float32(0.1 + random.random(classes)))
    return [softmax_case(labels, scores, w, gamma=gamma) for gamma in [None, 1, 2.5] for w in [None, weights]]


def ldam_cases(labels, scores):
    classes = scores.shape[1]
    weights = list(float32(0.1 + random.random(classes)))
    counts = [1000 // 4**c + 1 for c in range(classes)]
    return [
        softmax_case(labels, scores, w, counts=counts, scale=scale) for scale in [1, 30] for w in [None, weights]
    ]


def main():
    binary = [binary_batch(*shape) for shape in [(16, 1, 1), (12, 3, 2), (16, 4, 30)]]
    softmax = [softmax_batch(*shape) for shape in [(16, 3, 1), (12, 5, 3), (16, 4, 30)]]
    cosines = [(labels, float32(np.tanh(scores))) for labels, scores in softmax]
    content = {
        "binary": list(listed(binary, binary_cases)),
        "softmax": list(listed(softmax, softmax_cases)),
        "ldam": list(listed(cosines, ldam_cases)),
        "effectiveNumberWeights": [
            {"counts": counts, "beta": beta, "weights": effective_numbers(np.array(counts, float), beta)}
            for counts in COUNTS
            for beta in [0.9, 0.99, 0.999, 0.9999]
        ],
    }
    versions = {"torch": torch.__version__, "numpy": np.__version__}
    write("packages/losses/test/golden/losses-classes.json", __file__, "computed in float64, 9 significant digits", versions, content)


main()
