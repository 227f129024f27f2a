"""Writes JPEG files of smooth noise, by Pillow: its arguments are a folder, the number of files and their side."""
import pathlib
import sys

import numpy as np
from PIL import Image

folder, count, side = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
folder.mkdir(parents=True)
random = np.random.RandomState(0)
for i in range(count):
    # Coarse noise enlarged, with a little of each pixel's own, compresses about as photographs do.
    coarse = Image.fromarray(random.randint(0, 256, (side // 16, side // 16, 3), dtype=np.uint8))
    smooth = np.asarray(coarse.resize((side, side), Image.BICUBIC), dtype=np.int16)
    pixels = np.clip(smooth + random.normal(0, 6, smooth.shape), 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(folder / f"{i:05}.jpg", quality=90)
