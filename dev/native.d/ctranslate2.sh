# shellcheck shell=bash
# shellcheck disable=SC2154 # The scripts that source this file set `here`.
# Fetches CTranslate2's library and headers. Sourced by dev/native and dev/check-native.
#
# The library comes from a wheel of the Python registry, and the headers from a crate of the Rust registry that contains
# CTranslate2's source of the same version. pip and cargo fetch them with the mirrors and proxies of your settings. Both are
# pinned by checksum.
ctranslate2_version=4.8.4
crate=ct2rs crate_version=0.10.3
crate_sha256=edf9167bb229e98360fe2ae650bf44936bf043f11cf6e620994bd0ef51c6cf8c
# Folders: lib has the libraries, include the headers, licences the licences of both.
ctranslate2=$CACHE/native/ctranslate2-$ctranslate2_version-$crate_version/$(uname -m)

# fetch_ctranslate2: fetches the folder $ctranslate2, unless it exists.
fetch_ctranslate2() {
  if [ -d "$ctranslate2" ]; then return; fi
  local tmp
  mkdir -p "$(dirname "$ctranslate2")"
  # Beside its destination, so that the last step is a rename and no other process finds an incomplete folder.
  tmp=$(mktemp -d "$(dirname "$ctranslate2")/fetch.XXXXXX")
  if ! (fetch_ctranslate2_into "$tmp"); then
    rm -rf "$tmp"
    exit 1
  fi
  rm -rf "$ctranslate2"
  mv "$tmp/out" "$ctranslate2"
  rm -rf "$tmp"
}

# fetch_ctranslate2_into DIR: downloads the wheel and the crate, and copies what is needed to DIR/out.
fetch_ctranslate2_into() {
  set -e
  local tmp=$1 headers part
  mkdir -p "$tmp/out/lib" "$tmp/out/licences" "$tmp/crate/src"
  say "fetching CTranslate2 $ctranslate2_version ($([ "$(uname -m)" = x86_64 ] && echo 42 || echo 19) MB)"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
    --implementation cp --python-version 3.11 --abi cp311 --platform "manylinux_2_28_$(uname -m)" \
    --dest "$tmp" --requirement "$here/native.d/requirements.txt" >&2 ||
    die "CTranslate2 could not be fetched: is the Python registry reachable (pip config list), and does the checksum match?"
  unpack_zip "$tmp"/ctranslate2-"$ctranslate2_version"-*.whl "$tmp/wheel"
  cp "$tmp"/wheel/ctranslate2.libs/*.so* "$tmp/out/lib/"

  say "fetching CTranslate2's headers"
  cat >"$tmp/crate/Cargo.toml" <<MANIFEST
[package]
name = "headers"
version = "0.0.0"
edition = "2021"
[dependencies]
$crate = { version = "=$crate_version", default-features = false }
MANIFEST
  : >"$tmp/crate/src/lib.rs"
  (cd "$tmp/crate" && cargo vendor --quiet "$tmp/vendor" >/dev/null) ||
    die "the crate $crate could not be fetched: is the Rust registry reachable? cargo 1.85 or newer is needed, this is $(cargo --version)"
  # cargo has checked the archive against this checksum, and this line checks it against the pinned one.
  grep -q "\"package\":\"$crate_sha256\"" "$tmp/vendor/$crate/.cargo-checksum.json" ||
    die "the crate $crate $crate_version has another checksum than $crate_sha256"
  headers=$tmp/vendor/$crate/CTranslate2
  grep -q "\"$ctranslate2_version\"" "$headers/python/ctranslate2/version.py" ||
    die "the crate's headers are not those of CTranslate2 $ctranslate2_version"
  cp -r "$headers/include" "$tmp/out/include"
  cp "$headers/LICENSE" "$tmp/out/licences/ctranslate2.txt"
  for part in cpu_features cutlass ruy spdlog thrust; do
    cp "$headers/third_party/$part"/LICENSE* "$tmp/out/licences/$part.txt"
  done
}
