"""Runs the agent on a free port with a state folder of its own, and talks to it byte by byte."""

import http.client
import http.server
import itertools
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

START = pathlib.Path(__file__).parent.parent / "agent" / "start.py"
KEY = "the-cell-key"
ORIGIN = "http://abc234.agents.localhost:7401"
MODEL_KEY = "the-model-key"


class Gateway(http.server.BaseHTTPRequestHandler):
    """A model gateway whose only model repeats what it hears; "please 429" and the like make it refuse."""

    protocol_version = "HTTP/1.1"
    orders = []
    gone = threading.Event()

    def do_POST(self):
        order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = order["messages"][-1]["content"]
        said = said if isinstance(said, str) else said[0]["text"]
        Gateway.orders.append({"path": self.path, "key": self.headers["Authorization"], **order})
        refusal = re.fullmatch(r"please (\d{3})(?: (\w+))?", said)
        if refusal:
            self.say(int(refusal[1]), {"error": {"message": f"Refused with {refusal[1]}.", "type": "x", "code": refusal[2]}})
        elif said == "break off":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{")
            self.close_connection = True
        elif order.get("stream"):
            self.stream(said)
        else:
            message = {"role": "assistant", "content": f"You said: {said}"}
            self.say(200, {"object": "chat.completion", "model": order["model"], "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]})

    def say(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status >= 500:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(body)

    def stream(self, said):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for word in itertools.repeat("on and ") if said == "for ever" else f"You said: {said}".split(" "):
                self.event({"choices": [{"index": 0, "delta": {"content": word + " "}, "finish_reason": None}]})
                time.sleep(0.02)
            self.piece(b"data: [DONE]\n\n")
            self.piece(b"")
        except OSError:
            Gateway.gone.set()

    def event(self, value):
        self.piece(b"data: " + json.dumps(value).encode() + b"\n\n")

    def piece(self, data):
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def log_message(self, *_):
        pass


GATEWAY = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
GATEWAY.daemon_threads = True
threading.Thread(target=GATEWAY.serve_forever, daemon=True).start()
CELL = {"cellId": "1", "slug": "abc234", "key": KEY, "origin": ORIGIN,
        "gatewayUrl": f"http://127.0.0.1:{GATEWAY.server_port}/", "modelKey": MODEL_KEY}  # fmt: skip


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


