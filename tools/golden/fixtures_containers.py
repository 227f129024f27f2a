"""Files as users have them: encoded images, .zip, WebDataset shards, Hugging Face parquet; written by Pillow, zipfile,
webdataset, tarfile and pyarrow. What they hold goes to packages/datasets/test/golden/containers.json."""
import hashlib
import io
import json
import shutil
import tarfile
import zipfile

import numpy as np
import PIL
import pyarrow as pa
import pyarrow.parquet as pq
import webdataset
from PIL import Image, ImageCms

import common

FIXTURES = common.ROOT / "packages/datasets/test/fixtures"
H, W = 20, 24
TIME = (2020, 1, 1, 0, 0, 0)


def picture(seed, h=H, w=W, channels=3):
    """A smooth picture with some noise: its JPEG is small, and no two are alike."""
    random = np.random.RandomState(seed)
    y, x, c = np.meshgrid(np.arange(h), np.arange(w), np.arange(channels), indexing="ij")
    waves = 128 + 90 * np.sin(x / (3 + seed % 5) + c) * np.cos(y / (4 + seed % 3) - c)
    return np.clip(waves + random.randint(-20, 20, (h, w, channels)), 0, 255).astype(np.uint8)


def encode(image, format, **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def jpeg(seed):
    return encode(Image.fromarray(picture(seed)), "JPEG", quality=90)


def png(seed):
    return encode(Image.fromarray(picture(seed)), "PNG")


def sha256(data):
    return hashlib.sha256(bytes(data)).hexdigest()


def folder(name):
    path = FIXTURES / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def images():
    """One file for each trap of decoding, and the pixels that Pillow gives."""
    path = folder("image")
    rgb, grey = Image.fromarray(picture(1)), Image.fromarray(picture(2, channels=1)[..., 0])
    exif = Image.Exif()
    exif[0x0112] = 6
    files = {
        "colour.jpg": encode(rgb, "JPEG", quality=90),
        "chroma-halved.jpg": encode(rgb, "JPEG", quality=90, subsampling=2),
        "progressive.jpg": encode(rgb, "JPEG", quality=90, progressive=True),
        "grey.jpg": encode(grey, "JPEG", quality=90),
        "rotated-by-exif.jpg": encode(rgb, "JPEG", quality=90, exif=exif),
        "with-profile.png": encode(rgb, "PNG", icc_profile=swapped_profile()),
        "colour.png": encode(rgb, "PNG"),
        "grey.png": encode(grey, "PNG"),
        "palette.png": encode(rgb.quantize(16), "PNG"),
        "alpha.png": encode(Image.fromarray(picture(3, channels=4)), "PNG"),
        "grey-alpha.png": encode(Image.fromarray(picture(4, channels=2)), "PNG"),
        "lossless.webp": encode(rgb, "WEBP", lossless=True),
        "colour.tiff": encode(rgb, "TIFF", compression="tiff_lzw"),
    }
    expected = {}
    for name, data in files.items():
        (path / name).write_bytes(data)
        image = Image.open(io.BytesIO(data))
        expected[name] = {
            "grey": image.mode in ("L", "LA"),
            "rgb": sha256(np.asarray(image.convert("RGB"))),
            "luminance": sha256(np.asarray(image.convert("RGB").convert("L"))),
        }
    return expected


def swapped_profile():
    """A profile that, if applied, changes every pixel: sRGB with red and blue exchanged."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[24:36] = bytes(12)  # when it was made
    count = int.from_bytes(data[128:132], "big")
    tags = {bytes(data[132 + 12 * i:136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, blue = tags[b"rXYZ"] + 4, tags[b"bXYZ"] + 4
    data[red:red + 8], data[blue:blue + 8] = data[blue:blue + 8], data[red:red + 8]
    return bytes(data)


def resized():
    """Pillow's bilinear resizing, smaller and larger and both."""
    cases = []
    for seed, channels, size in [(5, 3, (7, 9)), (6, 1, (31, 40)), (7, 3, (5, 60)), (8, 1, (1, 1)), (9, 3, (20, 10))]:
        pixels = picture(seed, channels=channels)
        image = Image.fromarray(pixels if channels == 3 else pixels[..., 0])
        output = np.asarray(image.resize(size[::-1], Image.Resampling.BILINEAR))
        cases.append({
            "shape": [H, W, channels], "size": list(size),
            "input": sha256(pixels), "png": encode(image, "PNG").hex(), "output": output.ravel(),
        })
    return cases


def write_zip(path, entries, **options):
    with zipfile.ZipFile(path, "w", **options) as archive:
        for name, data in entries.items():
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = zipfile.ZIP_DEFLATED if not name.endswith(".png") else zipfile.ZIP_STORED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)


