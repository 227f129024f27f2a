"""Golden trajectories of SGD, PESG and PDSCA: packages/optimizers/test/golden/optimizers.json.

A network 5 -> 7 tanh -> 1 logit (x@w1+b1, row-major) on fixed batches of 16 with 4 positives, 20 iterations. Each
iteration has two batches, `inner` (S1) and `outer` (S2); SGD uses the inner ones, PESG the outer ones.
Trajectories are float64; a float32 run is made too, and `float32Deviation` is its largest distance from
the float64 one over all recorded tensors, each relative to the tensor's largest magnitude (1e-3 at least).

SGD is torch.optim.SGD. PESG and PDSCA `libauc` are LibAUC 1.2.0's own classes with its AUCMLoss and
CompositionalAUCLoss (v1: prior of the batch, sigmoid scores); one PDSCA iteration is a CE step on `inner`, then an AUC
step on `outer`. `reference` is the point of the epoch decay (where epochDecay > 0), drawn N(0, 0.01²) by LibAUC and exported. `drop`
divides every learning rate by 10 after iteration 10; with `updateReference` by update_regularizer, which also moves the
reference to (sum of iterates) / (number of steps): a and b stand still in PDSCA's CE steps, which add nothing to
their sum but do count, so that their reference is half their mean.
`gradientAverage` is LibAUC's momentum_buffer (z), `innerPoint` its weight_buffer (u).

PDSCA `algorithm1` is written here from the paper (Algorithm 1, first order, h_t = 1). State: primal = (w, a, b), alpha,
innerPoint[1..k] = initial primal, gradientAverage z = 0. One iteration:
  from = primal
  for j = 1 ... k:
    g = d/dw mean BCE-with-logits(from.w; S1) + weightDecay from.w
    target = (from.w - innerLearningRate g, from.a, from.b)
    innerPoint[j] = (1 - innerAveraging) innerPoint[j] + innerAveraging target
    from = innerPoint[j]
  O = d/d(w, a, b) saddle(innerPoint[k], alpha; S2), plus weightDecay innerPoint[k].w for the weights only
  z = (1 - gradientAveraging) z + gradientAveraging O
  primal = primal - learningRate z
  alpha = clip(alpha + dualLearningRate D, 0, alphaMax), where D is
    dual 'gradient':   d/dalpha saddle(innerPoint[k], alpha; S1 and S2 together) at the old alpha
    dual 'closedForm': 2 (margin + b - a) - 2 alpha with the a, b just updated
Saddle: sigmoid scores; prior p (paper, equations 2-3, sums over 1/N) or 'none' (class means). Nothing is clipped.
`inner` holds the CE loss at each `from`, `outer` the saddle value at innerPoint[k] on S2, both before the update.
"""
import contextlib
import io

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from common import load_libauc, write

losses_v1, pesg, pdsca = load_libauc("losses.losses_v1", "optimizers.pesg", "optimizers.pdsca")

STEPS, RECORDED = 20, (1, 2, 5, 20)
DROP_AFTER, DROP_FACTOR = 10, 10
NAMES = ("w1", "b1", "w2", "b2")
ALL_NAMES = (*NAMES, "a", "b")


def make_inputs():
    random = np.random.default_rng(11)
    float32 = lambda values: np.float32(values).astype(float)
    shapes = {"w1": (5, 7), "b1": (7,), "w2": (7, 1), "b2": (1,)}
    weights = {name: float32(0.5 * random.standard_normal(shape)) for name, shape in shapes.items()}
    direction = random.standard_normal(5)

    def batch():
        labels = random.permutation(np.arange(16) < 4).astype(int)
        images = random.standard_normal((16, 5)) + np.outer(labels, direction)
        return {"labels": labels, "inputs": float32(images)}

    return {"weights": weights, "batches": [{"inner": batch(), "outer": batch()} for _ in range(STEPS)]}


INPUTS = make_inputs()


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        for name in NAMES:
            self.register_parameter(name, torch.nn.Parameter(torch.tensor(INPUTS["weights"][name])))

    def forward(self, inputs):
        return logits(dict(self.named_parameters()), inputs)


def logits(weights, inputs):
    return (torch.tanh(inputs @ weights["w1"] + weights["b1"]) @ weights["w2"] + weights["b2"])[:, 0]


def read(step, which):
    batch = INPUTS["batches"][step - 1][which]
    return torch.tensor(batch["inputs"]).to(torch.get_default_dtype()), torch.tensor(batch["labels"]).to(torch.get_default_dtype())


