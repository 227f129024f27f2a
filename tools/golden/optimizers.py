"""Golden trajectories of SGD, Adam, AdamW, PESG and PDSCA from PyTorch's and LibAUC's own classes:
packages/optimizers/test/golden/optimizers.json. (PDSCA written from its formulas: optimizers_compositional.py.)

A network 5 -> 7 tanh -> 1 logit (x@w1+b1, row-major) on fixed batches of 16 with 4 positives, 20 iterations. Each
iteration has two batches, `inner` (S1) and `outer` (S2); SGD and Adam use the inner ones, PESG the outer ones.
Trajectories are float64; a float32 run is made too, and `float32Deviation` is its largest distance from
the float64 one over all recorded tensors, each relative to the tensor's largest magnitude (1e-3 at least).

SGD, Adam and AdamW are torch.optim's; `clip` is clip_grad_value_, `clipNorm` clip_grad_norm_, `decayWeightsOnly` a parameter
group without weight decay for b1 and b2. PESG and PDSCA `libauc` are LibAUC 1.2.0's own classes with its AUCMLoss and
CompositionalAUCLoss (v1: prior of the batch, sigmoid scores); one PDSCA iteration is a CE step on `inner`, then an AUC
step on `outer`. PESG's Adam mode, which came later, is torch.optim.Adam on clip(gradient) + epochDecay (v - reference) +
weightDecay v, then 1.2.0's step of alpha; LibAUC 2.0.1's class does the same.
`reference` is the point of the epoch decay (where epochDecay > 0), drawn N(0, 0.01²) by LibAUC and exported. `drop`
divides every learning rate by 10 after iteration 10; with `updateReference` by update_regularizer, which also moves the
reference to (sum of iterates) / (number of steps): a and b stand still in PDSCA's CE steps, which add nothing to
their sum but do count, so that their reference is half their mean.
`gradientAverage` is LibAUC's momentum_buffer or Adam's exp_avg (z), `innerPoint` LibAUC's weight_buffer (u),
`secondMoment` Adam's exp_avg_sq (s), `maximum` its max_exp_avg_sq.
"""
import contextlib
import functools
import io

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

from common import load_libauc, write
from trajectories import SHA256, trajectory

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


def run_torch(options, record, make, slots):
    """Trains on cross-entropy; `slots` are the names of the optimizer's buffers and what they are recorded as."""
    model = Network().to(torch.get_default_dtype())
    named = dict(model.named_parameters())
    spared = {"weight_decay": 0.0} if options.get("decayWeightsOnly") else {}
    groups = [{"params": [named["w1"], named["w2"]]}, {"params": [named["b1"], named["b2"]], **spared}]
    optimizer = make(groups, lr=options["learningRate"], weight_decay=options["weightDecay"])
    for step in range(1, STEPS + 1):
        inputs, labels = read(step, "inner")
        value = cross_entropy(model(inputs), labels)
        optimizer.zero_grad()
        value.backward()
        if "clip" in options:
            torch.nn.utils.clip_grad_value_(model.parameters(), options["clip"])
        if "clipNorm" in options:
            torch.nn.utils.clip_grad_norm_(model.parameters(), options["clipNorm"])
        optimizer.step()
        if options.get("drop") and step == DROP_AFTER:
            for group in optimizer.param_groups:
                group["lr"] /= DROP_FACTOR
        record(step, {"outer": value.item()}, lambda: {
            "weights": numbers(named),
            **{name: numbers({n: optimizer.state[p][slot] for n, p in named.items()}) for slot, name in slots.items()},
        })


ADAM_SLOTS = {"exp_avg": "gradientAverage", "exp_avg_sq": "secondMoment"}


def adam_slots(options):
    return ADAM_SLOTS | ({"max_exp_avg_sq": "maximum"} if options["amsgrad"] else {})


def adam_options(options):
    return {"betas": (options["beta1"], options["beta2"]), "eps": options["epsilon"], "amsgrad": options["amsgrad"]}


def run_sgd(options, record):
    make = functools.partial(torch.optim.SGD, momentum=options["momentum"])
    run_torch(options, record, make, {"momentum_buffer": "momentum"} if options["momentum"] else {})


def run_adam(options, record):
    run_torch(options, record, functools.partial(torch.optim.Adam, **adam_options(options)), adam_slots(options))


def run_adamW(options, record):
    run_torch(options, record, functools.partial(torch.optim.AdamW, **adam_options(options)), adam_slots(options))


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


TRANSFORMS = {"none": lambda scores: scores, "sigmoid": torch.sigmoid}


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


