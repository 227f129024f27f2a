"""Weights as PyTorch users have them: packages/models/test/fixtures/*.safetensors, and packages/models/test/golden/state-dict.json.

The files hold one small network of all kinds of layers, written by safetensors.torch in four types of numbers. The JSON
has its logits in evaluation mode, computed in float64 from the numbers in each file; names and shapes of all that
torchvision's networks hold; and some names of its old DenseNet checkpoints, with those that torchvision itself turns them into.
"""
import re

import safetensors
import torch
import torchvision
from safetensors.torch import load_file, save_file
from torch import nn
from torchvision.models import densenet, efficientnet

import common

FIXTURES = common.ROOT / "packages/models/test/fixtures"
TYPES = {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16, "f64": torch.float64}


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 3, stride=2, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(6)
        self.depthwise = nn.Conv2d(6, 6, 3, padding=1, groups=6, bias=False)
        self.widening = nn.Conv2d(6, 12, 3, padding=1, groups=6, bias=False)
        self.conv2 = nn.Conv2d(12, 5, 1)
        self.linear = nn.Linear(5, 2)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        x = torch.relu(self.conv2(self.widening(self.depthwise(x))))
        return self.linear(x.mean((2, 3)))


def logits(state, images):
    network = Network().double().eval()
    network.load_state_dict(state)
    with torch.no_grad():
        return network(images.double()).numpy().ravel()


def small_files():
    network = Network()
    for parameter in network.parameters():
        nn.init.normal_(parameter)
    images = torch.rand(2, 3, 8, 6)
    network(images)  # in training mode, so that the running statistics are no longer 0 and 1
    expected = {}
    for name, dtype in TYPES.items():
        file = FIXTURES / f"state-dict-{name}.safetensors"
        state = {key: x.to(dtype) if x.is_floating_point() else x for key, x in network.state_dict().items()}
        save_file(state, file, metadata={"format": "pt"})
        expected[name] = logits(load_file(file), images)
    grey = torch.rand(2, 1, 8, 6)
    return {
        "images": {"shape": list(images.shape), "values": images.numpy().ravel()},
        "logits": expected,
        "grey": {
            "images": {"shape": list(grey.shape), "values": grey.numpy().ravel()},
            "logits": logits(network.state_dict(), grey.expand(-1, 3, -1, -1)),
        },
    }


def old_names():
    """How torchvision names the tensors of the files that it offers for download, for two layers."""
    network = densenet.densenet121()
    state = network.state_dict()
    layers = re.compile(r"(denseblock1\.denselayer1|denseblock3\.denselayer24)\.(norm|conv)([12])\.(?!num)")
    before = {layers.sub(r"\1.\2.\3.", name): tensor for name, tensor in state.items()}
    after = dict(before)

    class Weights:
        def get_state_dict(self, **options):
            return after

    densenet._load_state_dict(network, Weights(), progress=False)  # renames the keys of `after`
    names = {id(tensor): name for name, tensor in after.items()}
    return {name: names[id(tensor)] for name, tensor in before.items() if name not in state}


def shapes(network):
    return {name: list(tensor.shape) for name, tensor in network.state_dict().items()}


def main():
    torch.manual_seed(0)
    FIXTURES.mkdir(exist_ok=True)
    content = {
        **small_files(),
        "densenet121": shapes(densenet.densenet121()),
        "efficientNetV2S": shapes(efficientnet.efficientnet_v2_s()),
        "oldDenseNetNames": old_names(),
    }
    versions = {
        "torch": torch.__version__, "torchvision": torchvision.__version__, "safetensors": safetensors.__version__,
    }
    path = "packages/models/test/golden/state-dict.json"
    common.write(path, __file__, "computed in float64, 9 significant digits", versions, content)


main()