def numbers(named):
    return {name: tensor.detach().double().numpy().copy() for name, tensor in named.items()}


def scalars(loss):
    return {name: getattr(loss, name).item() for name in ("a", "b", "alpha")}


def buffers(optimizer, model, loss, key):
    parameters = [*model.parameters(), loss.a, loss.b]
    states = [optimizer.state[parameter].get(key) for parameter in parameters]
    found = {name: state for name, state in zip(ALL_NAMES, states) if state is not None}
    return numbers(found)


def with_dtype(loss, at):
    """LibAUC fixes a, b and alpha to float32 zeros; the float64 run and other starts need their own."""
    for name, value in zip(("a", "b", "alpha"), at):
        setattr(loss, name, torch.full((1,), value, dtype=torch.get_default_dtype(), requires_grad=True))
    return loss


def run_sgd(options, record):
    model = Network().to(torch.get_default_dtype())
    optimizer = torch.optim.SGD(
        model.parameters(), lr=options["learningRate"], momentum=options["momentum"], weight_decay=options["weightDecay"]
    )
    for step in range(1, STEPS + 1):
        inputs, labels = read(step, "inner")
        value = cross_entropy(model(inputs), labels)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        if options.get("drop") and step == DROP_AFTER:
            optimizer.param_groups[0]["lr"] /= DROP_FACTOR
        record(step, {"loss": value.item()}, lambda: {"weights": numbers(dict(model.named_parameters()))})


def libauc_reference():
    torch.manual_seed(5)
    torch.set_default_dtype(torch.float32)
    optimizer = pesg.PESG(Network().float(), losses_v1.AUCMLoss(margin=1.0, device="cpu"), device="cpu")
    return {name: value.double().numpy() for name, value in zip(ALL_NAMES, optimizer.model_ref)}


REFERENCE = libauc_reference()


def set_reference(optimizer, options):
    if options["epochDecay"] > 0:
        for target, name in zip(optimizer.model_ref, ALL_NAMES):
            target.data = torch.tensor(REFERENCE[name], dtype=torch.get_default_dtype())


def drop_rates(optimizer, options, *factors):
    if options.get("updateReference"):
        optimizer.update_regularizer(*factors)
    elif options.get("drop"):
        optimizer.update_lr(*factors)


def run_pesg(options, record):
    model = Network().to(torch.get_default_dtype())
    loss = with_dtype(losses_v1.AUCMLoss(margin=options["margin"], device="cpu"), options["start"])
    optimizer = pesg.PESG(
        model, loss, margin=options["margin"], lr=options["learningRate"], clip_value=options["clip"],
        weight_decay=options["weightDecay"], epoch_decay=options["epochDecay"], momentum=options["gradientAveraging"],
        device="cpu",
    )
    set_reference(optimizer, options)
    for step in range(1, STEPS + 1):
        inputs, labels = read(step, "outer")
        value = loss(TRANSFORMS[options["scoreTransform"]](model(inputs)), labels)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
        if step == DROP_AFTER:
            drop_rates(optimizer, options, DROP_FACTOR)
        record(step, {"outer": value.item()}, lambda: {
            "weights": numbers(dict(model.named_parameters())),
            **scalars(loss),
            "gradientAverage": buffers(optimizer, model, loss, "momentum_buffer"),
        })


def run_libauc(options, record):
    model = Network().to(torch.get_default_dtype())
    loss = with_dtype(losses_v1.CompositionalAUCLoss(margin=options["margin"], device="cpu"), options["start"])
    optimizer = pdsca.PDSCA(
        model, loss, margin=options["margin"], lr=options["learningRate"], lr0=options["innerLearningRate"],
        beta1=options["innerAveraging"], beta2=options["gradientAveraging"], clip_value=options["clip"],
        weight_decay=options["weightDecay"], epoch_decay=options["epochDecay"], device="cpu",
    )
    set_reference(optimizer, options)
    for step in range(1, STEPS + 1):
        values = {}
        for which in ("inner", "outer"):
            inputs, labels = read(step, which)
            value = loss(model(inputs), labels)
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            values[which] = value.item()
        if step == DROP_AFTER:
            drop_rates(optimizer, options, DROP_FACTOR, DROP_FACTOR)
        record(step, values, lambda: {
            "weights": numbers(dict(model.named_parameters())),
            **scalars(loss),
            "innerPoint": buffers(optimizer, model, loss, "weight_buffer"),
            "gradientAverage": buffers(optimizer, model, loss, "momentum_buffer"),
        })


