"""Validates manifests against the schemas of several versions of Kubernetes: python validate_kubernetes.py VERSION…

For every path that comes in, a list of what is wrong goes out, as JSON."""
import json
import sys

import yaml
from kubernetes_validate import ValidationError, validate


def problems(manifest):
    for version in sys.argv[1:]:
        try:
            # It falls back on older schemas where it has none of a version.
            used = validate(manifest, version, strict=True)
            if used != version:
                yield f"{version}: there are only schemas of {used}"
        except ValidationError as error:
            yield f"{version}: {'.'.join(map(str, error.path))}: {error.message}"


for line in sys.stdin:
    with open(line.rstrip("\n"), encoding="utf-8") as file:
        manifests = list(yaml.safe_load_all(file))
    print(json.dumps([problem for manifest in manifests for problem in problems(manifest)]), flush=True)
