"""Converts a CTranslate2 Whisper model to a whisper.cpp model file.

usage: convert.py f16|q8_0 MODEL_BIN MEL_FILTERS_NPZ TIKTOKEN_FILE OUT
"""

import sys

import ctranslate2
import ggml
import whisper


def main():
    if len(sys.argv) != 6 or sys.argv[1] not in ggml.FILE_TYPES:
        sys.exit(__doc__.strip())
    kind, model, mel_filters, vocabulary, out = sys.argv[1:]
    ggml.write(out, whisper.tensors(ctranslate2.read(model)), mel_filters, vocabulary, kind)


main()
