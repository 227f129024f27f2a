"""Small files in the formats of CIFAR, STL-10, LibAUC's Cats vs Dogs, MedMNIST and npy, in packages/datasets/test/fixtures.

What is in them is written to packages/datasets/test/golden/fixtures-arrays.json: labels, and the SHA-256 of each part's
images as bytes [n, h, w, c]. CIFAR's pickles are written as the published ones were, by Python 2 and NumPy; its
interpreter is $PYTHON2, by default python2.7.
"""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import numpy as np

from common import ROOT, write

FIXTURES = ROOT / "packages/datasets/test/fixtures"
PYTHON2 = os.environ.get("PYTHON2", "python2.7")
CIFAR10_NAMES = "airplane automobile bird cat deer dog frog horse ship truck".split()
STL10_NAMES = "airplane bird car cat deer dog horse monkey ship truck".split()
FINE_NAMES = [f"class {i}" for i in range(100)]
COARSE_NAMES = [f"group {i}" for i in range(20)]

# Dictionaries of strings, lists and arrays, as in the published files; `data` is all that Python 3 hands over.
PICKLE = """
import cPickle, json, sys
import numpy
for job in json.load(sys.stdin):
    content = dict((str(key), map(str, value) if value and isinstance(value[0], unicode) else value)
                   for key, value in job["lists"].items())
    content.update((str(key), str(value)) for key, value in job["strings"].items())
    if job["array"]:
        array = numpy.load(job["array"])
        content["data"] = numpy.asfortranarray(array) if job["fortran"] else array
    with open(job["file"], "wb") as stream:
        cPickle.dump(content, stream, 2)
print(numpy.__version__)
"""


