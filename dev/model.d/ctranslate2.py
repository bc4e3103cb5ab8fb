"""Reads a Whisper model in CTranslate2's binary format (version 6, 16- or 32-bit floats)."""

import struct

import numpy as np

# Codes of the format's element types that a Whisper model of floats is made of.
TYPES = {0: np.float32, 4: np.float16}


def read(path):
    """Returns the variables of the model file by their names."""
    with open(path, "rb") as file:
        data = memoryview(file.read())
    reader = Reader(data)
    version = reader.number("I")
    if version != 6:
        raise ValueError(f"{path} has version {version} of the format; version 6 is understood")
    spec = reader.text()
    if spec != "WhisperSpec":
        raise ValueError(f"{path} holds a {spec}, not a Whisper model")
    reader.number("I")  # revision of the specification
    variables = dict(reader.variable() for _ in range(reader.number("I")))
    for _ in range(reader.number("I")):
        alias, name = reader.text(), reader.text()
        variables[alias] = variables[name]
    if reader.left():
        raise ValueError(f"{path} has {reader.left()} bytes after its last variable")
    return variables


class Reader:
    """Walks over the file's bytes; every number is little-endian."""

    def __init__(self, data):
        self.data = data
        self.at = 0

    def left(self):
        return len(self.data) - self.at

    def take(self, size):
        if size > self.left():
            raise ValueError(f"the model file ends at byte {len(self.data)}, {size - self.left()} bytes too early")
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
            if not shape:  # a flag or setting, which the conversion does not read
                return name, None
            raise ValueError(f"{name} has element type {code}; 32-bit (0) and 16-bit (4) floats are understood")
        return name, np.frombuffer(values, TYPES[code]).reshape(shape)
