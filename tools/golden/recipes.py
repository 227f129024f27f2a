"""What jsonschema says of the published schema of recipes: about every preset, and about right and wrong files."""
import hashlib
import importlib.metadata

import jsonschema
from ruamel.yaml import YAML

import common

EXPERIMENTS = common.ROOT / "packages/experiments"

# Each is a file that could extend a complete recipe, and breaks or keeps one rule.
FILES = [
    "{}",
    "name: trial",
    "extends: table1/cifar10-10-ct",
    "extends: [data/cifar10, ./own.yaml]",
    "extends: 3",
    "nam: trial",
    "batchSize: 64",
    "data: { imratio: 0.3 }",
    "data: { imratio: 0.7 }",
    "data: { imratio: 0 }",
    "data: { imratio: as-is }",
    "data: { imratio: as is }",
    "data: { imratio: null }",
    "data: { source: cifar11 }",
    "data: { root: 3 }",
    "data: { binarize: { positive: [dog], negative: [cat] } }",
    "data: { binarize: { positive: [] } }",
    "data: { binarize: { positives: [dog] } }",
    "data: { channels: 2 }",
    "data: { validation: source }",
    "data: { validation: { fraction: 0.2, by: patient } }",
    "data: { validation: { fraction: 1 } }",
    "data: { validation: { by: pixel } }",
    "augmentation: { flip: true, rotate: 15, normalize: { mean: [0.5], std: [0.2] } }",
    "augmentation: { flip: yes }",
    "augmentation: { rotate: 200 }",
    "augmentation: { normalize: { mean: [0.5], std: [0] } }",
    "network: { name: mlp, hidden: [32, 16] }",
    "network: { name: mlp, dropout: 0.1 }",
    "network: { name: efficientnet-v2-s, dropout: 0.1 }",
    "network: { name: efficientnet-v2-s, dropout: 1 }",
    "network: { name: resnet18 }",
    "network: resnet20",
    "method: { innerSteps: 3 }",
    "method: { innerSteps: 0 }",
    "method: { innerSteps: 1.5 }",
    "method: { innerAveraging: 1 }",
    "method: { innerAveraging: 0 }",
    "method: { inerSteps: 3 }",
    "method: { name: CT, momentum: 0.9 }",
    "method: { name: CE, momentum: 0.9 }",
    "method: { name: CE, momentum: 1 }",
    "method: { name: ce }",
    "method: { name: TS-DEC, second: { loss: { prior: 0.1 } }, epochs: 5 }",
    "method: { name: TS-DRW, epochs: 5 }",
    "method: { clipValue: null }",
    "method: { loss: { prior: bach } }",
    "method: { loss: { margin: null } }",
    "training: { batchSize: '64' }",
    "training: { seed: -1 }",
    "training: { budget: { epochs: 3 } }",
    "training: { budget: { epochs: 3, steps: 10 } }",
    "training: { budget: {} }",
    "training: { budget: { epoch: 3 } }",
    "training: { schedule: { drops: [0.3, 0.6], factor: 5 } }",
    "training: { schedule: { drops: 0.5 } }",
    "training: { precision: float16 }",
    "training: { checkpoint: { keep: 0 } }",
    "training: { network: resnet20 }",
]


def main():
    yaml = YAML(typ="safe", pure=True)
    text = (EXPERIMENTS / "recipe.schema.json").read_bytes()
    schema = yaml.load(text)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    presets = hashlib.sha256()
    names = sorted(path.relative_to(EXPERIMENTS).as_posix() for path in EXPERIMENTS.glob("presets/**/*.yaml"))
    for name in names:
        content = (EXPERIMENTS / name).read_bytes()
        validator.validate(yaml.load(content))
        presets.update(name.encode() + b"\0" + content + b"\0")
    content = {
        "schemaSha256": hashlib.sha256(text).hexdigest(),
        "presets": len(names),
        "presetsSha256": presets.hexdigest(),
        "files": [{"text": file, "isValid": validator.is_valid(yaml.load(file))} for file in FILES],
    }
    versions = {name: importlib.metadata.version(name) for name in ["jsonschema", "ruamel.yaml"]}
    common.write("packages/experiments/test/golden/recipes.json", __file__, "exact", versions, content)


main()
