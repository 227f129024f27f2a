"""Golden values for packages/datasets/test/golden/datasets.json: permutations, imbalanced and long-tailed data, crops.

The generator of `imbalances` is LibAUC 1.2.0's own. `labels` are drawn by NumPy; `rows` are the indices that it kept,
in its order. `longTails` are made as in imbalance_cifar.py of github.com/kaidic/LDAM-DRW: sizes by its
`get_img_num_per_cls`, rows by its `gen_imbalanced_data`, NumPy seeded once. `crops` holds every 6 x 6 crop of one 8 x 8
RGB image, plain and flipped, enlarged to 8 x 8 (align_corners=False).
"""
import sys
from unittest.mock import MagicMock

import numpy as np
import torch

from common import load_libauc, write

sys.modules["tqdm"] = MagicMock()  # a neighbour of the generator imports it, the generator does not use it
(generator,) = load_libauc("utils.generator")


def permutations():
    for seed, length in [(0, 1), (0, 2), (1, 257), (123, 1000), (2**31, 300), (2**32 - 1, 1024)]:
        np.random.seed(seed)
        yield {"seed": seed, "order": np.random.permutation(length)}


def imbalances():
    for seed, imratio, n in [(0, 0.1, 400), (7, 0.3, 500), (123, 0.02, 1000), (3, 0.5, 60)]:
        labels = np.random.RandomState(n).randint(0, 2, n)
        builder = generator.ImbalancedDataGenerator(random_seed=seed)
        rows, _ = builder.transform(np.arange(n), labels, imratio=imratio)
        yield {"seed": seed, "imratio": imratio, "labels": labels, "rows": rows}


def long_tails():
    for seed, imratio, classes, n in [(0, 0.1, 10, 500), (0, 0.01, 3, 600), (7, 0.5, 4, 60), (2**32 - 1, 1.0, 2, 20)]:
        labels = np.random.RandomState(n).permutation(np.arange(n) % classes)
        np.random.seed(seed)
        sizes = [int(n / classes * imratio ** (c / (classes - 1.0))) for c in range(classes)]
        rows = []
        for c, size in zip(np.unique(labels), sizes):
            of_class = np.where(labels == c)[0]
            np.random.shuffle(of_class)
            rows.append(of_class[:size])
        yield {"seed": seed, "imratio": imratio, "labels": labels, "rows": np.concatenate(rows)}


def crops():
    image = np.random.RandomState(0).randint(0, 256, (8, 8, 3))
    unit = torch.from_numpy(image).permute(2, 0, 1).double() / 255
    outputs = []
    for top, left, flip in np.ndindex(3, 3, 2):
        crop = unit[:, top : top + 6, left : left + 6]
        crop = crop.flip(-1) if flip else crop
        large = torch.nn.functional.interpolate(crop[None], (8, 8), mode="bilinear")
        outputs.append(large[0].permute(1, 2, 0).flatten().numpy())
    return {"image": image.flatten(), "outputs": outputs}


write(
    "packages/datasets/test/golden/datasets.json",
    __file__,
    "float64",
    {"numpy": np.__version__, "torch": torch.__version__, "libauc": "1.2.0"},
    {
        "permutations": list(permutations()),
        "imbalances": list(imbalances()),
        "longTails": list(long_tails()),
        "crops": crops(),
    },
)
