"""torchvision: decodes JPEG files, or augments images in the workers of a DataLoader."""
import pathlib
from concurrent.futures import ThreadPoolExecutor

import torch
import torchvision
from torch.utils.data import DataLoader, Dataset
from torchvision.io import ImageReadMode, decode_image, read_file
from torchvision.transforms import v2

from serve import serve


def read(file):
    return decode_image(read_file(str(file)), ImageReadMode.RGB)


def read_by_pillow(file):
    """As ImageFolder does by default."""
    return v2.functional.pil_to_tensor(torchvision.datasets.folder.pil_loader(str(file)))


def transforms(options):
    """The Augmentation of @deepauc/datasets, for those of its parts that are measured."""
    steps = []
    if "rotate" in options:
        steps.append(v2.RandomRotation(options["rotate"], v2.InterpolationMode.BILINEAR))
    if "crop" in options:
        steps.append(v2.RandomCrop(options["crop"]))
    if options.get("flip"):
        steps.append(v2.RandomHorizontalFlip())
    if "resize" in options:
        steps.append(v2.Resize(options["resize"], antialias=False))
    steps.append(v2.ToDtype(torch.float32, scale=True))
    if "normalize" in options:
        steps.append(v2.Normalize(**options["normalize"]))
    return v2.Compose(steps)


class Endless(Dataset):
    """The images again and again, augmented."""

    def __init__(self, images, augmentation):
        self.images, self.transform = images, transforms(augmentation)

    def __len__(self):
        return 10**9

    def __getitem__(self, index):
        return self.transform(self.images[index % len(self.images)])


def prepare(options):
    torch.set_num_threads(1)
    threads = options["threads"]
    files = sorted(pathlib.Path(options["folder"]).iterdir())
    detail = f"torchvision {torchvision.__version__}"
    if options["task"] == "decode":
        pool = ThreadPoolExecutor(threads)
        decode = read_by_pillow if options.get("pillow") else read
        return detail, lambda: sum(image.numel() for image in pool.map(decode, files))
    dataset = Endless(torch.stack([read(file) for file in files]), options["augmentation"])
    loader = iter(DataLoader(dataset, options["batchSize"], num_workers=threads))
    return detail, lambda: sum(next(loader).numel() for _ in range(options["batches"]))


serve(prepare)