def zips():
    path = folder("zip")
    microsoft = {"PetImages/Cat/10.jpg": jpeg(10), "PetImages/Cat/2.jpg": jpeg(11), "PetImages/Cat/666.jpg": b"",
                 "PetImages/Cat/Thumbs.db": b"x" * 100, "PetImages/Dog/0.jpg": jpeg(12), "PetImages/Dog/1.jpg": jpeg(13),
                 "readme[1].txt": b"read me"}
    write_zip(path / "pet-images.zip", microsoft)
    write_zip(path / "kaggle.zip", {"train/dog.0.jpg": jpeg(14), "train/cat.1.jpg": jpeg(15), "train/cat.0.jpg": jpeg(16)})
    write_zip(path / "slip.zip", {"../Cat/0.jpg": jpeg(10), "Dog/0.jpg": jpeg(12)})
    write_zip(path / "bomb.zip", {"Cat/0.jpg": bytes(8 << 20), "Dog/0.jpg": jpeg(12)})
    link = zipfile.ZipInfo("Cat/0.jpg", TIME)
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path / "link.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    lie(path / "bomb.zip", path / "lying.zip", declared=5000)
    large_names(path / "zip64.zip", {"Cat/0.jpg": jpeg(10), "Dog/0.jpg": jpeg(12)})
    return {"pet-images.zip": {name: sha256(data) for name, data in microsoft.items()},
            "kaggle.zip": [sha256(jpeg(seed)) for seed in (16, 15, 14)]}


def lie(source, target, declared):
    """The bomb with another size for its first file, in the central directory and in the local header."""
    data = bytearray(source.read_bytes())
    for at in (22, data.index(b"PK\x01\x02") + 24):
        data[at:at + 4] = declared.to_bytes(4, "little")
    target.write_bytes(data)


