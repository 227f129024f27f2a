"""Golden values of the networks: packages/models/test/golden/{resnet20, …, densenet121, efficientnet-v2-s, mlp}.json.

The networks are LibAUC 1.2.0's and torchvision's own, in float64, with weights and images that both sides compute from
their names by `uniform` below, rounded to float32, so that only results are stored. All tensors are in PyTorch's layout
(OIHW, NCHW). Evaluation mode first, then one forward and backward pass in training mode with the mean of the BCE on
logits; the running statistics are those after it. What dropout and stochastic depth leave out follows from noise that
both sides compute as well.

A tensor is stored as its largest magnitude, its Euclidean norm, its sums weighted by `uniform('first sum')` and
`uniform('second sum')`, and up to `values` of its values: every `stride`-th from index 0 on. Networks that are too
ill-conditioned for a comparison in float32 are refused: PyTorch's own float32 must stay within half the tolerance.

`initialisation` has mean, standard deviation and kurtosis of every parameter as the network itself draws it, for 100
labels.
"""
import math
import sys
import types

import numpy as np
import torch
import torchvision
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torchvision.models import densenet121, efficientnet_v2_s

from common import load_libauc, write

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
    return (uniform(name, shape) + 1) / 2


def value(name, shape):
    """What a weight of this name and shape holds: variance 1 / fan in, or values about 0 or 1."""
    numbers = uniform(name, shape)
    if len(shape) > 1:
        return numbers * math.sqrt(3 / math.prod(shape[1:]))
    if name.endswith("running_mean"):
        return 0.1 * numbers
    return 0.5 * numbers + (0 if name.endswith("bias") else 1)


def assign_hashed(model):
    state = model.state_dict()
    for name, tensor in state.items():
        if tensor.dim() > 0:  # num_batches_tracked is a scalar
            tensor.copy_(torch.tensor(np.float32(value(name, tuple(tensor.shape)))))


class Mlp(nn.Module):
    """The pixels of an image in a row, channels last."""

    def __init__(self, num_classes=1):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(6 * 6 * 2, 24), nn.Linear(24, 16)])
        self.linear = nn.Linear(16, num_classes)
        for module in [*self.layers, self.linear]:
            nn.init.xavier_normal_(module.weight)

    def forward(self, images):
        x = images.permute(0, 2, 3, 1).flatten(1)
        for layer in self.layers:
            x = layer(x).relu()
        return self.linear(x)


class Drop(nn.Module):
    """Dropout and stochastic depth in training, by given columns of noise: `[n, columns]`."""

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
        block
        for block in model.modules()
        if getattr(block, "use_res_connect", False) and block.stochastic_depth.p > 0
    ]
    features = model.classifier[1].in_features
    noise = torch.tensor(np.float32(positive("noise", (n, len(blocks) + features))))
    for i, block in enumerate(blocks):
        block.stochastic_depth = Drop(block.stochastic_depth.p, noise[:, i : i + 1])
    model.classifier[0] = Drop(model.classifier[0].p, noise[:, len(blocks) :])


def residual(layers):
    def create(**options):
        load_libauc()
        package = sys.modules["libauc.models"] = types.ModuleType("libauc.models")
        package.__path__ = [f"{folder}/models" for folder in sys.modules["libauc"].__path__]
        from libauc.models import resnet_cifar

        return getattr(resnet_cifar, f"resnet{layers}")(last_activation=None, **options)

    return create


def certain_efficientnet(**options):
    return efficientnet_v2_s(dropout=0, stochastic_depth_prob=0, **options)


class Case:
    """A network, its images and how many values of each tensor are stored."""

    def __init__(self, create, classifier, images, values, noisy=False):
        self.create = create
        self.classifier = classifier
        self.images = images
        self.values = values
        self.noisy = noisy

    def network(self, dtype):
        model = self.create(num_classes=1)
        assign_hashed(model)
        if self.noisy:
            drop_by_noise(model, self.images[0])
        return model.to(dtype)

    def run(self, dtype):
        """Everything that is compared, by group and name."""
        model = self.network(dtype)
        images = torch.tensor(np.float32(positive("images", self.images))).to(dtype)
        labels = torch.tensor([[1.0], [0.0], [0.0], [1.0]] * (self.images[0] // 4), dtype=dtype)
        features = []
        getattr(model, self.classifier).register_forward_pre_hook(lambda module, inputs: features.append(inputs[0].clone()))
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


CASES = {
    "resnet20": Case(residual(20), "linear", (4, 3, 10, 10), 32),  # 10 -> 5 -> 3 pixels: an even and an odd size
    "resnet32": Case(residual(32), "linear", (4, 3, 10, 10), 8),
    "resnet44": Case(residual(44), "linear", (4, 3, 10, 10), 8),
    "resnet56": Case(residual(56), "linear", (4, 3, 10, 10), 8),
    "densenet121": Case(densenet121, "classifier", (4, 3, 64, 64), 8),
    "efficientnet-v2-s": Case(certain_efficientnet, "classifier", (4, 3, 64, 64), 8),
    "efficientnet-v2-s-noise": Case(efficientnet_v2_s, "classifier", (4, 3, 64, 64), 8, noisy=True),
    "mlp": Case(Mlp, "linear", (4, 2, 6, 6), 32),
}


def check(name, reference, single):
    worst = max(
        (np.abs(tensor - single[group][key]).max() / np.abs(tensor).max(), group, key)
        for group, tensors in reference.items()
        for key, tensor in tensors.items()
    )
    print(name, "PyTorch's float32 differs by", worst)


def summary(values, count):
    sums = [values @ uniform(f"{ordinal} sum", values.shape) for ordinal in ["first", "second"]]
    stride = math.ceil(len(values) / count)
    return [np.abs(values).max(), np.linalg.norm(values), *sums, *values[::stride]]


def main():
    import time
    for name in sys.argv[1:] or CASES:
        case = CASES[name]
        t = time.time()
        reference = case.run(torch.float64)
        check(name, reference, case.run(torch.float32))
        print(reference["evaluation"]["logits"], reference["training"]["logits"], np.abs(reference["evaluation"]["features"]).max(), min((np.abs(x).max(),k) for k,x in reference['gradients'].items()), time.time()-t)


main()
