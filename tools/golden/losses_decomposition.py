"""Golden values of the decomposition of the compositional objective: packages/losses/test/golden/losses-decomposition.json.

A network 4 -> 6 tanh -> `outputs` logits (x@w1+b1, row-major), in float64. L_AVG is the mean binary cross-entropy; L_AUC is,
per output and then on average, p(1-p) or 1 times var+ + var- + max(0, gap)^2 (loss 'margin') or + gap^2 (loss 'square') of
the sigmoid scores, gap = margin + mean- - mean+, all over the whole data. Gradients are torch autograd's of these formulas,
that of the compositional objective through the inner step; nothing is computed batch by batch. The rows of the file fall
into batches of the sizes `batches`.
"""
import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from common import write

torch.set_default_dtype(torch.float64)
NAMES = ("w1", "b1", "w2", "b2")
BATCHES = [10, 8, 6]
RATES = [1, 0.5, 0.25, 0.125]


def make_data(outputs):
    random = np.random.default_rng(23)
    float32 = lambda values: np.float32(values).astype(float)
    shapes = {"w1": (4, 6), "b1": (6,), "w2": (6, outputs), "b2": (outputs,)}
    labels = (random.random((sum(BATCHES), outputs)) < 0.3).astype(int)
    inputs = random.standard_normal((sum(BATCHES), 4)) + labels[:, :1]
    weights = {name: float32(random.standard_normal(shape)) for name, shape in shapes.items()}
    return {"outputs": outputs, "labels": labels.ravel(), "inputs": float32(inputs).ravel(), "weights": weights}


def logits(data, weights):
    inputs = torch.tensor(data["inputs"]).reshape(-1, 4)
    return torch.tanh(inputs @ weights["w1"] + weights["b1"]) @ weights["w2"] + weights["b2"]


def labels_of(data):
    return torch.tensor(data["labels"], dtype=torch.float64).reshape(-1, data["outputs"])


def average(data, weights):
    return binary_cross_entropy_with_logits(logits(data, weights), labels_of(data))


def auc(data, weights, loss, prior, margin):
    values = []
    for y, f in zip(labels_of(data).T, torch.sigmoid(logits(data, weights)).T):
        positive, negative, p = f[y == 1], f[y == 0], y.mean()
        gap = margin + negative.mean() - positive.mean()
        gap = gap.clamp(min=0) if loss == "margin" else gap
        value = positive.var(unbiased=False) + negative.var(unbiased=False) + gap**2
        values.append(p * (1 - p) * value if prior == "batch" else value)
    return torch.stack(values).mean()


def case(index, data, rate, **options):
    weights = {name: torch.tensor(data["weights"][name], requires_grad=True) for name in NAMES}
    leaves = list(weights.values())
    by_average = torch.autograd.grad(average(data, weights), leaves, create_graph=True)
    value = auc(data, weights, **options)
    by_auc = torch.autograd.grad(value, leaves)
    flat = lambda gradients: torch.cat([g.ravel() for g in gradients])
    g_auc, g_avg = flat(by_auc), flat(by_average)
    alignment = (g_auc @ g_avg).item()
    moved = {name: w - rate * g for (name, w), g in zip(weights.items(), by_average)}
    at_moved = auc(data, moved, **options)
    of_objective = flat(torch.autograd.grad(at_moved, leaves))
    compositional = at_moved.item()
    norms = g_auc.norm() * g_avg.norm()
    return {"data": index, "innerLearningRate": rate, **options} | {
        "aucTerm": value.item(),
        "alignmentTerm": alignment,
        "alignmentCosine": alignment / norms.item(),
        "gradNormTerm": g_avg.norm().item(),
        "gradNormSquared": (g_avg @ g_avg).item(),
        "compositional": compositional,
        "compositionalGradNormSquared": (of_objective @ of_objective).item(),
        "remainder": compositional - value.item() + rate * alignment,
    }


def main():
    data = [make_data(1), make_data(2)]
    content = {
        "batches": BATCHES,
        "data": data,
        "cases": [
            case(index, entry, rate, loss=loss, prior=prior, margin=margin)
            for index, entry in enumerate(data)
            for loss, margin in [("margin", 1.0), ("margin", 0.05), ("square", 0.05)]
            for prior in ["none", "batch"]
            for rate in RATES
        ],
    }
    versions = {"torch": torch.__version__, "numpy": np.__version__}
    write("packages/losses/test/golden/losses-decomposition.json", __file__, "computed in float64, 9 significant digits", versions, content)


main()
