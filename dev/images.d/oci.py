"""Packs folders as a container image.

usage: oci.py NAME:TAG CONFIG_JSON OUT.tar LAYER_DIR...

Writes an OCI image layout as one tar archive, which `ctr images import`, `docker load`, `podman load` and `skopeo` read. Each folder
becomes one layer. The same folders give the same bytes: entries are sorted, belong to root, and have the same time. CONFIG_JSON is the
"config" part of the image's configuration (Entrypoint, User, Env, Labels, ...).
"""

import gzip
import hashlib
import io
import json
import os
import platform
import sys
import tarfile

# The build time, equal to project.build.outputTimestamp in pom.xml, in seconds since 1970.
TIME = 1767225600
CREATED = "2026-01-01T00:00:00Z"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__.strip())
    name, config, out, *folders = sys.argv[1:]
    blobs = {}
    layers, diff_ids = [], []
    for folder in folders:
        tar = layer(folder)
        diff_ids.append(sha256(tar))
        layers.append(put(blobs, LAYER, gzip.compress(tar, compresslevel=6, mtime=0)))
    image = {
        "architecture": ARCHITECTURES[platform.machine()],
        "os": "linux",
        "created": CREATED,
        "config": json.loads(config),
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
    }
    config_descriptor = put(blobs, CONFIG, encode(image))
    manifest = put(blobs, MANIFEST, encode({"schemaVersion": 2, "mediaType": MANIFEST, "config": config_descriptor, "layers": layers}))
    manifest["platform"] = {"architecture": image["architecture"], "os": "linux"}
    manifest["annotations"] = {"io.containerd.image.name": name, "org.opencontainers.image.ref.name": name.rsplit(":", 1)[1]}
    files = {"blobs/sha256/" + digest.removeprefix("sha256:"): data for digest, data in blobs.items()}
    files["oci-layout"] = encode({"imageLayoutVersion": "1.0.0"})
    files["index.json"] = encode({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.index.v1+json", "manifests": [manifest]})
    # Older versions of `docker load` read this file instead of the OCI layout.
    files["manifest.json"] = encode([{"Config": path(config_descriptor), "RepoTags": [name], "Layers": [path(blob) for blob in layers]}])
    write(out, files)
    print(f"{name}  {os.path.getsize(out) / 2**20:.1f} MiB  {manifest['digest']}")


def layer(folder):
    """Returns the folder as an uncompressed tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for place, folders, names in os.walk(folder):
            folders.sort()
            links = [name for name in folders if os.path.islink(os.path.join(place, name))]
            if place != folder:
                add(tar, folder, place)
            for name in sorted(names + links):
                add(tar, folder, os.path.join(place, name))
    return buffer.getvalue()


def add(tar, folder, place):
    """Adds a file, folder or link with the fixed owner, time and mode."""
    entry = tar.gettarinfo(place, os.path.relpath(place, folder))
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mtime = TIME
    # Hard links become separate files in the image.
    if entry.islnk():
        entry.type, entry.linkname, entry.size = tarfile.REGTYPE, "", os.path.getsize(place)
    if entry.isreg():
        entry.mode = 0o755 if entry.mode & 0o100 else 0o644
        with open(place, "rb") as file:
            tar.addfile(entry, file)
    else:
        if entry.isdir():
            entry.mode = 0o1777 if os.path.relpath(place, folder) == "tmp" else 0o755
        tar.addfile(entry)


def write(out, files):
    """Writes the archive beside its destination and then renames it."""
    with tarfile.open(out + ".part", "w", format=tarfile.GNU_FORMAT) as tar:
        for name in sorted(files):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mtime = len(files[name]), TIME
            tar.addfile(entry, io.BytesIO(files[name]))
    os.replace(out + ".part", out)


def put(blobs, media_type, data):
    """Stores a blob and returns its descriptor."""
    digest = sha256(data)
    blobs[digest] = data
    return {"mediaType": media_type, "digest": digest, "size": len(data)}


def path(descriptor):
    return "blobs/sha256/" + descriptor["digest"].removeprefix("sha256:")


def sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def encode(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


main()
