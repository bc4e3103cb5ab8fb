"""Converts the variables of a CTranslate2 Whisper model to the names and shapes of whisper.cpp."""

import numpy as np


def tensors(variables):
    """Returns 32-bit tensors by name, in the order of the file."""
    return Renamer(variables).all()


class Renamer:
    def __init__(self, variables):
        self.variables = variables
        self.out = {}

    def all(self):
        for i in (1, 2):
            self.affine(f"encoder/conv{i}", f"encoder.conv{i}")
            # whisper.cpp adds the bias to a matrix of features by time.
            self.out[f"encoder.conv{i}.bias"] = self.out[f"encoder.conv{i}.bias"].reshape(-1, 1)
        self.out["encoder.positional_embedding"] = self.get("encoder/position_encodings/encodings")
        self.out["decoder.positional_embedding"] = self.get("decoder/position_encodings/encodings")
        self.out["decoder.token_embedding.weight"] = self.get("decoder/embeddings/weight")
        for side, last_norm in (("encoder", "ln_post"), ("decoder", "ln")):
            self.norm(f"{side}/layer_norm", f"{side}.{last_norm}")
            for layer in range(self.layers(side)):
                self.block(f"{side}/layer_{layer}", f"{side}.blocks.{layer}", side == "decoder")
        return self.out

    def layers(self, side):
        count = 0
        while f"{side}/layer_{count}/ffn/linear_0/weight" in self.variables:
            count += 1
        return count

    def block(self, source, target, has_cross_attention):
        self.norm(f"{source}/self_attention/layer_norm", f"{target}.attn_ln")
        self.split(f"{source}/self_attention/linear_0", f"{target}.attn", ("query", "key", "value"))
        self.affine(f"{source}/self_attention/linear_1", f"{target}.attn.out")
        if has_cross_attention:
            self.norm(f"{source}/attention/layer_norm", f"{target}.cross_attn_ln")
            self.affine(f"{source}/attention/linear_0", f"{target}.cross_attn.query")
            self.split(f"{source}/attention/linear_1", f"{target}.cross_attn", ("key", "value"))
            self.affine(f"{source}/attention/linear_2", f"{target}.cross_attn.out")
        self.norm(f"{source}/ffn/layer_norm", f"{target}.mlp_ln")
        self.affine(f"{source}/ffn/linear_0", f"{target}.mlp.0")
        self.affine(f"{source}/ffn/linear_1", f"{target}.mlp.2")

    def split(self, source, target, parts):
        """Splits a matrix of stacked projections. The bias of the key is zeros there, because Whisper's key has none."""
        weights = np.split(self.get(source + "/weight"), len(parts))
        biases = np.split(self.get(source + "/bias"), len(parts))
        for part, weight, bias in zip(parts, weights, biases):
            self.out[f"{target}.{part}.weight"] = weight
            if part != "key":
                self.out[f"{target}.{part}.bias"] = bias
            elif bias.any():
                raise ValueError(f"{source}/bias has nonzero values for the key, which has no bias in Whisper")

    def affine(self, source, target):
        self.out[target + ".weight"] = self.get(source + "/weight")
        self.out[target + ".bias"] = self.get(source + "/bias")

    def norm(self, source, target):
        self.out[target + ".weight"] = self.get(source + "/gamma")
        self.out[target + ".bias"] = self.get(source + "/beta")

    def get(self, name):
        return self.variables[name].astype(np.float32)