TRANSFORMS = {"none": lambda scores: scores, "sigmoid": torch.sigmoid}


def saddle(point, alpha, inputs, labels, margin, prior):
    f = torch.sigmoid(logits(point, inputs))
    a, b = point["a"], point["b"]
    if prior == "none":
        positive, negative = f[labels == 1], f[labels == 0]
        squares = ((positive - a) ** 2).mean() + ((negative - b) ** 2).mean()
        return squares + 2 * alpha * (margin + negative.mean() - positive.mean()) - alpha**2
    p = prior
    phi = (1 - p) * (f - a) ** 2 * labels + p * (f - b) ** 2 * (1 - labels) - p * (1 - p) * alpha**2
    phi = phi + 2 * alpha * (p * (1 - p) * margin + p * f * (1 - labels) - (1 - p) * f * labels)
    return phi.mean()


def gradients(function, point, names):
    """Value and gradients of function(point) with respect to point[name]."""
    leaves = {name: value.detach().clone().requires_grad_(name in names) for name, value in point.items()}
    value = function(leaves)
    return value.item(), dict(zip(names, torch.autograd.grad(value, [leaves[name] for name in names])))


def run_algorithm1(options, record):
    dtype = torch.get_default_dtype()
    margin, prior, k = options["margin"], options["prior"], options["innerSteps"]
    inner_rate, rate, dual_rate = (options[name] for name in ("innerLearningRate", "learningRate", "dualLearningRate"))
    inner_averaging, averaging = options["innerAveraging"], options["gradientAveraging"]
    primal = {name: torch.tensor(INPUTS["weights"][name], dtype=dtype) for name in NAMES}
    primal |= {name: torch.tensor(value, dtype=dtype) for name, value in zip("ab", options["start"])}
    alpha = torch.tensor(options["start"][2], dtype=dtype)
    points = [dict(primal) for _ in range(k)]
    z = {name: torch.zeros_like(value) for name, value in primal.items()}
    for step in range(1, STEPS + 1):
        (x1, y1), (x2, y2) = read(step, "inner"), read(step, "outer")
        start, inner_values = primal, []
        for j in range(k):
            value, g = gradients(lambda at: cross_entropy(logits(at, x1), y1), start, NAMES)
            inner_values.append(value)
            decayed = {name: g[name] + options["weightDecay"] * start[name] for name in NAMES}
            target = {name: start[name] - inner_rate * decayed[name] for name in NAMES} | {name: start[name] for name in "ab"}
            points[j] = {n: (1 - inner_averaging) * points[j][n] + inner_averaging * target[n] for n in ALL_NAMES}
            start = points[j]
        u = points[-1]
        outer_value, O = gradients(lambda at: saddle(at, alpha, x2, y2, margin, prior), u, ALL_NAMES)
        O |= {name: O[name] + options["weightDecay"] * u[name] for name in NAMES}
        z = {name: (1 - averaging) * z[name] + averaging * O[name] for name in ALL_NAMES}
        primal = {name: primal[name] - rate * z[name] for name in ALL_NAMES}
        if options["dual"] == "gradient":
            both = torch.cat([x1, x2]), torch.cat([y1, y2])
            at_alpha = lambda at: saddle(u, at["alpha"], *both, margin, prior)
            direction = gradients(at_alpha, {"alpha": alpha}, ["alpha"])[1]["alpha"]
        else:
            direction = 2 * (margin + primal["b"] - primal["a"]) - 2 * alpha
        alpha = torch.clamp(alpha + dual_rate * direction, 0, options["alphaMax"])
        if options.get("drop") and step == DROP_AFTER:
            inner_rate, rate, dual_rate = inner_rate / DROP_FACTOR, rate / DROP_FACTOR, dual_rate / DROP_FACTOR
        record(step, {"inner": inner_values, "outer": outer_value}, lambda: {
            "weights": numbers({name: primal[name] for name in NAMES}),
            **{name: primal[name].item() for name in "ab"}, "alpha": alpha.item(),
            "innerPoints": [numbers(point) for point in points],
            "gradientAverage": numbers(z),
        })


def trajectory(run, options, dtype):
    torch.set_default_dtype(dtype)
    losses, states = [], []

    def record(step, values, state):
        losses.append({"step": step, **values})
        if step in RECORDED:
            states.append({"step": step, **state()})

    run(options, record)
    return {"losses": losses, "states": states}


