"""What TensorBoard reads in the event files of packages/experiments: a resumed run, and its first file cut short."""
import hashlib
import pathlib
import subprocess
import tempfile

import tensorboard
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

import common

PACKAGE = common.ROOT / "packages/experiments"
LONGEST_CUT = 150


def write_run(folder):
    program = ["test/log-tensorboard-program.ts", str(folder)]
    node = ["node", "--import", "tsx", "--conditions=@deepauc/source", *program]
    subprocess.run(node, cwd=PACKAGE, check=True)


def read(folder):
    accumulator = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    accumulator.Reload()
    tags = sorted(accumulator.Tags()["scalars"])
    return accumulator.file_version, {tag: accumulator.Scalars(tag) for tag in tags}


def columns(events):
    """Values as text, because JSON has no NaN."""
    return {
        "steps": [event.step for event in events],
        "seconds": [event.wall_time for event in events],
        "values": [repr(event.value) for event in events],
    }


def count_when_cut(data, cut):
    """How many points TensorBoard still reads without the last `cut` bytes."""
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "events.out.tfevents.1700000000.machine").write_bytes(data[: len(data) - cut])
        return sum(len(events) for events in read(folder)[1].values())


with tempfile.TemporaryDirectory() as folder:
    write_run(folder)
    files = sorted(pathlib.Path(folder).iterdir())
    version, scalars = read(folder)
    content = {
        "files": [{"name": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()} for file in files],
        "fileVersion": version,
        "scalars": {tag: columns(events) for tag, events in scalars.items()},
        "countsWhenCut": [count_when_cut(files[0].read_bytes(), cut) for cut in range(LONGEST_CUT)],
    }

common.write(
    "packages/experiments/test/golden/tensorboard.json",
    __file__,
    "exact: float32 as read",
    {"tensorboard": tensorboard.__version__},
    content,
    digits=17,
)
