"""PyTorch with torchvision: one cross-entropy step of a large network."""
import contextlib

import numpy as np
import torch
import torchvision

from serve import serve

FORMATS = {"contiguous": torch.contiguous_format, "channels-last": torch.channels_last}
NETWORKS = {"densenet121": torchvision.models.densenet121, "efficientnet-v2-s": torchvision.models.efficientnet_v2_s}


def read_batch(path, count, size, memory_format):
    """Images and labels: float32 images [count, size, size, 3], then labels [count]."""
    numbers = torch.from_numpy(np.fromfile(path, dtype=np.float32))
    images = numbers[:-count].view(count, size, size, 3).permute(0, 3, 1, 2)
    return images.contiguous(memory_format=memory_format), numbers[-count:].view(count, 1)


def prepare(options):
    torch.set_num_threads(options["threads"])
    torch.manual_seed(0)
    memory_format = FORMATS[options["memoryFormat"]]
    model = NETWORKS[options["network"]](num_classes=1).to(memory_format=memory_format).train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    images, labels = read_batch(options["batch"], options["batchSize"], options["size"], memory_format)
    run = torch.compile(model) if options["compile"] else model
    low = options["precision"] == "bfloat16"
    autocast = lambda: torch.autocast("cpu", torch.bfloat16) if low else contextlib.nullcontext()

    def iterate():
        with autocast():
            logits = run(images)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()

    versions = f"PyTorch {torch.__version__}, torchvision {torchvision.__version__}"
    return f"{versions}, {options['memoryFormat']}", iterate


serve(prepare)
