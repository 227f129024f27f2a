"""Prints what MLflow's client reads of runs, as JSON: python read_mlflow.py TRACKING_URI, with their ids line by line."""
import json
import math
import sys

from mlflow.tracking import MlflowClient

client = MlflowClient(sys.argv[1])


def point(metric):
    """JSON has no NaN."""
    value = metric.value if math.isfinite(metric.value) else repr(metric.value)
    return [metric.step, metric.timestamp, value]


def read(run):
    history = {key: client.get_metric_history(run.info.run_id, key) for key in run.data.metrics}
    return {
        "name": run.info.run_name,
        "experiment": client.get_experiment(run.info.experiment_id).name,
        "status": run.info.status,
        "hasEnded": run.info.end_time is not None,
        "params": run.data.params,
        "tags": {key: value for key, value in run.data.tags.items() if not key.startswith("mlflow.")},
        "metrics": {key: [point(metric) for metric in metrics] for key, metrics in history.items()},
    }


for line in sys.stdin:
    print(json.dumps(read(client.get_run(line.strip()))), flush=True)
