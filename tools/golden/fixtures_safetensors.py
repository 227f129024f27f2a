"""Small files written by PyPI's safetensors from NumPy and PyTorch, in packages/safetensors/test/fixtures.

What is in them is written to packages/safetensors/test/golden/fixtures-safetensors.json: bytes, and the numbers as float32
by NumPy or PyTorch. There also are what PyPI's reader says of damaged files, and digests of all float16 and bfloat16.
"""
import base64
import hashlib
import json
import math
import random
import re
import shutil
import struct

import numpy as np
import safetensors
import safetensors.numpy
import safetensors.torch
import torch

from common import ROOT, write

FIXTURES = ROOT / "packages/safetensors/test/fixtures"
NAMES = {"float64": "F64", "float32": "F32", "float16": "F16", "complex64": "C64", "bool": "BOOL"}
NAMES |= {f"{kind}{bits}": f"{kind[0].upper()}{bits}" for kind in ["int", "uint"] for bits in [8, 16, 32, 64]}
TORCH_NAMES = {
    torch.bfloat16: "BF16",
    torch.float8_e4m3fn: "F8_E4M3",
    torch.float8_e4m3fnuz: "F8_E4M3FNUZ",
    torch.float8_e5m2: "F8_E5M2",
    torch.float8_e5m2fnuz: "F8_E5M2FNUZ",
    torch.float8_e8m0fnu: "F8_E8M0",
    torch.float4_e2m1fn_x2: "F4",
}


def numbers(values):
    """float32 as JSON has them, the others by name."""
    named = {math.inf: "Infinity", -math.inf: "-Infinity"}
    return ["NaN" if math.isnan(x) else named.get(x, x) for x in np.asarray(values, "f4").ravel().tolist()]


def of_numpy(array):
    with np.errstate(over="ignore"):
        float32 = None if array.dtype.kind == "c" else numbers(array.astype("f4"))
    return {"dtype": NAMES[array.dtype.name], "shape": list(array.shape), "hex": array.tobytes().hex(), "float32": float32}


def of_torch(tensor):
    if tensor.dtype not in TORCH_NAMES:
        return of_numpy(tensor.numpy())
    shape = list(tensor.shape)
    if tensor.dtype == torch.float4_e2m1fn_x2:
        shape[-1] *= 2
    float32 = numbers(tensor.float().numpy()) if tensor.dtype == torch.bfloat16 else None
    data = tensor.view(torch.uint8).numpy().tobytes()
    return {"dtype": TORCH_NAMES[tensor.dtype], "shape": shape, "hex": data.hex(), "float32": float32}


def numpy_file():
    """Every type of NumPy; int64 and uint64 that go astray when they are rounded twice."""
    halfway = 2**60 + 2**36
    arrays = {
        "f8": np.array([[0.1, -0.0, 1e300], [np.inf, np.nan, 2.0**-140]]),
        "f4": np.array([1.5, -2.25, np.inf, 3e-45], "f4"),
        "f2": np.array([1.0, -0.0, 6e-8, 6.1e-5, 65504.0, -np.inf, np.nan], "f2"),
        "c8": np.array([1 + 2j, -3j], "c8"),
        "i8": np.array([halfway, halfway + 1, halfway - 1, -halfway - 1, 2**53 + 1, -(2**63), 2**63 - 1, 7]),
        "u8": np.array([2**64 - 1, 2**63 + 2**39 + 1, 2**63 + 2**39, 0], "u8"),
        "i4": np.array([-(2**31), 2**31 - 1, 16777217], "i4"),
        "u4": np.array([2**32 - 1, 1], "u4"),
        "i2": np.array([[-2], [300]], "i2"),
        "u2": np.array([65535, 1, 2], "u2"),
        "i1": np.array([-128, 127, 0], "i1"),
        "u1": np.array([255, 1], "u1"),
        "b1": np.array([True, False, True]),
    }
    return safetensors.numpy.save(arrays, {"made by": 'NumPy "2"\n'}), {name: of_numpy(a) for name, a in arrays.items()}


def names_file():
    """Names that order, JSON or JavaScript could stumble over; scalars and empty arrays."""
    names = ["", "10", "9", "b", "B", "__proto__", "constructor", 'quote " \\ /', "\x01\x1f\x7f\t\n", "é", "\ue000", "\U0001f600", "\u2028"]
    arrays = {name: np.array([i], "f4") for i, name in enumerate(names)}
    arrays |= {"scalar": np.array(5, "i4"), "none": np.zeros((2, 0, 3), "f4"), "five": np.arange(12, dtype="u1").reshape(1, 2, 1, 3, 2)}
    return safetensors.numpy.save(arrays), {name: of_numpy(a) for name, a in arrays.items()}


