"""What every golden generator needs: LibAUC 1.2.0's own classes, and JSON files that name their origin."""
import datetime
import hashlib
import importlib
import json
import pathlib
import subprocess
import sys
import tempfile
import types
import zipfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIBAUC_SHA256 = "84e20a2644d5cf3768a42710d61733495b4d33abae613216b8bb39766195f766"


def load_libauc(*names):
    """Modules of LibAUC 1.2.0, e.g. 'losses.losses_v1', without running its packages' __init__ files.

    Those import torchvision, pandas and more, none of which the losses and the optimizers need.
    """
    folder = pathlib.Path(tempfile.mkdtemp(prefix="libauc-"))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "libauc==1.2.0"]
    subprocess.run(command, check=True)
    (wheel,) = folder.glob("*.whl")
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != LIBAUC_SHA256:
        raise RuntimeError(f"{wheel.name} is not the wheel that these generators were written against")
    zipfile.ZipFile(wheel).extractall(folder)
    for package in ["libauc", "libauc.losses", "libauc.optimizers"]:
        module = sys.modules[package] = types.ModuleType(package)
        module.__path__ = [str(folder / package.replace(".", "/"))]
    return [importlib.import_module(f"libauc.{name}") for name in names]


def write(path, script, precision, versions, content, digits=9):
    """Writes `content` with a header. 9 significant digits keep every float32 exact, 17 every float64."""
    source = pathlib.Path(script)
    code = source.read_bytes() + pathlib.Path(__file__).read_bytes()
    header = {
        "generator": str(source.resolve().relative_to(ROOT)),
        "sha256": hashlib.sha256(code).hexdigest(),
        "sha256Of": "the generator followed by common.py",
        "versions": versions,
        "date": datetime.date.today().isoformat(),
        "precision": precision,
    }
    target = ROOT / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(dump({"header": header, **content}, digits) + "\n")
    print(f"{path}: {target.stat().st_size} bytes")


def dump(value, digits, indent=0):
    """JSON with arrays of numbers on one line, so that files stay small and diffs readable."""
    pad, close = "\n" + " " * (indent + 1), "\n" + " " * indent
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {dump(item, digits, indent + 1)}" for key, item in value.items()]
        return "{" + pad + ("," + pad).join(items) + close + "}"
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        items = [dump(item, digits, indent + 1) for item in value]
        if not any(isinstance(item, (dict, list, tuple, np.ndarray)) for item in value):
            return "[" + ", ".join(items) + "]"
        return "[" + pad + ("," + pad).join(items) + close + "]"
    if isinstance(value, (float, np.floating)):
        return json.dumps(float(f"{value:.{digits}g}"), allow_nan=False)
    return json.dumps(value)
