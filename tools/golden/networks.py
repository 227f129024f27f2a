"""Golden values of the networks: one file each, and two more, in packages/models/test/golden.

The networks are LibAUC 1.2.0's and torchvision's own, in float64, with weights and images that both sides compute from
their names by `uniform` below, rounded to float32, so that only results are stored. All tensors are in PyTorch's layout
(OIHW, NCHW). Evaluation mode first, then one forward and backward pass in training mode with the mean of the BCE on
logits; the running statistics are those after it. What dropout and stochastic depth leave out follows from noise that
both sides compute as well.

A tensor is stored as its largest magnitude, its Euclidean norm, its sums weighted by `uniform('first sum')` and
`uniform('second sum')`, and up to `values` of its values: every `stride`-th from index 0 on. `vanishing` are biases
whose gradient is 0 but for rounding, because a batch normalisation behind them takes out what they add; the scale for
their rounding is the gradient of the weight beside them.

A comparison in float32 needs a network that float32 can compute: a ReLU's input next to 0 decides about a whole term of
a gradient. Images and normalisations are chosen so that PyTorch's own float32 is within half the tolerance; `check`
refuses others.

initialisations.json has mean, standard deviation and kurtosis of every parameter as the networks themselves draw it,
for 100 labels; layers.json what single layers give, and the gradient of its sum weighted by `uniform('weights')`.
"""
import dataclasses
import functools
import math
import sys
import types
import typing

import numpy as np
import torch
import torchvision
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torchvision.models import densenet121, efficientnet_v2_s

from common import load_libauc, write

FOLDER = "packages/models/test/golden"
VERSIONS = {
    "torch": torch.__version__.split("+")[0],
    "torchvision": torchvision.__version__.split("+")[0],
    "numpy": np.__version__,
    "libauc": "1.2.0",
}
TOLERANCE = 1e-4


def uniform(name, shape):
    """Numbers in [-1, 1): FNV-1a of the name plus index times the golden ratio, finished as in MurmurHash3."""
    start = 0x811C9DC5
    for byte in name.encode():
        start = (start ^ byte) * 0x01000193 % 2**32
    x = np.arange(math.prod(shape), dtype=np.uint32) * np.uint32(0x9E3779B9) + np.uint32(start)
    for shift, factor in [(16, 0x85EBCA6B), (13, 0xC2B2AE35)]:
        x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
    x ^= x >> np.uint32(16)
    return (x / 2**31 - 1).reshape(shape)


def positive(name, shape):
    """Numbers in [0, 1)."""
    return (uniform(name, shape) + 1) / 2


def single(array):
    return torch.tensor(np.float32(array))


class Mlp(nn.Module):
    """The pixels of an image in a row, channels last."""

    def __init__(self, num_classes):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(6 * 6 * 2, 24), nn.Linear(24, 16)])
        self.linear = nn.Linear(16, num_classes)
        for layer in [*self.layers, self.linear]:
            nn.init.xavier_normal_(layer.weight)

    def forward(self, images):
        x = images.permute(0, 2, 3, 1).flatten(1)
        for layer in self.layers:
            x = layer(x).relu()
        return self.linear(x)


@functools.cache
def resnet_cifar():
    load_libauc()
    package = sys.modules["libauc.models"] = types.ModuleType("libauc.models")
    package.__path__ = [f"{folder}/models" for folder in sys.modules["libauc"].__path__]
    from libauc.models import resnet_cifar

    return resnet_cifar


def residual(layers):
    return lambda num_classes: getattr(resnet_cifar(), f"resnet{layers}")(last_activation=None, num_classes=num_classes)


def certain(num_classes):
    return efficientnet_v2_s(num_classes=num_classes, dropout=0, stochastic_depth_prob=0)


@dataclasses.dataclass
class Case:
    create: typing.Callable  # of num_classes
    classifier: str
    images: tuple
    seed: int  # of the images
    scale: float = 1  # about which the weights of batch normalisations lie
    offset: float = 0  # about which biases lie
    values: int = 8
    noise: bool = False


