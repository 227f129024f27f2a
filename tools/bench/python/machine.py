"""What the machine can do at best: plain matrix products and a copy, by PyTorch."""
import json
import sys
import time

import torch

SIZE = 4096
COPIED = 64 * 2**20  # float32 numbers, far beyond any cache
REPEATS = 5


def best_seconds(action):
    action()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def gflops(dtype):
    a, b = (torch.randn(SIZE, SIZE).to(dtype) for _ in range(2))
    product = torch.empty(SIZE, SIZE, dtype=dtype)
    return 2 * SIZE**3 / best_seconds(lambda: torch.mm(a, b, out=product)) / 1e9


def copy_gbs():
    """Bytes read and bytes written, as in STREAM."""
    source, target = torch.ones(COPIED), torch.zeros(COPIED)
    return 2 * 4 * COPIED / best_seconds(lambda: target.copy_(source)) / 1e9


torch.set_num_threads(int(sys.argv[1]))
peaks = {"float32Gflops": gflops(torch.float32), "bfloat16Gflops": gflops(torch.bfloat16), "copyGBs": copy_gbs()}
print(json.dumps(peaks))