def deviation(actual, expected):
    """Largest difference of two trajectories; 1e-3 keeps values near zero from counting as infinite errors."""
    if isinstance(expected, dict):
        return max(deviation(actual[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return max(map(deviation, actual, expected))
    difference = np.abs(np.subtract(actual, expected))
    return float(np.max(difference) / max(np.max(np.abs(expected)), 1e-3))


def cases():
    zero = {"start": [0.0, 0.0, 0.0], "margin": 1.0}
    sgd = {"learningRate": 0.1, "momentum": 0.9, "weightDecay": 1e-4}
    yield "sgd", run_sgd, sgd
    yield "sgd, drop", run_sgd, sgd | {"drop": True}

    libauc = zero | {"learningRate": 0.1, "weightDecay": 1e-4, "clip": 1.0, "epochDecay": 0.0, "gradientAveraging": 0.9}
    reference = {"epochDecay": 2e-3}
    plain = libauc | {"scoreTransform": "sigmoid"}
    yield "pesg", run_pesg, plain
    yield "pesg, epoch decay", run_pesg, plain | reference
    yield "pesg, epoch decay, drop", run_pesg, plain | reference | {"drop": True, "updateReference": True}
    yield "pesg, clip", run_pesg, plain | {"clip": 0.01}
    yield "pesg, raw scores, alpha at zero", run_pesg, plain | {"scoreTransform": "none", "start": [2.0, -1.0, 0.1]}

    inner = libauc | {"innerLearningRate": 0.1, "innerAveraging": 0.9}
    yield "libauc", run_libauc, inner
    yield "libauc, epoch decay", run_libauc, inner | reference
    yield "libauc, drop", run_libauc, inner | {"drop": True}
    yield "libauc, epoch decay, drop", run_libauc, inner | reference | {"drop": True, "updateReference": True}
    yield "libauc, all different", run_libauc, inner | {
        "start": [0.5, -0.25, 0.75], "learningRate": 0.2, "innerLearningRate": 0.05, "innerAveraging": 0.3,
        "gradientAveraging": 0.6, "clip": 0.02, "weightDecay": 1e-2,
    }

    paper = zero | {
        "innerLearningRate": 0.1, "learningRate": 0.1, "dualLearningRate": 0.1, "innerAveraging": 0.9,
        "gradientAveraging": 0.9, "weightDecay": 1e-4, "alphaMax": 999.0, "prior": 0.25, "dual": "gradient",
    }
    for prior in (0.25, "none"):
        for k in (1, 2, 3):
            yield f"algorithm1, prior {prior}, k = {k}", run_algorithm1, paper | {"prior": prior, "innerSteps": k}
    one = paper | {"innerSteps": 1}
    yield "algorithm1, prior 0.1", run_algorithm1, one | {"prior": 0.1}
    for prior in (0.25, "none"):
        yield f"algorithm1, prior {prior}, closed-form dual", run_algorithm1, one | {"prior": prior, "dual": "closedForm"}
    yield "algorithm1, drop", run_algorithm1, one | {"prior": "none", "drop": True}
    yield "algorithm1, alpha at its bound", run_algorithm1, one | {"prior": "none", "alphaMax": 0.5}
    yield "algorithm1, all different", run_algorithm1, paper | {
        "start": [0.5, -0.25, 0.75], "innerLearningRate": 0.3, "learningRate": 0.2, "dualLearningRate": 0.05, "margin": 0.5,
        "innerAveraging": 0.3, "gradientAveraging": 0.6, "weightDecay": 1e-2, "prior": "none", "innerSteps": 2,
    }


def main():
    results = []
    for name, run, options in cases():
        with contextlib.redirect_stdout(io.StringIO()):
            single, double = (trajectory(run, options, dtype) for dtype in (torch.float32, torch.float64))
        results.append({
            "name": name, "optimizer": run.__name__.removeprefix("run_"), "options": options,
            "float32Deviation": float(f"{deviation(single, double):.2g}"), **double,
        })
        print(f"{name}: float32 deviates by {results[-1]['float32Deviation']:.1e}")
    content = {"dropAfter": DROP_AFTER, "dropFactor": DROP_FACTOR, "reference": REFERENCE, **INPUTS, "cases": results}
    versions = {"torch": torch.__version__, "numpy": np.__version__, "libauc": "1.2.0"}
    precision = "trajectories in float64, 9 significant digits; initial weights and inputs are float32 numbers"
    write("packages/optimizers/test/golden/optimizers.json", __file__, precision, versions, content)


main()
