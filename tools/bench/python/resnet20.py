"""PyTorch with LibAUC: one compositional iteration of ResNet-20, as in LibAUC's notebook 09."""
import contextlib
import importlib
import importlib.metadata
import importlib.util
import sys
import types

import numpy as np
import torch

from serve import serve

FORMATS = {"contiguous": torch.contiguous_format, "channels-last": torch.channels_last}


def load_libauc(*names):
    """Modules of LibAUC, without the __init__ files of its packages, which import all that its wheel asks for."""
    folder = importlib.util.find_spec("libauc").submodule_search_locations[0]
    for package in ["", ".losses", ".models", ".optimizers", ".utils"]:
        module = sys.modules[f"libauc{package}"] = types.ModuleType(f"libauc{package}")
        module.__path__ = [folder + package.replace(".", "/")]
    return [importlib.import_module(f"libauc.{name}") for name in names]


def read_batches(path, size, memory_format):
    """S1 and S2 as pairs of images and labels: float32 images [size, 32, 32, 3] of both, then the labels of both."""
    numbers = torch.from_numpy(np.fromfile(path, dtype=np.float32))
    images, labels = numbers[: -2 * size].view(2, size, 32, 32, 3), numbers[-2 * size :].view(2, size, 1)
    images = [batch.permute(0, 3, 1, 2).contiguous(memory_format=memory_format) for batch in images]
    return list(zip(images, labels))


def prepare(options):
    threads, batch_size, precision = options["threads"], options["batchSize"], options["precision"]
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    resnet, losses, optimizers = load_libauc("models.resnet_cifar", "losses.auc", "optimizers.pdsca")
    memory_format = FORMATS[options["memoryFormat"]]
    model = resnet.resnet20(last_activation=None).to(memory_format=memory_format)
    loss_fn = losses.CompositionalAUCLoss(k=1, device="cpu")
    optimizer = optimizers.PDSCA(
        model.parameters(), loss_fn=loss_fn, lr=0.1, beta1=0.9, beta2=0.9, epoch_decay=2e-3, weight_decay=1e-4, device="cpu"
    )
    batches = read_batches(options["batches"], batch_size, memory_format)
    run = torch.compile(model) if options["compile"] else model
    autocast = lambda: torch.autocast("cpu", torch.bfloat16) if precision == "bfloat16" else contextlib.nullcontext()

    def iterate():
        values = []
        for images, labels in batches:
            with autocast():
                logits = run(images)
            loss = loss_fn(torch.sigmoid(logits.float()), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            values.append(loss.item())
        return values

    return f"PyTorch {torch.__version__}, LibAUC {importlib.metadata.version('libauc')}, {options['memoryFormat']}", iterate


serve(prepare)