def large_names(path, entries):
    """ZIP64 by force, as archives of more than 4 GiB are."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in entries.items():
            with archive.open(zipfile.ZipInfo(name, TIME), "w", force_zip64=True) as file:
                file.write(data)


def shards():
    path = folder("webdataset")
    expected = {}
    seed = 20
    for shard, count in (("pets-train-000000", 3), ("pets-train-000001", 2), ("pets-val-000000", 2)):
        rows = expected[shard] = []
        with webdataset.TarWriter(str(path / f"{shard}.tar"), mtime=0, user="u", group="g") as writer:
            for i in range(count):
                key, label = f"some.d/{shard[-1]}{i:04d}", seed % 2
                image = jpeg(seed) if i % 2 == 0 else png(seed)
                extension = "jpg" if i % 2 == 0 else "png"
                meta = json.dumps({"name": ["cat", "dog"][label], "index": label})
                writer.write({"__key__": key, extension: image, "cls": label, "json": meta.encode()})
                rows.append({"id": f"{key}.{extension}", "label": label, "image": sha256(image)})
                seed += 1
    long = "a-long-folder-name/" * 12 + "ü" * 60
    expected["long"] = f"{long}.jpg"
    for name, format in (("pax", tarfile.PAX_FORMAT), ("gnu", tarfile.GNU_FORMAT)):
        write_tar(path / f"{name}.tar", {f"{long}.jpg": jpeg(30), f"{long}.cls": b"1"}, format)
    write_tar(path / "ustar-prefix.tar", {"p" * 90 + "/" + "n" * 90 + suffix: data
                                          for suffix, data in ((".jpg", jpeg(30)), (".cls", b"1"))}, tarfile.USTAR_FORMAT)
    expected["longImage"] = sha256(jpeg(30))
    write_tar(path / "slip.tar", {"../0.jpg": jpeg(30), "../0.cls": b"1"}, tarfile.PAX_FORMAT)
    write_tar(path / "absolute.tar", {"/0.jpg": jpeg(30), "/0.cls": b"1"}, tarfile.PAX_FORMAT)
    with tarfile.open(path / "link.tar", "w") as archive:
        link = tarfile.TarInfo("0.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return expected


def write_tar(path, entries, format):
    with tarfile.open(path, "w", format=format) as archive:
        for name, data in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def tables():
    """As Hugging Face's `Dataset.push_to_hub` writes them, and by other codecs, pages and types of label."""
    path = folder("parquet")
    features = {"image": {"_type": "Image"}, "label": {"names": ["cat", "dog"], "_type": "ClassLabel"}}
    info = {b"huggingface": json.dumps({"info": {"features": features}}).encode()}
    image = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    expected, seed = {}, 40
    variants = {
        "train-00000-of-00002": dict(compression="snappy"),
        "train-00001-of-00002": dict(compression={"image.bytes": "none", "image.path": "none", "label": "snappy"}),
        "test-00000-of-00001": dict(compression="zstd", data_page_version="2.0", write_page_checksum=True),
        "gzip": dict(compression="gzip", use_dictionary=False),
        "brotli": dict(compression="brotli"),
        "lz4": dict(compression="lz4"),
        "plain": dict(compression="none", use_dictionary=False),
        "delta": dict(compression="none", use_dictionary=False, column_encoding={
            "image.bytes": "DELTA_LENGTH_BYTE_ARRAY", "image.path": "PLAIN", "label": "DELTA_BINARY_PACKED"}),
    }
    for name, options in variants.items():
        encoded = [png(seed + i) for i in range(5)]
        labels = [(seed + i) % 2 for i in range(5)]
        rows = [{"bytes": data, "path": f"{i}.png"} for i, data in enumerate(encoded)]
        schema = pa.schema([("image", image), ("label", pa.int64())], metadata=info)
        if name.startswith("test"):
            labels[4] = -1
        table = pa.table({"image": pa.array(rows, image), "label": pa.array(labels, pa.int64())}, schema=schema)
        pq.write_table(table, path / f"{name}.parquet", row_group_size=2, **options)
        expected[name] = [{"label": label, "image": sha256(data)} for label, data in zip(labels, encoded)]
        seed += 5
    rows = [{"bytes": png(1), "path": None}, {"bytes": None, "path": "elsewhere/1.png"}, None]
    table = pa.table({"photo": pa.array(rows, image), "labels": pa.array(["dog", "cat", "dog"])})
    pq.write_table(table, path / "nulls-and-names.parquet", store_schema=False)
    table = pa.table({"image": pa.array([png(1), png(2)], pa.binary()), "is_dog": pa.array([True, False])})
    pq.write_table(table, path / "booleans.parquet", store_schema=False, data_page_version="2.0")
    expected["booleans"] = [sha256(png(1)), sha256(png(2))]
    table = pa.table({"image": pa.array([[png(1)], []], pa.list_(pa.binary())), "label": pa.array([0, 1])})
    pq.write_table(table, path / "lists.parquet", store_schema=False)
    return expected


content = {"images": images(), "resized": resized(), "zip": zips(), "webdataset": shards(), "parquet": tables()}
common.write(
    "packages/datasets/test/golden/containers.json", __file__, "bytes",
    {"numpy": np.__version__, "pillow": PIL.__version__, "pyarrow": pa.__version__,
     "webdataset": webdataset.__version__}, content)