def run_pesg_adam(options, record):
    model = Network().to(torch.get_default_dtype())
    loss = with_dtype(losses_v1.AUCMLoss(margin=options["margin"], device="cpu"), options["start"])
    named = dict(zip(ALL_NAMES, [*model.parameters(), loss.a, loss.b]))
    optimizer = torch.optim.Adam(named.values(), lr=options["learningRate"], **adam_options(options))
    for step in range(1, STEPS + 1):
        inputs, labels = read(step, "outer")
        value = loss(torch.sigmoid(model(inputs)), labels)
        optimizer.zero_grad()
        value.backward()
        with torch.no_grad():
            for name, p in named.items():
                pull = options["epochDecay"] * (p - torch.tensor(REFERENCE[name], dtype=p.dtype))
                p.grad = p.grad.clamp(-options["clip"], options["clip"]) + pull + options["weightDecay"] * p
        optimizer.step()
        rate = optimizer.param_groups[0]["lr"]
        with torch.no_grad():
            loss.alpha.copy_(torch.clamp(loss.alpha + rate * 2 * (options["margin"] + loss.b - loss.a - loss.alpha), 0, 999))
        if options.get("drop") and step == DROP_AFTER:
            optimizer.param_groups[0]["lr"] /= DROP_FACTOR
        record(step, {"outer": value.item()}, lambda: {
            "weights": numbers({name: named[name] for name in NAMES}),
            **scalars(loss),
            **{name: numbers({n: optimizer.state[p][slot] for n, p in named.items()})
               for slot, name in adam_slots(options).items()},
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


def cases():
    sgd = {"learningRate": 0.1, "momentum": 0.9, "weightDecay": 1e-4}
    yield "sgd", run_sgd, sgd
    yield "sgd, drop", run_sgd, sgd | {"drop": True}
    yield "sgd, no momentum, clip", run_sgd, sgd | {"momentum": 0.0, "clip": 0.02}
    yield "sgd, clip norm, decay weights only", run_sgd, sgd | {"clipNorm": 0.1, "weightDecay": 1e-2, "decayWeightsOnly": True}

    moments = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "amsgrad": False}
    adam = moments | {"learningRate": 0.01, "weightDecay": 0.0}
    different = {"beta1": 0.6, "beta2": 0.7, "epsilon": 1e-3, "weightDecay": 1e-2, "decayWeightsOnly": True, "drop": True}
    for name, run in (("adam", run_adam), ("adamW", run_adamW)):
        yield name, run, adam
        yield f"{name}, amsgrad, decay", run, adam | {"amsgrad": True, "weightDecay": 0.1, "beta2": 0.5}
        yield f"{name}, all different", run, adam | different

    zero = {"start": [0.0, 0.0, 0.0], "margin": 1.0}
    libauc = zero | {"learningRate": 0.1, "weightDecay": 1e-4, "clip": 1.0, "epochDecay": 0.0, "gradientAveraging": 0.9}
    reference = {"epochDecay": 2e-3}
    plain = libauc | {"scoreTransform": "sigmoid"}
    yield "pesg", run_pesg, plain
    yield "pesg, epoch decay", run_pesg, plain | reference
    yield "pesg, epoch decay, drop", run_pesg, plain | reference | {"drop": True, "updateReference": True}
    yield "pesg, clip", run_pesg, plain | {"clip": 0.01}
    yield "pesg, raw scores, alpha at zero", run_pesg, plain | {"scoreTransform": "none", "start": [2.0, -1.0, 0.1]}

    adam_mode = libauc | moments | {"learningRate": 0.01}
    yield "pesg, adam", run_pesg_adam, adam_mode
    yield "pesg, adam, epoch decay, drop", run_pesg_adam, adam_mode | reference | {"drop": True}
    yield "pesg, amsgrad, all different", run_pesg_adam, adam_mode | reference | {
        "start": [0.5, -0.25, 0.75], "beta1": 0.6, "beta2": 0.7, "epsilon": 1e-3, "amsgrad": True, "clip": 0.02,
        "weightDecay": 1e-2,
    }

    inner = libauc | {"innerLearningRate": 0.1, "innerAveraging": 0.9}
    yield "libauc", run_libauc, inner
    yield "libauc, epoch decay", run_libauc, inner | reference
    yield "libauc, drop", run_libauc, inner | {"drop": True}
    yield "libauc, epoch decay, drop", run_libauc, inner | reference | {"drop": True, "updateReference": True}
    yield "libauc, all different", run_libauc, inner | {
        "start": [0.5, -0.25, 0.75], "learningRate": 0.2, "innerLearningRate": 0.05, "innerAveraging": 0.3,
        "gradientAveraging": 0.6, "clip": 0.02, "weightDecay": 1e-2,
    }


def main():
    results = []
    for name, run, options in cases():
        with contextlib.redirect_stdout(io.StringIO()):
            found = trajectory(run, options, RECORDED)
        results.append({
            "name": name, "optimizer": run.__name__.removeprefix("run_"), "options": options, **found,
        })
        print(f"{name}: float32 deviates by {results[-1]['float32Deviation']:.1e}")
    content = {"dropAfter": DROP_AFTER, "dropFactor": DROP_FACTOR, "reference": REFERENCE, **INPUTS, "cases": results}
    versions = {"torch": torch.__version__, "numpy": np.__version__, "libauc": "1.2.0", "trajectories.py": SHA256}
    precision = "trajectories in float64, 9 significant digits; initial weights and inputs are float32 numbers"
    write("packages/optimizers/test/golden/optimizers.json", __file__, precision, versions, content)


main()