EFFICIENTNET = {"classifier": "classifier", "images": (4, 3, 48, 40), "seed": 0, "offset": 1}
CASES = {
    "resnet20": Case(residual(20), "linear", (4, 3, 10, 10), 3, values=32),  # 10 -> 5 -> 3 pixels: even and odd
    "resnet32": Case(residual(32), "linear", (4, 3, 10, 10), 8),
    "resnet44": Case(residual(44), "linear", (4, 3, 10, 10), 8),
    "resnet56": Case(residual(56), "linear", (4, 3, 10, 10), 8),
    "densenet121": Case(densenet121, "classifier", (8, 3, 33, 40), 29, scale=0.25, offset=0.5),
    "efficientnet-v2-s": Case(certain, **EFFICIENTNET),
    "efficientnet-v2-s-noise": Case(efficientnet_v2_s, **EFFICIENTNET, noise=True),
    "mlp": Case(Mlp, "linear", (4, 2, 6, 6), 0, values=32),
}


def weight(name, shape, case):
    """What a parameter or statistic of this name and shape holds: variance 1 / fan in, or values about a number."""
    numbers = uniform(name, shape)
    if len(shape) > 1:
        return numbers * math.sqrt(3 / math.prod(shape[1:]))
    if name.endswith("running_mean"):
        return 0.1 * numbers
    if name.endswith("running_var"):
        return 1 + 0.5 * numbers
    return case.offset + 0.5 * numbers if name.endswith("bias") else case.scale * (1 + 0.5 * numbers)


def batch(case):
    """Noise, tinted for each image, and labels 1, 0, 0, 1, …"""
    name = f"images {case.seed}"
    images = positive(name, case.images) * positive(f"{name} tint", case.images[:2] + (1, 1))
    labels = np.resize([1, 0, 0, 1], (case.images[0], 1))
    return single(images), single(labels)


class Drop(nn.Module):
    """Dropout or stochastic depth by the given noise, `[n, columns]`."""

    def __init__(self, probability, noise):
        super().__init__()
        self.probability = probability
        self.noise = noise

    def forward(self, x):
        if not self.training:
            return x
        kept = (self.noise >= self.probability).to(x.dtype) / (1 - self.probability)
        return x * kept.reshape(kept.shape + (1,) * (x.dim() - 2))


def drop_by_noise(model, n):
    """Gives every part of an EfficientNet that drops something its columns, in the order of the network."""
    blocks = [
        module
        for module in model.modules()
        if getattr(module, "use_res_connect", False) and module.stochastic_depth.p > 0
    ]
    noise = single(positive("noise", (n, len(blocks) + model.classifier[1].in_features)))
    for i, block in enumerate(blocks):
        block.stochastic_depth = Drop(block.stochastic_depth.p, noise[:, i : i + 1])
    model.classifier[0] = Drop(model.classifier[0].p, noise[:, len(blocks) :])


def network(case):
    model = case.create(num_classes=1)
    for name, tensor in model.state_dict().items():
        if tensor.dim() > 0:  # num_batches_tracked is a scalar
            tensor.copy_(single(weight(name, tuple(tensor.shape), case)))
    if case.noise:
        drop_by_noise(model, case.images[0])
    return model


def run(case, dtype):
    """All tensors that are compared, by group and name."""
    model = network(case).to(dtype)
    images, labels = (tensor.to(dtype) for tensor in batch(case))
    features = []
    getattr(model, case.classifier).register_forward_pre_hook(lambda module, inputs: features.append(inputs[0].clone()))
    model.eval()
    with torch.no_grad():
        evaluation = model(images)
    model.train()
    logits = model(images)
    loss = binary_cross_entropy_with_logits(logits, labels)
    loss.backward()
    groups = {
        "evaluation": {"features": features[0], "logits": evaluation},
        "training": {"features": features[1], "logits": logits, "loss": loss},
        "gradients": {name: parameter.grad for name, parameter in model.named_parameters()},
        "statistics": {name: buffer for name, buffer in model.named_buffers() if "running" in name},
    }
    return {
        group: {name: tensor.detach().double().numpy().ravel() for name, tensor in tensors.items()}
        for group, tensors in groups.items()
    }


def largest(values):
    return np.abs(values).max()


def vanishing(gradients):
    limit = 1e-10 * max(map(largest, gradients.values()))
    return [name for name, values in gradients.items() if largest(values) < limit]


