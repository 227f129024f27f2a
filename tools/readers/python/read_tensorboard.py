"""Reads a folder of event files whenever a line comes in, with the same accumulator, as TensorBoard does."""
import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

accumulator = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
for _ in sys.stdin:
    accumulator.Reload()
    tags = accumulator.Tags()["scalars"]
    points = {tag: [[point.wall_time, point.step, point.value] for point in accumulator.Scalars(tag)] for tag in tags}
    print(json.dumps(points), flush=True)