def torch_file():
    """The types that only PyTorch has, as what it saves for a network."""
    torch.manual_seed(0)
    network = torch.nn.Sequential(torch.nn.Conv2d(2, 3, 3), torch.nn.BatchNorm2d(3), torch.nn.Linear(3, 1).bfloat16())
    tensors = dict(network.state_dict())
    tensors["bf16"] = torch.tensor([1.0, -0.0, 3.1415926, 1e-40, 3e38, math.inf, -math.inf, math.nan]).bfloat16()
    tensors["f16"] = torch.tensor([0.5, 1e-7]).half()
    bits = torch.tensor([[0, 1, 56, 126], [127, 128, 200, 255]], dtype=torch.uint8)
    for dtype in list(TORCH_NAMES)[1:]:
        tensors[str(dtype)] = bits.clone().view(dtype)
    return safetensors.torch.save(tensors, {"format": "pt"}), {name: of_torch(t) for name, t in tensors.items()}


def file_of(header, data=b""):
    text = header if isinstance(header, bytes) else json.dumps(header, ensure_ascii=False).encode()
    return struct.pack("<Q", len(text)) + text + data


def handmade_file():
    """Legal, but as no writer does it: data that are not aligned and not in the header's order, white space, small types."""
    header = b"""
    {"__metadata__" : {"b": "2", "a": "\\u00e9\\ud83d\\ude00"}, "second": {"data_offsets": [1, 9], "shape": [2], "dtype": "F32"},
      "first":{"dtype":"I8","shape":[],"data_offsets":[0,1]},
      "F6_E2M3": {"dtype":"F6_E2M3","shape":[4],"data_offsets":[9,12]}, "F6_E3M2": {"dtype":"F6_E3M2","shape":[2,2],"data_offsets":[12,15]}}  """
    data = struct.pack("<bff", -3, 0.5, -1.0) + bytes(range(6))
    read = {name: tensor for name, tensor in safetensors.deserialize(file_of(header, data))}
    expected = {"first": (numbers([-3])), "second": numbers([0.5, -1]), "F6_E2M3": None, "F6_E3M2": None}
    return file_of(header, data), {
        name: {"dtype": read[name]["dtype"], "shape": read[name]["shape"], "hex": bytes(read[name]["data"]).hex(), "float32": float32}
        for name, float32 in expected.items()
    }


def digest_of(values):
    """SHA-256 of float32, every NaN being the same one."""
    bits = np.ascontiguousarray(values, "f4").view("u4")
    bits[np.isnan(values)] = 0x7FC00000
    return hashlib.sha256(bits.tobytes()).hexdigest()


def verdict(name, content):
    """What PyPI's reader makes of `content`: its tensors, or null where it refuses."""
    try:
        read = safetensors.deserialize(content)
    except safetensors.SafetensorError:
        tensors = None
    else:
        tensors = {name: [t["dtype"], ",".join(map(str, t["shape"])), bytes(t["data"]).hex()] for name, t in sorted(read, key=lambda pair: pair[0])}
    return {"name": name, "base64": base64.b64encode(content).decode(), "tensors": tensors}


def doubtful_headers():
    """Headers that readers of JSON disagree about. All would describe one empty tensor or none."""
    info = b'{"dtype":"F32","shape":[0],"data_offsets":[0,0]}'
    texts = [b"", b"{", b"{}", b" {} ", b"\t\r\n{}", b"{}\x0b", b"\xc2\xa0{}", b"\xef\xbb\xbf{}", b"[]", b"null", b"{}{}", b"{}x", b"{}\0", b"{},"]
    texts += [b'{"a":' + value + b"}" for value in [info, b"null", b"[]", b"{}", b"1", b'"F32"', info + b",", info[:-1] + b",}"]]
    texts += [b'{"a":' + info + b"," + more for more in [b"}", b'"b"}', b'"b":}', b"b:" + info + b"}", b"'b':" + info + b"}"]]
    texts += [b'{"' + name + b'":' + info + b"}" for name in [b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"\xef\xbf\xbd", b"\xf0\x9f\x98\x80"]]
    texts += [b'{"' + name + b'":' + info + b"}" for name in [b"\\ud800", b"\\udc00\\ud800", b"\\ud83d\\ude00", b"\\u00", b"\\x41", b"\\", b"\\\\", b"\\/", b"\x00", b"\x1f", b"\x7f", b"\n"]]
    sizes = [b"", b"0", b"00", b"-0", b"+0", b"0.0", b"0e0", b"0E1", b"1,0", b"0,", b",0", b"0 0", b'"0"', b"null", b"true", b"0x0", b"1e400,0", b"4294967296,0", b"0,9007199254740991"]
    texts += [info.join([b'{"a":', b"}"]).replace(b"[0]", b"[" + size + b"]") for size in sizes]
    offsets = [b"", b"0", b"0,0,0", b"-0,0", b"0.0,0", b"1,0", b"0,1", b"4,4", b"-1,-1", b"null,0", b"18446744073709551616,0", b"[0],0"]
    texts += [info.join([b'{"a":', b"}"]).replace(b"[0,0]", b"[" + pair + b"]") for pair in offsets]
    texts += [info.join([b'{"a":', b"}"]).replace(b'"F32"', dtype) for dtype in [b'"f32"', b'"F32 "', b'"F128"', b'"constructor"', b'"__proto__"', b"null", b"32", b'"\\u004633"', b'"\\u004632"']]
    texts += [b'{"__metadata__":' + value + b"}" for value in [b"{}", b"[]", b'"a"', b'{"a":"b"}', b'{"a":null}', b'{"a":1}', b'{"a":{}}', b'{"a":["b"]}', b'{"a":"\\ud800"}', b'{"":""}']]
    return texts


