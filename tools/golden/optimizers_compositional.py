"""Golden trajectories of PDSCA, written from its formulas: packages/optimizers/test/golden/optimizers-compositional.json.

Network, batches and initial weights are those of optimizers.json (optimizers.py, which also runs LibAUC's own PDSCA).
State: primal p = (w, a, b), alpha, innerPoint u[1..k] = initial primal, z = 0, s = m = c = 0, reference r = initial primal.
One iteration on S1 (`inner`) and S2 (`outer`), for both variants; nothing here is shared with the TypeScript sources:

  v[0] = p
  for j = 1 ... k:
    g = gradient in w of mean BCE-with-logits(v[j-1].w; S1)
    target = (v[j-1].w - innerLearningRate D(g), v[j-1].a, v[j-1].b)
    u[j] = (1 - innerAveraging) u[j] + innerAveraging target, but u[j] = target in libauc's first iteration
    v[j] = u[j], in libauc with a and b of p: they are not averaged
  O = D(gradient in w, a, b of saddle(v[k], alpha; S2))
  if hessian is 'finite-difference', for j = k ... 1, with the exact Hessian H of mean BCE-with-logits(. ; S1) at v[j-1].w:
    O.w = O.w - innerLearningRate (H O.w + (weightDecay + epochDecay) O.w)
  z = (1 - gradientAveraging) z + gradientAveraging O, but z = O in libauc's first iteration
  under a scaling, with gamma = secondMomentAveraging:
    s = (1 - gamma) s + gamma O^2, c = (1 - gamma) c + gamma, m = max(m, s)
    q = s / c ('adam'), m / c ('amsgrad'), clip(s / c, upper^-2, lower^-2) ('adabound')
    step = z / (sqrt(q) + epsilon)
  otherwise step = z
  p = start - learningRate step, where start is v[0] in algorithm1 and v[k] in libauc
  alpha = clip(alpha + dualLearningRate d, alphaMin, alphaMax), null standing for no bound, where d is
    dual 'gradient':   d/dalpha saddle(v[k], alpha; S1 and S2 together) at the old alpha
    dual 'closedForm': 2 (margin + b - a) - 2 alpha with the a, b just updated

D clips g entrywise to +-clip, then by the factor min(1, clipNorm / (norm of all its tensors + 1e-6)), then adds weightDecay v
and epochDecay (v - r), v being the point of g. In algorithm1 it leaves the entries of a and b alone. With `decayWeightsOnly`
weightDecay is 0 for b1, b2, a and b; the others are off unless a case names them.
Saddle: f = sigmoid or raw scores; prior p (paper, equations 2-3, sums over 1/N) or 'none' (class means).
`drop` divides all learning rates by 10 after iteration 10. `inner` holds the BCE at v[0], `outer` the saddle value at v[k] on
S2, both before the update. `secondMoment` is s, `maximum` m.
"""
import json

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from common import ROOT, write
from trajectories import SHA256, trajectory

INPUTS = json.loads((ROOT / "packages/optimizers/test/golden/optimizers.json").read_text())
STEPS, RECORDED = 20, (1, 20)
NAMES, ALL_NAMES = ("w1", "b1", "w2", "b2"), ("w1", "b1", "w2", "b2", "a", "b")
TRANSFORMS = {"none": lambda scores: scores, "sigmoid": torch.sigmoid}


def logits(weights, inputs):
    return (torch.tanh(inputs @ weights["w1"] + weights["b1"]) @ weights["w2"] + weights["b2"])[:, 0]


def saddle(point, alpha, inputs, labels, options):
    f = TRANSFORMS[options["scoreTransform"]](logits(point, inputs))
    a, b, p, margin = point["a"], point["b"], options["prior"], options["margin"]
    if p == "none":
        positive, negative = f[labels == 1], f[labels == 0]
        squares = ((positive - a) ** 2).mean() + ((negative - b) ** 2).mean()
        return squares + 2 * alpha * (margin + negative.mean() - positive.mean()) - alpha**2
    phi = (1 - p) * (f - a) ** 2 * labels + p * (f - b) ** 2 * (1 - labels) - p * (1 - p) * alpha**2
    phi = phi + 2 * alpha * (p * (1 - p) * margin + p * f * (1 - labels) - (1 - p) * f * labels)
    return phi.mean()


def gradients(function, point, names, create_graph=False):
    """The leaves, and value and gradients of function(leaves) with respect to the named ones."""
    leaves = {name: value.detach().clone().requires_grad_(name in names) for name, value in point.items()}
    value = function(leaves)
    found = torch.autograd.grad(value, [leaves[name] for name in names], create_graph=create_graph)
    return leaves, value.item(), dict(zip(names, found))