def images(count, height, width, channels, seed):
    """Images [n, h, w, c] in which no two axes, images or channels look alike."""
    n, y, x, c = np.ogrid[:count, :height, :width, :channels]
    return ((seed + 37 * n + 3 * y + 5 * x + 71 * c + (x * y) // 7) % 256).astype("u1")


def expected(pixels, labels):
    return {
        "shape": list(pixels.shape),
        "sha256": hashlib.sha256(np.ascontiguousarray(pixels)).hexdigest(),
        "labels": np.asarray(labels),
    }


def folder(*names):
    path = FIXTURES.joinpath(*names)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def planes(pixels):
    return pixels.transpose(0, 3, 1, 2).reshape(len(pixels), -1)


def run_python2(jobs):
    answer = subprocess.run([PYTHON2, "-c", PICKLE], input=json.dumps(jobs), text=True, check=True, capture_output=True)
    return answer.stdout.strip()


def cifar(scratch):
    """Five batches of two images and a test batch; CIFAR-100 with three and two images. Both versions hold the same."""
    jobs = []

    def pickle(path, strings={}, array=None, fortran=False, **lists):
        stored = None
        if array is not None:
            stored = str(scratch / f"{len(jobs)}.npy")
            np.save(stored, array)
        jobs.append({"file": str(path), "strings": strings, "array": stored, "fortran": fortran, "lists": lists})

    binary, python = folder("cifar", "cifar-10-batches-bin"), folder("cifar", "cifar-10-batches-py")
    pixels, labels = images(12, 32, 32, 3, 1), [6, 9, 9, 4, 1, 1, 2, 7, 8, 3, 0, 5]
    for number, name in enumerate([f"data_batch_{i}" for i in range(1, 6)] + ["test_batch"]):
        rows = slice(2 * number, 2 * number + 2)
        records = np.column_stack([np.array(labels[rows], "u1"), planes(pixels[rows])])
        (binary / f"{name}.bin").write_bytes(records.tobytes())
        files = [f"image_s_00000{i}.png" for i in range(2)]
        strings = {"batch_label": f"training batch {number + 1} of 5"}
        # One in Fortran's order, which NumPy's pickles may be in.
        pickle(python / name, strings, planes(pixels[rows]), number == 2, labels=labels[rows], filenames=files)
    (binary / "batches.meta.txt").write_text("\n".join(CIFAR10_NAMES) + "\n\n")
    pickle(python / "batches.meta", label_names=CIFAR10_NAMES)
    ten = {"train": expected(pixels[:10], labels[:10]), "test": expected(pixels[10:], labels[10:])}

    binary, python = folder("cifar", "cifar-100-binary"), folder("cifar", "cifar-100-python")
    pixels, fine, coarse = images(5, 32, 32, 3, 9), [19, 99, 0, 49, 33], [11, 19, 0, 10, 5]
    hundred = {}
    for part, rows in [("train", slice(0, 3)), ("test", slice(3, 5))]:
        records = np.column_stack([np.array(x[rows], "u1") for x in (coarse, fine)] + [planes(pixels[rows])])
        (binary / f"{part}.bin").write_bytes(records.tobytes())
        pickle(python / part, {"batch_label": part}, planes(pixels[rows]), fine_labels=fine[rows], coarse_labels=coarse[rows])
        hundred[part] = {**expected(pixels[rows], fine[rows]), "coarse": coarse[rows]}
    (binary / "fine_label_names.txt").write_text("\n".join(FINE_NAMES) + "\n\n")
    (binary / "coarse_label_names.txt").write_text("\n".join(COARSE_NAMES) + "\n\n")
    pickle(python / "meta", fine_label_names=FINE_NAMES, coarse_label_names=COARSE_NAMES)
    return {"cifar10": ten, "cifar100": hundred}, run_python2(jobs)


def stl10():
    """Two and one images; planes column by column."""
    target = folder("stl10", "stl10_binary")
    result = {}
    for part, count, labels in [("train", 2, [1, 10]), ("test", 1, [4])]:
        pixels = images(count, 96, 96, 3, count)
        (target / f"{part}_X.bin").write_bytes(pixels.transpose(0, 3, 2, 1).tobytes())
        (target / f"{part}_y.bin").write_bytes(bytes(labels))
        result[part] = expected(pixels, np.array(labels) - 1)
    (target / "class_names.txt").write_text("\n".join(STL10_NAMES) + "\n")
    return result


def npy():
    """One small array in many types, orders and versions, each with its numbers."""
    target = folder("npy")
    whole = np.arange(24).reshape(2, 3, 4) * 11
    arrays = {
        "u1": whole.astype("u1"),
        "u1-fortran": np.asfortranarray(whole.astype("u1")),
        "f4-fortran": np.asfortranarray(whole.astype("<f4")),
        "f8": whole.astype("<f8"),
        "f8-parts": whole.astype("<f8") / 2,
        "i4-big-endian": whole.astype(">i4"),
        "u2-big-endian": whole.astype(">u2"),
        "i8": np.array([-1, 0, 2**40, -(2**40)]),
        "u8": np.array([0, 2**40], "u8"),
        "i1": np.array([-128, 127], "i1"),
        "i2": np.array([[-2, 300]], "<i2"),
        "u4": np.array([2**32 - 1, 1], "<u4"),
        "b1": np.array([True, False, True]),
    }
    for name, array in arrays.items():
        np.save(target / f"{name}.npy", array)
    for version in [2, 3]:
        with open(target / f"version-{version}.npy", "wb") as stream:
            np.lib.format.write_array(stream, arrays["u1"], version=(version, 0))
        arrays[f"version-{version}"] = arrays["u1"]
    np.save(target / "text.npy", np.array(["a", "b"]))
    np.save(target / "objects.npy", np.array([{}, None], dtype=object), allow_pickle=True)
    np.save(target / "structure.npy", np.zeros(2, [("a", "u1"), ("b", "f4")]))
    np.save(target / "empty.npy", np.zeros((3, 0), "u1"))
    np.save(target / "scalar.npy", np.array(5, "u1"))
    return {name: {"shape": list(array.shape), "data": array.astype("f8").ravel()} for name, array in arrays.items()}


def medmnist():
    """Grey, RGB and multi-label sets, compressed as published; one also uncompressed, one unpacked, one of volumes."""
    target = folder("medmnist")

    def content(channels, label_of, size=28):
        arrays, result = {}, {}
        for part, count in [("train", 3), ("val", 2), ("test", 1)]:
            pixels = images(count, size, size, channels, count)
            labels = np.array([label_of(i) for i in range(count)], "u1")
            arrays[f"{part}_images"] = pixels[..., 0] if channels == 1 else pixels
            arrays[f"{part}_labels"] = labels
            result[part] = expected(pixels, labels.ravel())
        return arrays, result

    sets = {
        "pneumoniamnist": content(1, lambda i: [i % 2]),
        "bloodmnist": content(3, lambda i: [7 - i]),
        "chestmnist": content(1, lambda i: [(i + k) % 3 == 0 for k in range(14)]),
    }
    for name, (arrays, _) in sets.items():
        np.savez_compressed(target / f"{name}.npz", **arrays)
    arrays, sets_stored = content(3, lambda i: [8 - i], 8)
    sets["pathmnist_8"] = (arrays, sets_stored)
    np.savez(target / "pathmnist_8.npz", **arrays)
    (target / "unpacked" / "pathmnist_8").mkdir(parents=True)
    for name, array in arrays.items():
        np.save(target / "unpacked" / "pathmnist_8" / f"{name}.npy", array)
    (target / "volumes").mkdir()
    np.savez_compressed(target / "volumes" / "nodulemnist3d.npz", train_images=np.zeros((2, 6, 6, 6), "u1"), train_labels=np.zeros((2, 1), "u1"))
    return {name: result for name, (_, result) in sets.items()}


def cats_vs_dogs():
    """Seven images as float64, which LibAUC's files may be, and their labels."""
    target = folder("cats-vs-dogs", "cat_vs_dog")
    pixels, labels = images(7, 4, 5, 3, 3), np.array([0, 1, 1, 0, 1, 0, 1])
    np.save(target / "cat_vs_dog_data.npy", pixels.astype("f8"))
    np.save(target / "cat_vs_dog_label.npy", labels)
    train, test = slice(0, 5), slice(5, 7)
    return {
        "train": expected(pixels[train], labels[train]),
        "test": expected(pixels[test], labels[test]),
        "testSwapped": expected(pixels[test][..., ::-1], labels[test]),
    }


with tempfile.TemporaryDirectory() as scratch:
    of_cifar, numpy_of_python2 = cifar(pathlib.Path(scratch))
write(
    "packages/datasets/test/golden/fixtures-arrays.json",
    __file__,
    "exact",
    {"numpy": np.__version__, "numpyOfPython2": numpy_of_python2},
    {**of_cifar, "stl10": stl10(), "npy": npy(), "medmnist": medmnist(), "catsVsDogs": cats_vs_dogs()},
    digits=17,
)