def lenient_headers():
    """Headers that PyPI's reader accepts against the format's description, its schema, or what a double can hold."""
    info = b'{"dtype":"F32","shape":[0],"data_offsets":[0,0]}'
    other = info.replace(b"F32", b"F64")
    return {
        "a name twice": b'{"a":' + info + b',"a":' + other + b"}",
        "a key of the metadata twice": b'{"__metadata__":{"a":"1","a":"2"}}',
        "an unknown key": b'{"a":' + info.replace(b"}", b',"strides":[1]}') + b"}",
        "an array for an object": b'{"a":["F32",[0],[0,0]]}',
        "metadata that are null": b'{"__metadata__":null}',
        "a size beyond all safe integers": b'{"a":' + info.replace(b"[0]", b"[9007199254740993,0]") + b"}",
    }


def mutants(header, data, count):
    """Files of which one to three pieces were changed, taken out, repeated or exchanged; half have the right header length."""
    draw = random.Random(7)
    alphabet = [*'0123456789"{}[],: ', "U8", "I16", "F4", "F6_E2M3", "BF16", "shape", "dtype", "\\u0061"]
    for number in range(count):
        mutant = bytearray(header)
        for _ in range(draw.choice([1, 1, 2, 3])):
            tokens = [match.span() for match in re.finditer(rb"\w+|\W", mutant)]
            begin, end = draw.choice(tokens)
            change = draw.randrange(5)
            if change == 0:
                mutant[begin] ^= 1 << draw.randrange(8)
            elif change == 1:
                mutant[begin:end] = draw.choice(alphabet).encode()
            elif change == 2:
                mutant[begin:begin] = draw.choice([" ", "\n", "0", draw.choice(alphabet)]).encode()
            elif change == 3:
                del mutant[begin : draw.choice([end, begin + 1, begin + 8])]
            else:
                other = draw.choice(tokens)
                mutant[begin:end] = mutant[slice(*other)]
        yield struct.pack("<Q", len(mutant if number % 2 else header)) + mutant + data


shutil.rmtree(FIXTURES, ignore_errors=True)
FIXTURES.mkdir(parents=True)
files = {"numpy": numpy_file(), "names": names_file(), "torch": torch_file(), "none": (safetensors.numpy.save({}), {}), "handmade": handmade_file()}
for name, (content, _) in files.items():
    (FIXTURES / f"{name}.safetensors").write_bytes(content)
small = b'{"__metadata__":{"k":"v"},"ab":{"dtype":"I16","shape":[2,1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[3],"data_offsets":[4,7]}}'
bits = np.arange(65536, dtype="u2")
write(
    "packages/safetensors/test/golden/fixtures-safetensors.json",
    __file__,
    "exact",
    {"safetensors": safetensors.__version__, "numpy": np.__version__, "torch": torch.__version__},
    {
        "files": {name: expected for name, (_, expected) in files.items()},
        "sha256OfFloat16": digest_of(bits.view("f2").astype("f4")),
        "sha256OfBfloat16": digest_of(torch.from_numpy(bits.view("i2")).view(torch.bfloat16).float().numpy()),
        "verdicts": [verdict(f"header {text!r}", file_of(text)) for text in doubtful_headers()]
        + [verdict(f"mutant {i}", mutant) for i, mutant in enumerate(mutants(small, bytes(range(7)), 300))],
        "lenient": [verdict(name, file_of(text)) for name, text in lenient_headers().items()],
    },
    digits=17,
)