def hessian_product(function, point, vector):
    leaves, _, g = gradients(function, point, NAMES, create_graph=True)
    inner_product = sum((g[name] * vector[name]).sum() for name in NAMES)
    return dict(zip(NAMES, torch.autograd.grad(inner_product, [leaves[name] for name in NAMES])))


def second_moment_root(options, s, m, c):
    lower, upper = options["scaleBounds"]
    q = {"adam": s / c, "amsgrad": m / c, "adabound": torch.clamp(s / c, upper**-2, lower**-2)}[options["scaling"]]
    return torch.sqrt(q) + options["epsilon"]


def run(options, record):
    dtype = torch.get_default_dtype()
    tensor = lambda value: torch.tensor(value, dtype=dtype)
    algorithm1 = options["variant"] == "algorithm1"
    k, beta0, beta1, gamma = (options[n] for n in ("innerSteps", "innerAveraging", "gradientAveraging", "secondMomentAveraging"))
    inner_rate, rate, dual_rate = (options[n] for n in ("innerLearningRate", "learningRate", "dualLearningRate"))
    decay = {n: 0 if options["decayWeightsOnly"] and n not in ("w1", "w2") else options["weightDecay"] for n in ALL_NAMES}
    pull, batches = options["epochDecay"], INPUTS["batches"]
    zeros = lambda point: {name: torch.zeros_like(value) for name, value in point.items()}

    p = {name: tensor(INPUTS["weights"][name]) for name in NAMES}
    p |= {name: tensor(value) for name, value in zip("ab", options["start"])}
    alpha = tensor(options["start"][2])
    reference, u = dict(p), [dict(p) for _ in range(k)]
    z, s, m, c = zeros(p), zeros(p), zeros(p), 0

    def d(g, point):
        kept = {n: g[n] for n in g if algorithm1 and n in "ab"}
        g = {n: g[n] for n in g if n not in kept}
        if options["clip"] is not None:
            g = {n: torch.clamp(v, -options["clip"], options["clip"]) for n, v in g.items()}
        if options["clipNorm"] is not None:
            norm = torch.sqrt(sum((v**2).sum() for v in g.values()))
            g = {n: v * torch.clamp(options["clipNorm"] / (norm + 1e-6), max=1) for n, v in g.items()}
        return kept | {n: v + decay[n] * point[n] + pull * (point[n] - reference[n]) for n, v in g.items()}

    for step in range(1, STEPS + 1):
        first = step == 1 and not algorithm1
        (x1, y1), (x2, y2) = ((tensor(batches[step - 1][w]["inputs"]), tensor(batches[step - 1][w]["labels"])) for w in ("inner", "outer"))
        entropy = lambda at: cross_entropy(logits(at, x1), y1)
        v, inner_values = [p], []
        for j in range(k):
            _, value, g = gradients(entropy, v[j], NAMES)
            inner_values.append(value)
            target = v[j] | {n: v[j][n] - inner_rate * value for n, value in d(g, v[j]).items()}
            u[j] = target if first else {n: (1 - beta0) * u[j][n] + beta0 * target[n] for n in ALL_NAMES}
            v.append(u[j] if algorithm1 else u[j] | {n: p[n] for n in "ab"})
        _, outer_value, g = gradients(lambda at: saddle(at, alpha, x2, y2, options), v[k], ALL_NAMES)
        O = d(g, v[k])
        if options["hessian"] == "finite-difference":
            for j in reversed(range(k)):
                product = hessian_product(entropy, v[j], O)
                O |= {n: O[n] - inner_rate * (product[n] + (decay[n] + pull) * O[n]) for n in NAMES}
        z = O if first else {n: (1 - beta1) * z[n] + beta1 * O[n] for n in ALL_NAMES}
        direction = z
        if options["scaling"] != "none":
            c = (1 - gamma) * c + gamma
            s = {n: (1 - gamma) * s[n] + gamma * O[n] ** 2 for n in ALL_NAMES}
            m = {n: torch.maximum(m[n], s[n]) for n in ALL_NAMES}
            direction = {n: z[n] / second_moment_root(options, s[n], m[n], c) for n in ALL_NAMES}
        start = v[0] if algorithm1 else v[k]
        both = torch.cat([x1, x2]), torch.cat([y1, y2])
        at_alpha = lambda at: saddle(v[k], at["alpha"], *both, options)
        by_alpha = gradients(at_alpha, {"alpha": alpha}, ["alpha"])[2]["alpha"]
        p = {n: start[n] - rate * direction[n] for n in ALL_NAMES}
        if options["dual"] == "closedForm":
            by_alpha = 2 * (options["margin"] + p["b"] - p["a"]) - 2 * alpha
        alpha = alpha + dual_rate * by_alpha
        if options["alphaMin"] is not None:
            alpha = torch.clamp(alpha, options["alphaMin"], options["alphaMax"])
        if options["drop"] and step == INPUTS["dropAfter"]:
            inner_rate, rate, dual_rate = (r / INPUTS["dropFactor"] for r in (inner_rate, rate, dual_rate))
        record(step, {"inner": inner_values[0], "outer": outer_value}, lambda: {
            "weights": numbers(p, NAMES), **{n: p[n].item() for n in "ab"}, "alpha": alpha.item(),
            "innerPoints": [numbers(point, ALL_NAMES if algorithm1 else NAMES) for point in u],
            "gradientAverage": numbers(z),
            **({"secondMoment": numbers(s)} if options["scaling"] != "none" else {}),
            **({"maximum": numbers(m)} if options["scaling"] == "amsgrad" else {}),
        })


