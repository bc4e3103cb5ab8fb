"""Serves a folder over HTTP, with ranges, for tests of downloads: GET /NAME or /FOLDER/NAME is the file; GET
/cut/MEBIBYTES/NAME ends each transfer after that much, so that a client has to go on from there.

usage: serve-files.py FOLDER ADDRESS PORT

Logs one line a request on standard output: METHOD PATH STATUS FIRST_BYTE.
"""

import http.server
import os
import re
import sys


class Files(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked_for = re.fullmatch(r"/(?:cut/(\d+)/)?((?:[\w-][\w.-]*/)?[\w-][\w.-]*)", self.path.partition("?")[0])
        cut, name = asked_for.groups() if asked_for else (None, "")
        file = os.path.join(self.server.folder, name)
        if not name or not os.path.isfile(file):
            return self.refuse(404)
        size = os.path.getsize(file)
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        first = int(asked[1]) if asked else 0
        if asked and first >= size:
            return self.refuse(416, ("Content-Range", f"bytes */{size}"))
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {first}-{size - 1}/{size}")
        self.send_header("Content-Length", str(size - first))
        self.end_headers()
        self.say(206 if asked else 200, first)
        left = min(size - first, int(cut) << 20) if cut else size - first
        with open(file, "rb") as data:
            data.seek(first)
            while left > 0 and (block := data.read(min(left, 1 << 20))):
                self.wfile.write(block)
                left -= len(block)
        self.close_connection = cut is not None

    def refuse(self, status, *headers):
        self.send_response(status)
        for header in headers:
            self.send_header(*header)
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.say(status, 0)

    def say(self, status, first):
        print(self.command, self.path, status, first, flush=True)

    def log_request(self, *_):
        pass


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    server = http.server.ThreadingHTTPServer((sys.argv[2], int(sys.argv[3])), Files)
    server.folder = sys.argv[1]
    server.serve_forever()


main()
