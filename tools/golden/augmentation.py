"""Golden values for packages/datasets/test/golden/augmentation.json: rotated, resized and normalised images.

`rotations` are made by torchvision's `rotate` (bilinear, zeros outside), `resizes` by PyTorch's `interpolate` (bilinear,
align_corners=False, without antialiasing), `normalized` by torchvision's `normalize`. All images are [h, w, c] and go in
as bytes divided by 255.
"""
import numpy as np
import torch
import torchvision
from torchvision.transforms.v2 import InterpolationMode
from torchvision.transforms.v2 import functional as F

from common import write

MEAN, STD = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]


def image(h, w, c):
    return np.random.RandomState(h * w * c).randint(0, 256, (h, w, c))


def tensor(pixels):
    return torch.from_numpy(pixels).permute(2, 0, 1).double() / 255


def flat(tensor):
    return tensor.permute(1, 2, 0).flatten().numpy()


def rotations():
    for shape, angle in [((6, 5, 2), 7.5), ((6, 5, 2), -33), ((5, 7, 1), 90), ((8, 8, 3), 180), ((8, 8, 3), -15)]:
        pixels = image(*shape)
        rotated = F.rotate(tensor(pixels), angle, interpolation=InterpolationMode.BILINEAR)
        yield {"shape": shape, "angle": angle, "image": pixels.flatten(), "output": flat(rotated)}


def resizes():
    for shape, side in [((7, 5, 3), 9), ((9, 12, 1), 4)]:
        pixels = image(*shape)
        output = torch.nn.functional.interpolate(tensor(pixels)[None], (side, side), mode="bilinear")
        yield {"shape": shape, "side": side, "image": pixels.flatten(), "output": flat(output[0])}


def normalized():
    pixels = image(4, 4, 3)
    return {"mean": MEAN, "std": STD, "image": pixels.flatten(), "output": flat(F.normalize(tensor(pixels), MEAN, STD))}


write(
    "packages/datasets/test/golden/augmentation.json",
    __file__,
    "float64",
    {"torch": torch.__version__, "torchvision": torchvision.__version__},
    {"rotations": list(rotations()), "resizes": list(resizes()), "normalized": normalized()},
)
