"""Writes models with random weights in the shapes of Whisper's sizes. Their memory and time are those of the real ones, their text is none.

Each is made from the files of the base model: names, types and order of the tensors are the same, dimensions and layers are replaced.
"""

import json
import pathlib
import re
import struct

import numpy

# Width, layers of the encoder, layers of the decoder, mel bands, tokens.
SHAPES = {
    "tiny": (384, 4, 4, 80, 51865),
    "base": (512, 6, 6, 80, 51865),
    "small": (768, 12, 12, 80, 51865),
    "medium": (1024, 24, 24, 80, 51865),
    "large-v3": (1280, 32, 32, 128, 51866),
    "large-v3-turbo": (1280, 32, 4, 128, 51866),
}
BASE = SHAPES["base"]
HEAD_DIM = 64
BLOCK = numpy.random.default_rng(1).normal(0, 0.02, 1 << 20).astype(numpy.float32)


def random_bytes(count, dtype):
    """Returns the bytes of `count` small random values: a block of them, repeated."""
    return numpy.resize(BLOCK, count).astype(dtype).tobytes()


def scaled(dimensions, shape):
    """Returns the dimensions of a tensor in another shape of model."""
    replaced = {BASE[0] * factor: shape[0] * factor for factor in (1, 2, 3, 4)} | {BASE[3]: shape[3], BASE[4]: shape[4]}
    return [replaced.get(size, size) for size in dimensions]


def layers(entries, shape, pattern):
    """Repeats the entries of the first layer of encoder and decoder for every layer; `entries` are (name, …)."""
    for name, *rest in entries:
        found = re.fullmatch(pattern, name)
        if not found:
            yield (name, *rest)
        elif found[3] == "0":
            for layer in range(shape[1] if found[2] == "encoder" else shape[2]):
                yield (f"{found[1]}{layer}{found[4]}", *rest)


# --- CTranslate2: model.bin


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def unpack(self, form):
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values[0] if len(values) == 1 else values

    def bytes(self, count):
        self.at += count
        return self.data[self.at - count : self.at]

    def string(self):
        return self.bytes(self.unpack("H"))[:-1].decode()


def string(text):
    data = text.encode() + b"\0"
    return struct.pack("<H", len(data)) + data


def write_folder(base, target, shape):
    """Writes a model for CTranslate2 to the folder `target`, from the folder of the base model."""
    target.mkdir(parents=True, exist_ok=True)
    source = Reader((base / "model.bin").read_bytes())
    version, name, revision = source.unpack("I"), source.string(), source.unpack("I")
    entries = []
    for _ in range(source.unpack("I")):
        variable, rank = source.string(), source.unpack("B")
        dimensions = [source.unpack("I") for _ in range(rank)]
        kind, size = source.unpack("BI")
        entries.append((variable, dimensions, kind, source.bytes(size)))
    aliases = [(source.string(), source.string()) for _ in range(source.unpack("I"))]
    pattern = r"((encoder|decoder)/layer_)(\d+)(/.*)"
    entries, aliases = list(layers(entries, shape, pattern)), list(layers(aliases, shape, pattern))
    with open(target / "model.bin", "wb") as out:
        out.write(struct.pack("<I", version) + string(name) + struct.pack("<II", revision, len(entries)))
        for variable, dimensions, kind, data in entries:
            wanted = scaled(dimensions, shape)
            if variable.endswith("/num_heads"):
                data = (shape[0] // HEAD_DIM).to_bytes(len(data), "little")
            elif variable.endswith("/gamma") or numpy.prod(dimensions, dtype=int) > 16:
                width = len(data) // numpy.prod(dimensions, dtype=int)
                dtype = numpy.float16 if width == 2 else numpy.float32
                count = numpy.prod(wanted, dtype=int)
                data = numpy.ones(count, dtype).tobytes() if variable.endswith("/gamma") else random_bytes(count, dtype)
            out.write(string(variable) + struct.pack("<B", len(wanted)) + struct.pack(f"<{len(wanted)}I", *wanted))
            out.write(struct.pack("<BI", kind, len(data)))
            out.write(data)
        out.write(struct.pack("<I", len(aliases)))
        for alias, variable in aliases:
            out.write(string(alias) + string(variable))
    write_vocabulary(base, target, shape)


def write_vocabulary(base, target, shape):
    tokens = (base / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[: BASE[4]]
    config = json.loads((base / "config.json").read_text())
    config["alignment_heads"] = [[shape[2] - 1, head] for head in range(6)]
    if shape[4] == BASE[4]:
        (target / "vocabulary.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8")
    else:  # one more language, after the last one
        last = max(config["lang_ids"])
        tokens.insert(last + 1, "<|yue|>")
        config["lang_ids"].append(last + 1)
        (target / "vocabulary.json").write_text(json.dumps(tokens), encoding="utf-8")
    (target / "config.json").write_text(json.dumps(config))


# --- whisper.cpp: a ggml file


def write_ggml(base, target, shape):
    """Writes a model for whisper.cpp to the file `target`, from the file of the base model in 16 bits."""
    source = Reader(base.read_bytes())
    magic, hyperparameters = source.unpack("I"), list(source.unpack("11i"))
    bands, bins = source.unpack("2i")
    source.bytes(bands * bins * 4)
    start = source.at
    for _ in range(source.unpack("i")):
        source.bytes(source.unpack("i"))
    vocabulary = source.data[start : source.at]
    entries = []
    while source.at < len(source.data):
        rank, length, kind = source.unpack("3i")
        dimensions = [source.unpack("i") for _ in range(rank)]
        name = source.bytes(length).decode()
        width = {0: 4, 1: 2}[kind]
        source.bytes(int(numpy.prod(dimensions, dtype=int)) * width)
        entries.append((name, dimensions, kind))
    heads = shape[0] // HEAD_DIM
    # n_vocab, n_audio_ctx, n_audio_state, n_audio_head, n_audio_layer, n_text_ctx, n_text_state, n_text_head, n_text_layer, n_mels, ftype
    hyperparameters[0] = shape[4]
    hyperparameters[2:5] = shape[0], heads, shape[1]
    hyperparameters[6:10] = shape[0], heads, shape[2], shape[3]
    with open(target, "wb") as out:
        out.write(struct.pack("<I11i", magic, *hyperparameters))
        out.write(struct.pack("<2i", shape[3], bins) + random_bytes(shape[3] * bins, numpy.float32))
        out.write(vocabulary)
        for name, dimensions, kind in layers(entries, shape, r"((encoder|decoder)\.blocks\.)(\d+)(\..*)"):
            wanted = scaled(dimensions, shape)
            encoded = name.encode()
            out.write(struct.pack(f"<3i{len(wanted)}i", len(wanted), len(encoded), kind, *wanted) + encoded)
            count = int(numpy.prod(wanted, dtype=int))
            norm = name.endswith(("ln.weight", "ln_post.weight"))
            dtype = {0: numpy.float32, 1: numpy.float16}[kind]
            out.write(numpy.ones(count, dtype).tobytes() if norm else random_bytes(count, dtype))
    return pathlib.Path(target)
