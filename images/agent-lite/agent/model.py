"""Asks the platform's model gateway, with the cell's own key, on a connection of its own for each turn."""

import json
import time

import _socket

from .connection import HEAD_LIMIT, READ, WRITE, Closed, Connection, HttpError, Request, frame, parse_fields
from .loop import Wait

MODEL = "default"
CONNECT_SECONDS = 5
ANSWER_SECONDS = 180
ANSWER_LIMIT = 8 * 1024 * 1024
ERROR_LIMIT = 64 * 1024
# What the gateway thinks of our key is no news for whoever asks us: to them a 401 is about their own.
OWN_AFFAIR = (401, 403)
NO_MODEL = "No model is configured for this agent, so it has nothing to think with. Clawstead's operator can add one."


class Model:
    def __init__(self, url, key):
        self._address = address(url)
        self._key = key if isinstance(key, str) else None

    async def ask(self, client, order):
        """The gateway's good answer, as it begins; HttpError with its words when it refuses."""
        if self._address is None or not self._key:
            raise HttpError(503, NO_MODEL)
        # The caller names the agent; which model it thinks with is the platform's affair.
        body = json.dumps({**order, "model": MODEL}).encode()
        answer = Answer(client)
        try:
            await answer.connect(self._address)
            await answer.send(self._head(len(body)) + body)
            status = await answer.begin_reading()
            if status != 200:
                raise await refusal(answer, status)
            return answer
        except BaseException:
            answer.close()
            raise

    def _head(self, length):
        host, port = self._address
        lines = ("POST /v1/chat/completions HTTP/1.1", f"Host: {host}:{port}", f"Authorization: Bearer {self._key}",
                 "Content-Type: application/json", f"Content-Length: {length}", "Connection: close", "", "")  # fmt: skip
        return "\r\n".join(lines).encode("latin-1")


def address(url):
    """Host and port of http://HOST[:PORT]; None for anything else."""
    if not isinstance(url, str) or not url.startswith("http://"):
        return None
    host, _, port = url[7:].partition("/")[0].partition(":")
    return (host, int(port or "80")) if host and (port or "80").isdigit() else None


async def refusal(answer, status):
    message = "the model gateway refused"
    try:
        error = json.loads(await answer.whole_body(ERROR_LIMIT))["error"]
        message = str(error.get("message") or message)
        if error.get("code") == "model_not_found":
            return HttpError(503, NO_MODEL)
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    if status in OWN_AFFAIR:
        return HttpError(502, "the model gateway does not take this agent's key")
    retry = answer.request.headers.get("retry-after")
    return HttpError(status, message, [("Retry-After", retry)] if retry else [])


class Answer(Connection):
    """The way to the gateway and back; while it waits it sees whether the client is still there."""

    def __init__(self, client):
        super().__init__(_socket.socket(_socket.AF_INET, _socket.SOCK_STREAM))
        self.sock.setblocking(False)
        self._client = client

    async def connect(self, address):
        try:
            self.sock.connect_ex(address)
        except OSError:
            raise HttpError(502, "the model gateway's address is not known") from None
        if not await self.ready(WRITE, time.monotonic() + CONNECT_SECONDS) or self.sock.getsockopt(_socket.SOL_SOCKET, _socket.SO_ERROR):
            raise HttpError(502, "the model gateway cannot be reached", [("Retry-After", "2")])

    async def ready(self, events, until, interruptible=False):
        while (ready := await Wait(self.fd, events, until)) is None:
            self._client.notice()
        return ready

    async def fill(self, seconds, interruptible=False):
        try:
            await super().fill(ANSWER_SECONDS)
        except (Closed, OSError):
            raise HttpError(502, "the model gateway broke off") from None

    async def begin_reading(self):
        while (end := self.buffer.find(b"\r\n\r\n")) < 0:
            if len(self.buffer) > HEAD_LIMIT:
                raise HttpError(502, "the model gateway's answer cannot be read")
            await self.fill(ANSWER_SECONDS)
        lines = bytes(self.buffer[:end]).decode("latin-1").split("\r\n")
        del self.buffer[: end + 4]
        self.request = Request()
        self.request.headers = parse_fields(lines[1:])
        frame(self.request)
        self._unread = -1 if self.request.chunked else self.request.length
        return int(lines[0].split(" ")[1])

    @property
    def is_stream(self):
        return self.request.headers.get("content-type", "").startswith("text/event-stream")

    def close(self):
        self.sock.close()
