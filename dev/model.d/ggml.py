"""Writes whisper.cpp's model file (ggml), with 16-bit floats or with 8-bit blocks (q8_0)."""

import base64
import struct

import numpy as np

MAGIC = 0x67676D6C
# Element types of a tensor.
F32, F16, Q8_0 = 0, 1, 8
# The header's code for the type of most tensors. Quantized files add 1000 times the version of the block layout, which is 2.
FILE_TYPES = {"f16": 1, "q8_0": 2 * 1000 + 7}
# Number of values in a block, which has one scale.
BLOCK = 32
# Tensors that whisper.cpp reads as 32-bit floats, besides all vectors.
ALWAYS_F32 = {
    "encoder.conv1.bias",
    "encoder.conv2.bias",
    "encoder.positional_embedding",
    "decoder.positional_embedding",
}


def write(path, tensors, mel_filters, vocabulary, kind):
    """Writes a model file.

    mel_filters: path of the archive of filter banks; vocabulary: path of lines with a base64 token and its rank;
    kind: f16 or q8_0.
    """
    sizes = dimensions(tensors)
    with open(path, "wb") as out:
        numbers(out, MAGIC, *sizes, FILE_TYPES[kind])
        filters = np.load(mel_filters)[f"mel_{sizes[-1]}"].astype(np.float32)
        numbers(out, *filters.shape)
        out.write(filters.tobytes())
        tokens = read_tokens(vocabulary)
        numbers(out, len(tokens))
        for token in tokens:
            numbers(out, len(token))
            out.write(token)
        for name, values in tensors.items():
            write_tensor(out, name, values, kind)


def dimensions(tensors):
    """Returns the sizes for the header. Attention heads have 64 dimensions in every Whisper model."""
    audio_context, state = tensors["encoder.positional_embedding"].shape
    text_context = tensors["decoder.positional_embedding"].shape[0]
    words = tensors["decoder.token_embedding.weight"].shape[0]
    mels = tensors["encoder.conv1.weight"].shape[1]
    heads = state // 64
    layers = {side: sum(name.startswith(side) and name.endswith("mlp.0.bias") for name in tensors) for side in ("encoder", "decoder")}
    return (words, audio_context, state, heads, layers["encoder"], text_context, state, heads, layers["decoder"], mels)


def read_tokens(path):
    with open(path, "rb") as file:
        ranked = [line.split() for line in file if line.strip()]
    return [base64.b64decode(token) for token, _ in sorted(ranked, key=lambda pair: int(pair[1]))]


def write_tensor(out, name, values, kind):
    if values.ndim == 1 or name in ALWAYS_F32:
        code, data = F32, values.astype("<f4").tobytes()
    elif kind == "q8_0" and values.ndim == 2:
        # Rounds to 16-bit floats first, as whisper.cpp's own tool does, which starts from an f16 file.
        code, data = Q8_0, q8_0(values.astype(np.float16).astype(np.float32))
    else:
        code, data = F16, values.astype("<f2").tobytes()
    encoded = name.encode()
    numbers(out, values.ndim, len(encoded), code, *reversed(values.shape))
    out.write(encoded)
    out.write(data)


def q8_0(values):
    """Returns blocks of one 16-bit scale and 32 signed bytes, rounded as ggml's quantize_row_q8_0 does."""
    blocks = values.reshape(-1, BLOCK)
    scale = np.abs(blocks).max(axis=1, keepdims=True) / np.float32(127)
    inverse = np.divide(np.float32(1), scale, out=np.zeros_like(scale), where=scale != 0)
    scaled = blocks * inverse
    # Rounds halves away from zero, as C's roundf does. numpy rounds them to the even number.
    whole = np.trunc(scaled)
    whole += np.sign(scaled) * (np.abs(scaled - whole) >= 0.5)
    packed = np.empty(len(blocks), dtype=[("scale", "<f2"), ("values", "i1", BLOCK)])
    packed["scale"] = scale[:, 0]
    packed["values"] = whole
    return packed.tobytes()


def numbers(out, *values):
    out.write(struct.pack(f"<{len(values)}i", *values))
