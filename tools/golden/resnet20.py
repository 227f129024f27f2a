"""Golden values of ResNet-20: packages/models/test/golden/resnet20.json.

The network is LibAUC 1.2.0's own, in float64, with weights and images that both sides compute from their names by
`uniform` below, rounded to float32, so that only results are stored. All tensors are in PyTorch's layout (OIHW, NCHW).
Evaluation mode first, then one forward and backward pass in training mode with the mean of the BCE on logits; the
running statistics are those after it. A gradient is stored as its largest magnitude, its Euclidean norm
and up to 64 of its values: every `stride`-th from index 0 on.
"""
import math
import sys
import types

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from common import load_libauc, write

CHANNELS, SIZE, LABELS = 3, 10, [1, 0, 0, 1]  # 10 -> 5 -> 3 pixels: strides on an even and on an odd size


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


def value(name, shape):
    """What a weight of this name and shape holds."""
    numbers = uniform(name, shape)
    if len(shape) > 1:
        fans = (shape[0] + shape[1]) * math.prod(shape[2:])
        return numbers * math.sqrt(6 / fans)
    if name.endswith("running_mean"):
        return 0.1 * numbers
    return 0.5 * numbers + (0 if name.endswith("bias") else 1)


def float32(array):
    return torch.tensor(np.float32(array), dtype=torch.float64)


def network():
    load_libauc()
    package = sys.modules["libauc.models"] = types.ModuleType("libauc.models")
    package.__path__ = [f"{folder}/models" for folder in sys.modules["libauc"].__path__]
    from libauc.models.resnet_cifar import resnet20

    model = resnet20(last_activation=None).double()
    state = model.state_dict()
    for name, tensor in state.items():
        if tensor.dim() > 0:  # num_batches_tracked is a scalar
            state[name] = float32(value(name, tuple(tensor.shape)))
    model.load_state_dict(state)
    return model


def summary(gradient):
    values = gradient.flatten().numpy()
    stride = math.ceil(len(values) / 64)
    return {
        "maximum": np.abs(values).max(),
        "norm": np.linalg.norm(values),
        "stride": stride,
        "values": values[::stride],
    }


def main():
    model = network()
    images = float32((uniform("images", (len(LABELS), CHANNELS, SIZE, SIZE)) + 1) / 2)
    labels = torch.tensor(LABELS, dtype=torch.float64).reshape(-1, 1)
    seen = []
    model.linear.register_forward_hook(lambda module, inputs, output: seen.append(inputs[0].detach()))
    model.eval()
    with torch.no_grad():
        evaluation = model(images)
    model.train()
    logits = model(images)
    loss = binary_cross_entropy_with_logits(logits, labels)
    loss.backward()
    content = {
        "size": SIZE,
        "labels": LABELS,
        "evaluation": {"features": seen[0].numpy().ravel(), "logits": evaluation.numpy().ravel()},
        "training": {
            "logits": logits.detach().numpy().ravel(),
            "loss": loss.item(),
            "gradients": {name: summary(parameter.grad) for name, parameter in model.named_parameters()},
            "statistics": {
                name: buffer.numpy() for name, buffer in model.named_buffers() if "running" in name
            },
        },
    }
    versions = {"torch": torch.__version__, "numpy": np.__version__, "libauc": "1.2.0"}
    write("packages/models/test/golden/resnet20.json", __file__, "computed in float64, 9 significant digits", versions, content)


main()
