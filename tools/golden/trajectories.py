"""A trajectory of an optimizer in float64, and how far float32 is from it."""
import hashlib
import pathlib

import numpy as np
import torch

# Among the versions of the files made with it: their own hash covers the generator and common.py alone.
SHA256 = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()


def trajectory(run, options, recorded):
    """Losses of all steps and states of those in `recorded`; `run(options, record)` calls `record(step, losses, state)`."""
    single, double = (trajectory_in(dtype, run, options, recorded) for dtype in (torch.float32, torch.float64))
    return {"float32Deviation": float(f"{deviation(single, double):.2g}"), **double}


def trajectory_in(dtype, run, options, recorded):
    torch.set_default_dtype(dtype)
    losses, states = [], []

    def record(step, values, state):
        losses.append({"step": step, **values})
        if step in recorded:
            states.append({"step": step, **state()})

    run(options, record)
    return {"losses": losses, "states": states}


def deviation(actual, expected):
    """Largest difference of two trajectories; 1e-3 keeps values near zero from counting as infinite errors."""
    if isinstance(expected, dict):
        return max(deviation(actual[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return max(map(deviation, actual, expected))
    difference = np.abs(np.subtract(actual, expected))
    return float(np.max(difference) / max(np.max(np.abs(expected)), 1e-3))
