"""Golden values for packages/datasets/test/golden/datasets.json: permutations, imbalanced and long-tailed data, crops.

The generator of `imbalances` is LibAUC 1.2.0's own. `labels` are drawn by NumPy; `rows` are the indices that it kept,
in its order. `longTails` are made as in imbalance_cifar.py of github.com/kaidic/LDAM-DRW: sizes by its
`get_img_num_per_cls`, rows by its `gen_imbalanced_data`, NumPy seeded once. `crops` holds every 6 x 6 crop of one 8 x 8
RGB image, plain and flipped, enlarged to 8 x 8 (align_corners=False).

`halves` are LibAUC's own data for class labels at the sizes of the paper's sets: `labels` are
`RandomState(0).permutation(n) % classes`; `sha256` is the hash of the kept indices as little-endian int32, then of
their labels as bytes. `longTailSizes` are `get_img_num_per_cls` of LDAM-DRW, which is also Cui et al.'s.
"""
import hashlib
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


def halves():
    """Class labels of CIFAR-10, CIFAR-100, STL-10 and Cats vs Dogs, as the generator halves and thins them."""
    for classes, n in [(10, 50000), (100, 50000), (10, 5000), (2, 20000)]:
        labels = np.random.RandomState(0).permutation(n) % classes
        for imratio in [0.01, 0.05, 0.1, 0.2, 0.3, 0.5]:
            builder = generator.ImbalancedDataGenerator(random_seed=123)
            rows, kept = builder.transform(np.arange(n), labels, imratio=imratio)
            digest = hashlib.sha256(rows.astype("<i4").tobytes() + kept.astype("u1").tobytes()).hexdigest()
            positives = int(kept.sum())
            yield {"classes": classes, "n": n, "imratio": imratio, "seed": 123, "positives": positives, "sha256": digest}


def long_tail_sizes():
    for name, classes, n in [("CIFAR-10", 10, 50000), ("CIFAR-100", 100, 50000), ("STL-10", 10, 5000)]:
        for factor in [10, 50, 100, 200]:
            yield {"name": name, "classes": classes, "n": n, "factor": factor, "sizes": ldam_sizes(n, classes, 1 / factor)}


def ldam_sizes(n, classes, imratio):
    return [int(n / classes * imratio ** (c / (classes - 1.0))) for c in range(classes)]


def long_tails():
    for seed, imratio, classes, n in [(0, 0.1, 10, 500), (0, 0.01, 3, 600), (7, 0.5, 4, 60), (2**32 - 1, 1.0, 2, 20)]:
        labels = np.random.RandomState(n).permutation(np.arange(n) % classes)
        np.random.seed(seed)
        rows = []
        for c, size in zip(np.unique(labels), ldam_sizes(n, classes, imratio)):
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
        "halves": list(halves()),
        "longTails": list(long_tails()),
        "longTailSizes": list(long_tail_sizes()),
        "crops": crops(),
    },
)
