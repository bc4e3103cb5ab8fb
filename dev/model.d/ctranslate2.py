"""Reads a Whisper model in CTranslate2's binary format (version 6, 16- or 32-bit floats)."""

import struct

import numpy as np

# Element types of floats, by the format's codes.
TYPES = {0: np.float32, 4: np.float16}


def read(path):
    """Returns the variables of the model file, by name."""
    with open(path, "rb") as file:
        data = memoryview(file.read())
    reader = Reader(data)
    version = reader.number("I")
    if version != 6:
        raise ValueError(f"{path} has version {version} of the format; version 6 is supported")
    spec = reader.text()
    if spec != "WhisperSpec":
        raise ValueError(f"{path} holds a {spec}, not a Whisper model")
    reader.number("I")  # revision of the specification
    variables = dict(reader.variable() for _ in range(reader.number("I")))
    for _ in range(reader.number("I")):
        alias, name = reader.text(), reader.text()
        variables[alias] = variables[name]
    if reader.remaining():
        raise ValueError(f"{path} has {reader.remaining()} bytes after its last variable")
    return variables


class Reader:
    """Reads the file's bytes in order. All numbers are little-endian."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def remaining(self):
        return len(self.data) - self.at

    def take(self, size):
        if size > self.remaining():
            raise ValueError(f"the model file ends at byte {len(self.data)}, {size - self.remaining()} bytes too early")
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self, code):
        layout = "<" + code
        return struct.unpack(layout, self.take(struct.calcsize(layout)))[0]

    def text(self):
        return bytes(self.take(self.number("H"))).rstrip(b"\0").decode()

    def variable(self):
        name = self.text()
        shape = [self.number("I") for _ in range(self.number("B"))]
        code = self.number("B")
        values = self.take(self.number("I"))
        if code not in TYPES:
            if not shape:  # a flag or setting, which the conversion does not need
                return name, None
            raise ValueError(f"{name} has element type {code}; 32-bit (0) and 16-bit (4) floats are supported")
        return name, np.frombuffer(values, TYPES[code]).reshape(shape)