def numbers(named, names=ALL_NAMES):
    return {name: named[name].detach().double().numpy().copy() for name in names}


DEFAULTS = {
    "innerLearningRate": 0.1, "learningRate": 0.1, "dualLearningRate": 0.1, "innerSteps": 1, "innerAveraging": 0.9,
    "gradientAveraging": 0.9, "hessian": "ignore", "scaling": "none", "secondMomentAveraging": 0.001, "epsilon": 1e-8,
    "scaleBounds": [0.1, 10.0], "weightDecay": 1e-4, "decayWeightsOnly": False, "clip": None, "clipNorm": None,
    "epochDecay": 0.0, "start": [0.0, 0.0, 0.0], "margin": 1.0, "prior": "none", "scoreTransform": "sigmoid",
    "alphaMin": 0.0, "alphaMax": 999.0, "drop": False,
}
SQUARE = {"scoreTransform": "none", "start": [1.0, -1.0, -0.5], "alphaMin": None, "alphaMax": None}
DIFFERENT = {
    "start": [0.5, -0.25, 0.75], "innerLearningRate": 0.3, "learningRate": 0.2, "dualLearningRate": 0.05, "margin": 0.5,
    "innerAveraging": 0.3, "gradientAveraging": 0.6, "weightDecay": 1e-2, "innerSteps": 2,
}
PENALISED = {"prior": 0.25, "innerSteps": 2, "weightDecay": 0.1, "decayWeightsOnly": True}


def cases():
    adaptive = {"learningRate": 0.01}
    for variant, dual in (("algorithm1", "gradient"), ("libauc", "closedForm")):
        base = DEFAULTS | {"variant": variant, "dual": dual}
        other = "gradient" if dual == "closedForm" else "closedForm"
        for k in (1, 2, 3):
            for prior in (0.25, "none"):
                yield f"prior {prior}, k = {k}", base | {"innerSteps": k, "prior": prior}
            yield f"Hessian, k = {k}", base | {"innerSteps": k, "hessian": "finite-difference", "prior": 0.25}
            yield f"{other} dual, k = {k}", base | {"innerSteps": k, "dual": other}
        for scaling in ("adam", "amsgrad", "adabound"):
            yield scaling, base | adaptive | {"scaling": scaling}
            yield f"{scaling}, all different", base | DIFFERENT | adaptive | {
                "scaling": scaling, "secondMomentAveraging": 0.5, "epsilon": 1e-3, "scaleBounds": [2.0, 20.0],
            }
        yield "prior 0.1", base | {"prior": 0.1}
        yield "drop", base | {"drop": True}
        yield "alpha at its bounds", base | {"alphaMin": 0.3, "alphaMax": 0.5, "start": [0.0, 0.0, 0.4]}
        yield "AUC-square", base | SQUARE
        yield "clip", base | {"clip": 0.02}
        yield "clip norm", base | {"clipNorm": 0.05}
        yield "Hessian, decay weights only", base | PENALISED | {"hessian": "finite-difference"}
        yield "all different", base | DIFFERENT
        yield "Hessian, amsgrad, all different", base | DIFFERENT | adaptive | {
            "hessian": "finite-difference", "scaling": "amsgrad", "secondMomentAveraging": 0.4, "epsilon": 1e-3, "innerSteps": 3,
        }
    epoch_decay = base | {"epochDecay": 0.1, "innerSteps": 2}
    yield "epoch decay, k = 2", epoch_decay
    yield "epoch decay, Hessian, k = 2", epoch_decay | {"hessian": "finite-difference"}


def main():
    results = []
    for name, options in cases():
        found = trajectory(run, options, RECORDED)
        results.append({"name": f"{options['variant']}, {name}", "options": options, **found})
        print(f"{results[-1]['name']}: float32 deviates by {results[-1]['float32Deviation']:.1e}")
    versions = {"torch": torch.__version__, "numpy": np.__version__, "trajectories.py": SHA256}
    precision = "trajectories in float64, 9 significant digits"
    write("packages/optimizers/test/golden/optimizers-compositional.json", __file__, precision, versions, {"cases": results})


main()