def check(name, reference, rounded):
    flat = vanishing(reference["gradients"])

    def error(group, key):
        of_scale = key.replace("bias", "weight") if key in flat else key
        return largest(reference[group][key] - rounded[group][key]) / largest(reference[group][of_scale])

    errors = [(error(group, key), key) for group, tensors in reference.items() for key in tensors]
    print(f"{name}: PyTorch's float32 is within {max(errors)}")
    if max(errors)[0] > TOLERANCE / 2:
        raise RuntimeError(f"{name} is too ill-conditioned for a comparison in float32")


def summary(values, count):
    sums = [values @ uniform(f"{ordinal} sum", values.shape) for ordinal in ["first", "second"]]
    stride = math.ceil(len(values) / count)
    return np.array([largest(values), np.linalg.norm(values), *sums, *values[::stride]])


def golden(name, case):
    reference = run(case, torch.float64)
    check(name, reference, run(case, torch.float32))
    flat = vanishing(reference["gradients"])
    compared = {
        group: {key: summary(values, case.values) for key, values in tensors.items() if key not in flat}
        for group, tensors in reference.items()
    }
    if case.noise:
        del compared["evaluation"]  # it leaves nothing out
    inputs = {key: getattr(case, key) for key in ["images", "seed", "scale", "offset", "values"]}
    content = {**inputs, **compared, "vanishing": flat}
    write(f"{FOLDER}/{name}.json", __file__, "computed in float64, 7 significant digits", VERSIONS, content, digits=7)


def moments(tensor):
    values = tensor.double()
    deviation = values.std(correction=0)
    kurtosis = ((values - values.mean()) ** 4).mean() / deviation**4 if deviation > 0 else 0
    return [float(values.mean()), float(deviation), float(kurtosis)]


def initialisations():
    torch.manual_seed(0)
    drawn = {}
    for name in ["resnet20", "densenet121", "efficientnet-v2-s", "mlp"]:
        model = CASES[name].create(num_classes=100)
        drawn[name] = {key: moments(parameter.detach()) for key, parameter in model.named_parameters()}
    precision = "drawn in float32, 6 significant digits"
    write(f"{FOLDER}/initialisations.json", __file__, precision, VERSIONS, drawn, digits=6)


LAYERS = {
    "maxPool(3, 2, 1)": nn.MaxPool2d(3, 2, 1),
    "maxPool(2, 2)": nn.MaxPool2d(2, 2),
    "maxPool(5, 3, 2)": nn.MaxPool2d(5, 3, 2),
    "averagePool(2)": nn.AvgPool2d(2),
    "averagePool(3, 2)": nn.AvgPool2d(3, 2),
    "conv2d(window 5, stride 2, padding 0, bias)": nn.Conv2d(2, 3, 5, 2, 0),
    "conv2d(window 3, padding 2)": nn.Conv2d(2, 3, 3, 1, 2, bias=False),
    "conv2d(window 1, stride 2)": nn.Conv2d(2, 3, 1, 2, bias=False),
    "depthwiseConv2d(window 3)": nn.Conv2d(2, 2, 3, 1, 1, groups=2, bias=False),
    "depthwiseConv2d(window 5, stride 2)": nn.Conv2d(2, 2, 5, 2, 2, groups=2, bias=False),
}


def layers():
    results = {}
    for name, layer in LAYERS.items():
        layer.double()
        for key, tensor in layer.state_dict().items():
            tensor.copy_(single(uniform(key, tuple(tensor.shape))))
        # All values are negative, so that a margin of zeros would win every maximum.
        x = single(uniform("images", (2, 2, 7, 8)) - 1).double().requires_grad_()
        y = layer(x)
        (y * torch.tensor(uniform("weights", tuple(y.shape)))).sum().backward()
        gradients = {"x": x.grad, **{key: parameter.grad for key, parameter in layer.named_parameters()}}
        results[name] = {
            "shape": list(y.shape),
            "values": y.detach().numpy().ravel(),
            "gradients": {key: gradient.numpy().ravel() for key, gradient in gradients.items()},
        }
    precision = "computed in float64, 9 significant digits"
    write(f"{FOLDER}/layers.json", __file__, precision, VERSIONS, results)


def main():
    for name, case in CASES.items():
        golden(name, case)
    initialisations()
    layers()


main()
