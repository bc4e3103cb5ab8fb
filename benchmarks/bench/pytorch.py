"""Writes the test model as a PyTorch checkpoint in OpenAI's format, which WhisperLiveKit's default policy needs."""

import importlib.util

from . import server


def checkpoint(path):
    """Writes the weights of `dev/model ct2` to a file."""
    import numpy as np
    import torch

    model = converter("ctranslate2").read(f"{server.asset('model', 'ct2')}/model.bin")
    tensors = converter("whisper").tensors(model)
    words, audio_context, state, heads, audio_layers, text_context, _, _, text_layers, mels = converter("ggml").dimensions(tensors)
    sizes = {"n_mels": mels, "n_audio_ctx": audio_context, "n_audio_state": state, "n_audio_head": heads, "n_audio_layer": audio_layers}
    sizes |= {"n_vocab": words, "n_text_ctx": text_context, "n_text_state": state, "n_text_head": heads, "n_text_layer": text_layers}
    # ggml has the biases of the convolutions as columns.
    weights = {name: torch.from_numpy(np.array(values).squeeze() if name.endswith("bias") else np.array(values)) for name, values in tensors.items()}
    torch.save({"dims": sizes, "model_state_dict": weights}, path)


def converter(name):
    """Returns a module of the converter of dev/model. One of them is named as a Python package is."""
    spec = importlib.util.spec_from_file_location(f"model_{name}", server.ROOT / "dev" / "model.d" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
