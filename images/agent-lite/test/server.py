"""Runs the agent on a free port with a state folder of its own, and talks to it byte by byte."""

import http.client
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import unittest

START = pathlib.Path(__file__).parent.parent / "agent" / "start.py"
KEY = "the-cell-key"
ORIGIN = "http://abc234.agents.localhost:7401"
CELL = {"cellId": "1", "slug": "abc234", "key": KEY, "origin": ORIGIN, "gatewayUrl": "http://gateway", "modelKey": "the-model-key"}


def launch(state):
    environment = {"AGENT_STATE": str(state), "AGENT_PORT": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", str(START)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def write_cell(state, cell):
    folder = pathlib.Path(state) / ".clawstead"
    folder.mkdir(exist_ok=True)
    (folder / "cell.json").write_text(cell if isinstance(cell, str) else json.dumps(cell))


def end(process):
    if process.poll() is None:
        process.terminate()
    process.wait(10)
    process.stdout.close()
    process.stderr.close()


class ServerTest(unittest.TestCase):
    """A server for each test class; subclasses use get, send and raw."""

    @classmethod
    def setUpClass(cls):
        state = tempfile.TemporaryDirectory()
        cls.addClassCleanup(state.cleanup)
        cls.state = pathlib.Path(state.name)
        write_cell(cls.state, CELL)
        cls.process = launch(cls.state)
        cls.addClassCleanup(end, cls.process)
        cls.port = int(re.search(r"port (\d+)", cls.process.stdout.readline()).group(1))

    def connection(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.addCleanup(connection.close)
        return connection

    def send(self, method, path, body=None, key=KEY, **headers):
        connection = self.connection()
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        connection.request(method, path, body, headers)
        return connection.getresponse()

    def json(self, method, path, body=None, **headers):
        response = self.send(method, path, None if body is None else json.dumps(body), **headers)
        return response.status, json.loads(response.read())

    def raw(self, data=b""):
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.addCleanup(sock.close)
        sock.sendall(data)
        return sock

    def answer_to(self, data):
        """Everything the server says to these bytes, until it closes."""
        sock = self.raw(data)
        return b"".join(iter(lambda: sock.recv(65536), b""))


AUTHORIZED = f"Host: x\r\nAuthorization: Bearer {KEY}\r\n".encode()


def read_until(sock, end_mark):
    data = b""
    while end_mark not in data:
        piece = sock.recv(65536)
        if not piece:
            raise AssertionError(f"closed after {data!r}")
        data += piece
    return data


