"""Small files in the forms of CheXpert, SIIM-ISIC melanoma, DDSM+ and PatchCamelyon, in packages/datasets/test/fixtures.

What is in them is written to packages/datasets/test/golden/fixtures-medical.json. Nothing in them is of a patient.
"""
import csv
import gzip
import hashlib
import io
import shutil
import struct

import h5py
import numpy as np
import PIL
import tensorflow as tf
from PIL import Image

from common import ROOT, write

FIXTURES = ROOT / "packages/datasets/test/fixtures"
FINDINGS = [
    "No Finding", "Enlarged Cardiomediastinum", "Cardiomegaly", "Lung Opacity", "Lung Lesion", "Edema", "Consolidation",
    "Pneumonia", "Atelectasis", "Pneumothorax", "Pleural Effusion", "Pleural Other", "Fracture", "Support Devices",
]


def folder(*names):
    path = FIXTURES.joinpath(*names)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def pixels(seed, height, width, *channels):
    """Numbers in which no two rows, columns, channels or seeds look alike."""
    y, x, c = np.ogrid[:height, :width, : channels[0] if channels else 1]
    grid = (17 * seed + 3 * (y // 8) + 5 * (x // 16) + 71 * c) % 256
    return grid.astype("u1").reshape(height, width, *channels)


def jpeg(array):
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, "JPEG", quality=90)
    return stream.getvalue()


def write_csv(path, rows):
    with open(path, "w", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def example(features):
    kinds = {
        "bytes": lambda values: tf.train.Feature(bytes_list=tf.train.BytesList(value=values)),
        "floats": lambda values: tf.train.Feature(float_list=tf.train.FloatList(value=values)),
        "integers": lambda values: tf.train.Feature(int64_list=tf.train.Int64List(value=values)),
    }
    feature = {name: kinds[kind](values) for name, (kind, values) in features.items()}
    return tf.train.Example(features=tf.train.Features(feature=feature)).SerializeToString(deterministic=True)


def write_records(path, records):
    with tf.io.TFRecordWriter(str(path)) as writer:
        for record in records:
            writer.write(record)


def tfrecord():
    """Every kind of value; TensorFlow packs numbers, so a record with single ones is written by hand and read back."""
    path = folder("tfrecord") / "kinds.tfrecord"
    kinds = {
        "texts": ("bytes", [b"one", b"", "zwölf".encode()]),
        "floats": ("floats", [0.5, -2.25, 3e38]),
        "integers": ("integers", [0, -1, 300, 2**53 - 1, -(2**63), 2**63 - 1]),
        "none": ("integers", []),
    }

    def field(number, content):
        return bytes([8 * number + 2, len(content)]) + content

    def entry(name, feature):
        return field(1, field(1, name.encode()) + field(2, feature))

    integers = field(3, bytes([8, 7, 8, 0xAC, 2]) + bytes([8, *[255] * 9, 1]))
    floats = field(2, b"\x0d" + struct.pack("<f", 1.5) + b"\x0d" + struct.pack("<f", -1))
    single = field(1, entry("integers", integers) + entry("floats", floats) + entry("unset", b""))
    parsed = tf.train.Example.FromString(single).features.feature
    assert list(parsed["integers"].int64_list.value) == [7, 300, -1]
    assert list(parsed["floats"].float_list.value) == [1.5, -1]
    records = [example(kinds), single, example({})]
    write_records(path, records)
    assert [r.numpy() for r in tf.data.TFRecordDataset(str(path))] == records
    return {
        "records": [sha256(record) for record in records],
        "texts": [value.decode() for value in kinds["texts"][1]],
        "floats": kinds["floats"][1],
        "integers": [str(value) for value in kinds["integers"][1]],
    }


def chexpert():
    """Twenty patients with one study each; one image of the table is missing."""
    root = folder("chexpert", "CheXpert-v1.0-small")
    header = ["Path", "Sex", "Age", "Frontal/Lateral", "AP/PA", *FINDINGS]
    images, tables = {}, {}
    for table, patients in [("train", 20), ("valid", 3)]:
        rows = []
        for patient in range(patients):
            for view in ["frontal", "lateral"] if patient % 3 == 0 else ["frontal"]:
                number = 1 if view == "frontal" else 2
                path = f"{table}/patient{patient + 1:05d}/study1/view{number}_{view}.jpg"
                values = ["1.0", "0.0", "-1.0", ""] if table == "train" else ["1.0", "0.0"]
                labels = [values[(patient + 2 * i) // 2 % len(values)] for i in range(14)]
                frontal = view == "frontal"
                rows.append([f"CheXpert-v1.0-small/{path}", "Female", 60 + patient, view.capitalize(),
                             "AP" if frontal else "", *labels])
                if path == "train/patient00003/study1/view1_frontal.jpg":
                    continue
                content = jpeg(pixels(patient + number, 16, 20))
                (root / path).parent.mkdir(parents=True, exist_ok=True)
                (root / path).write_bytes(content)
                images[path] = sha256(content)
        write_csv(root / f"{table}.csv", [header, *rows])
        tables[table] = [{"path": row[0].split("/", 1)[1], "labels": row[5:]} for row in rows]
    return {"tables": tables, "images": images}


def melanoma_rows():
    """Images of 24 patients, some with several; each patient in one fold, as in the published files."""
    rows = []
    for patient in range(24):
        for image in range(1 + patient % 3):
            malignant = patient % 2 == 0 and image == 0
            rows.append({"image": f"ISIC_{1000 * patient + image:07d}", "patient": patient, "target": int(malignant),
                         "fold": patient % 15})
    return rows


def melanoma():
    root = folder("melanoma", "jpeg")
    (root / "train").mkdir()
    table = [["image_name", "patient_id", "sex", "age_approx", "anatom_site_general_challenge", "diagnosis",
              "benign_malignant", "target", "tfrecord", "width", "height"]]
    images = {}
    rows = melanoma_rows()
    duplicates = {rows[2]["image"], rows[20]["image"]}
    for i, row in enumerate(rows):
        content = jpeg(pixels(i, 8, 8, 3))
        (root / "train" / f"{row['image']}.jpg").write_bytes(content)
        images[row["image"]] = sha256(content)
        row["duplicate"] = row["image"] in duplicates
        table.append([row["image"], f"IP_{row['patient']:07d}", "male" if i % 2 else "", 45.0 if i % 5 else "", "torso",
                      "unknown", "malignant" if row["target"] else "benign", row["target"],
                      -1 if row["duplicate"] else row["fold"], 6000, 4000])
    write_csv(root / "train.csv", table)
    records = melanoma_records(rows)
    return {"rows": rows, "images": images, "records": records}


def melanoma_records(rows):
    root = folder("melanoma", "tfrecords")
    files = {}
    for fold in [0, 1]:
        own = [row for row in rows if row["fold"] % 2 == fold][:12]
        name = f"train{fold:02d}-{len(own)}.tfrec"
        write_records(root / name, [
            example({
                "image": ("bytes", [jpeg(pixels(fold + i, 8, 8, 3))]),
                "image_name": ("bytes", [row["image"].encode()]),
                "patient_id": ("integers", [row["patient"]]),
                "sex": ("integers", [-1]),
                "age_approx": ("integers", [45]),
                "anatom_site_general_challenge": ("integers", [3]),
                "diagnosis": ("integers", [0]),
                "target": ("integers", [row["target"]]),
            })
            for i, row in enumerate(own)
        ])
        files[name] = {row["image"]: sha256(jpeg(pixels(fold + i, 8, 8, 3))) for i, row in enumerate(own)}
    return files


def ddsm():
    """One file of records in a folder of its own, the other not; one file of labels in the folder of the data."""
    root = folder("ddsm")
    for name in ["training10_0", "cv10_data", "test10_data"]:
        (root / name).mkdir()
    train = [(0, 10), (3, 11), (4, 12)]
    test = [(1, 20), (0, 21), (2, 22)]
    for path, rows in [("training10_0/training10_0.tfrecords", train[:2]), ("training10_1.tfrecords", train[2:])]:
        write_records(root / path, [
            example({
                "image": ("bytes", [pixels(seed, 299, 299).tobytes()]),
                "label": ("integers", [label]),
                "label_normal": ("integers", [int(label != 0)]),
            })
            for label, seed in rows
        ])
    for data, labels, rows in [("cv10_data/cv10_data.npy", "cv10_data/cv10_labels.npy", test[:1]),
                               ("test10_data/test10_data.npy", "test10_labels.npy", test[1:])]:
        np.save(root / data, np.stack([pixels(seed, 299, 299, 1) for _, seed in rows]))
        np.save(root / labels, np.array([label for label, _ in rows]))
    return {
        name: {"labels": [label for label, _ in rows],
               "images": [sha256(pixels(seed, 299, 299).tobytes()) for _, seed in rows]}
        for name, rows in [("train", train), ("test", test)]
    }


def pcam():
    """A file with compressed chunks, a gzipped file, and a plain one."""
    root = folder("pcam", "pcam")
    golden = {}
    for part, count, storage in [("train", 70, {"chunks": (16, 96, 96, 3), "compression": "gzip", "compression_opts": 9}),
                                 ("valid", 3, {}), ("test", 2, {})]:
        x = np.stack([pixels(count + i, 96, 96, 3) for i in range(count)])
        y = (np.arange(count) % 2).astype("u1").reshape(count, 1, 1, 1)
        for name, array, options in [("x", x, storage), ("y", y, {})]:
            path = root / f"camelyonpatch_level_2_split_{part}_{name}.h5"
            with h5py.File(path, "w") as file:
                file.create_dataset(name, data=array, **options)
            if part == "valid":
                content = path.read_bytes()
                with open(f"{path}.gz", "wb") as stream, gzip.GzipFile("", "wb", 9, stream, mtime=0) as zipped:
                    zipped.write(content)
                path.unlink()
        golden[part] = {"labels": y.ravel(), "images": [sha256(image.tobytes()) for image in x]}
    return golden


def hdf5():
    """What a reader of byte arrays must refuse, and two small arrays that it must read."""
    with h5py.File(folder("hdf5") / "kinds.h5", "w") as file:
        file.create_dataset("floats", data=np.zeros((2, 3), "f4"))
        file.create_dataset("signed", data=np.zeros((2, 3), "i1"))
        file.create_dataset("wide", data=np.zeros((2, 3), "u2"))
        file.create_dataset("texts", data=["a", "b"])
        file.create_dataset("scalar", data=np.uint8(3))
        file.create_dataset("empty", shape=None, dtype="u1")
        file.create_dataset("chunk", shape=(2**20, 2**10), chunks=(2**19, 2**10), dtype="u1")
        file.create_group("group")
        file["link"] = h5py.ExternalLink("other.h5", "x")
        file.create_dataset("plain", data=np.arange(24, dtype="u1").reshape(4, 3, 2))
        file.create_dataset("packed", data=np.arange(24, dtype="u1").reshape(4, 3, 2), chunks=(2, 3, 2),
                            compression="gzip", shuffle=True, fletcher32=True)


if __name__ == "__main__":
    hdf5()
    versions = {"tensorflow": tf.__version__, "h5py": h5py.__version__, "pillow": PIL.__version__,
                "numpy": np.__version__}
    content = {"tfrecord": tfrecord(), "chexpert": chexpert(), "melanoma": melanoma(), "ddsm": ddsm(), "pcam": pcam()}
    write("packages/datasets/test/golden/fixtures-medical.json", __file__, "exact", versions, content)
