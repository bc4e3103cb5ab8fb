"""Serves a folder over HTTP, with ranges, for tests of downloads.

GET /NAME or /FOLDER/NAME returns the file. GET /cut/MEBIBYTES/NAME closes the connection after that many MiB, so that the client
has to resume with a range.

usage: serve-files.py FOLDER ADDRESS PORT

Logs one line for each request on standard output: METHOD PATH STATUS FIRST_BYTE.
"""

import http.server
import os
import re
import sys


class Files(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        request = re.fullmatch(r"/(?:cut/(\d+)/)?((?:[\w-][\w.-]*/)?[\w-][\w.-]*)", self.path.partition("?")[0])
        cut, name = request.groups() if request else (None, "")
        file = os.path.join(self.server.folder, name)
        if not name or not os.path.isfile(file):
            return self.refuse(404)
        size = os.path.getsize(file)
        requested_range = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        first = int(requested_range[1]) if requested_range else 0
        if requested_range and first >= size:
            return self.refuse(416, ("Content-Range", f"bytes */{size}"))
        self.send_response(206 if requested_range else 200)
        if requested_range:
            self.send_header("Content-Range", f"bytes {first}-{size - 1}/{size}")
        self.send_header("Content-Length", str(size - first))
        self.end_headers()
        self.log(206 if requested_range else 200, first)
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
        self.log(status, 0)

    def log(self, status, first):
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
