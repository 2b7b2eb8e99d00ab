"""HTTP/1.1 by RFC 9112 on one socket: requests in, bodies in both framings, answers out."""

import json
import time

from .loop import READ, WRITE, Stopping, Wait

HEAD_LIMIT = 16 * 1024
HEAD_SECONDS = 10
BODY_SECONDS = 30
IDLE_SECONDS = 90
PHRASES = {
    200: "OK", 201: "Created", 204: "No Content", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout", 411: "Length Required",
    413: "Content Too Large", 417: "Expectation Failed", 426: "Upgrade Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway",
    503: "Service Unavailable", 505: "HTTP Version Not Supported", 507: "Insufficient Storage",
}  # fmt: skip
TOKEN = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class HttpError(Exception):
    """An answer that ends the handling of a request."""

    def __init__(self, status, message, headers=()):
        super().__init__(message)
        self.status = status
        self.headers = headers


class Closed(Exception):
    """The other side went away, or was too slow."""


class Request:
    __slots__ = ("method", "path", "query", "headers", "keep_alive", "length", "chunked", "old")


class Connection:
    def __init__(self, sock):
        self.sock = sock
        self.fd = sock.fileno()
        self.buffer = bytearray()
        self.request = None
        self._unread = 0
        self._answered = False
        self._streaming = False

    async def ready(self, events, until, interruptible=False):
        return await Wait(self.fd, events, until, interruptible)

    # Reading

    async def fill(self, seconds, interruptible=False):
        """Reads some bytes into the buffer; Closed when none will come."""
        until = time.monotonic() + seconds
        while True:
            if not await self.ready(READ, until, interruptible):
                raise Closed("too slow")
            try:
                data = self.sock.recv(65536)
            except BlockingIOError:
                continue
            if not data:
                raise Closed("end of stream")
            self.buffer += data
            return

    async def next_request(self):
        """The next request on this connection; Closed when there is none."""
        self.request, self._answered, self._streaming, self._unread = None, False, False, 0
        while not self.buffer:
            await self.fill(IDLE_SECONDS, interruptible=True)
        until = time.monotonic() + HEAD_SECONDS
        while True:
            while self.buffer[:2] == b"\r\n":
                del self.buffer[:2]
            end = self.buffer.find(b"\r\n\r\n")
            if end >= 0:
                break
            if len(self.buffer) > HEAD_LIMIT:
                raise HttpError(431, "the request's header is longer than 16 KB")
            if time.monotonic() >= until:
                raise HttpError(408, "the request's header took longer than 10 seconds")
            await self.fill(HEAD_SECONDS)
        if end > HEAD_LIMIT:
            raise HttpError(431, "the request's header is longer than 16 KB")
        head = bytes(self.buffer[:end]).decode("latin-1")
        del self.buffer[: end + 4]
        self.request = parse_head(head)
        self._unread = -1 if self.request.chunked else self.request.length
        return self.request

    async def body(self, limit):
        """The body in pieces; 413 as soon as it is known to be longer than the limit."""
        request = self.request
        if request.length > limit:
            raise HttpError(413, f"the body is longer than {limit} bytes")
        if request.headers.get("expect", "").lower() == "100-continue" and self._unread:
            await self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        total = 0
        async for piece in self._chunks() if request.chunked else self._counted():
            total += len(piece)
            if total > limit:
                raise HttpError(413, f"the body is longer than {limit} bytes")
            yield piece

    async def whole_body(self, limit):
        data = bytearray()
        async for piece in self.body(limit):
            data += piece
        return bytes(data)

    async def _counted(self):
        while self._unread:
            if not self.buffer:
                await self.fill(BODY_SECONDS)
            piece = bytes(self.buffer[: self._unread])
            del self.buffer[: len(piece)]
            self._unread -= len(piece)
            yield piece

    async def _chunks(self):
        while True:
            size_text = (await self._line()).partition(b";")[0].strip()
            if not size_text or size_text.strip(b"0123456789abcdefABCDEF") or len(size_text) > 8:
                raise HttpError(400, "the size of a chunk is no hexadecimal number")
            size = int(size_text, 16)
            if not size:
                break
            while size:
                if not self.buffer:
                    await self.fill(BODY_SECONDS)
                piece = bytes(self.buffer[:size])
                del self.buffer[: len(piece)]
                size -= len(piece)
                yield piece
            if await self._line():
                raise HttpError(400, "a chunk is longer than its size")
        while await self._line():
            pass
        self._unread = 0

    async def _line(self):
        while (end := self.buffer.find(b"\r\n")) < 0:
            if len(self.buffer) > HEAD_LIMIT:
                raise HttpError(400, "a line of a chunked body is too long")
            await self.fill(BODY_SECONDS)
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 2]
        return line

    # Answering

    async def send(self, data):
        view = memoryview(data)
        while view:
            try:
                view = view[self.sock.send(view) :]
            except BlockingIOError:
                if not await self.ready(WRITE, time.monotonic() + BODY_SECONDS):
                    raise Closed("too slow") from None

    async def answer(self, status, body=b"", content_type="text/plain; charset=utf-8", headers=()):
        lines = [*headers]
        if status != 204:
            lines += [("Content-Type", content_type), ("Content-Length", str(len(body)))]
        await self._head(status, lines)
        if self.request is None or self.request.method != "HEAD":
            await self.send(body)

    async def answer_json(self, status, value, headers=()):
        await self.answer(status, json.dumps(value).encode() + b"\n", "application/json", headers)

    async def begin(self, content_type, length=None):
        """Starts an answer that is sent piece by piece."""
        lines = [("Content-Type", content_type), ("Cache-Control", "no-store")]
        if length is not None:
            lines.append(("Content-Length", str(length)))
        elif self.request.old:
            self.request.keep_alive = False
        else:
            self._streaming = True
            lines.append(("Transfer-Encoding", "chunked"))
        await self._head(200, lines)

    async def piece(self, data):
        if self.request.method != "HEAD":
            await self.send(b"%x\r\n%b\r\n" % (len(data), data) if self._streaming else data)

    async def end(self):
        if self._streaming and self.request.method != "HEAD":
            await self.send(b"0\r\n\r\n")

    async def pause(self, until, interruptible=False):
        """Waits for a moment while it watches that the client is still there."""
        while await Wait(self.fd, READ, until, interruptible):
            self.notice()

    def notice(self):
        """Takes in what the client sends while it waits for us; Closed when it has gone."""
        try:
            data = self.sock.recv(4096)
        except BlockingIOError:
            return
        if not data:
            raise Closed("end of stream")
        self.buffer += data
        if len(self.buffer) > HEAD_LIMIT:
            raise Closed("a client that sends but does not listen")

    async def _head(self, status, lines):
        self._answered = True
        request = self.request
        # A body left unread would be taken for the next request.
        keep = request is not None and request.keep_alive and not self._unread
        if request is not None:
            request.keep_alive = keep
        text = "".join(f"{name}: {value}\r\n" for name, value in lines)
        text += "X-Content-Type-Options: nosniff\r\n" + ("" if keep else "Connection: close\r\n")
        await self.send(f"HTTP/1.1 {status} {PHRASES.get(status, 'Other')}\r\n{text}\r\n".encode("latin-1"))

    async def fail(self, error):
        """Answers with an error, if an answer did not already begin."""
        if self._answered:
            raise Closed("an answer broke off")
        message = {"error": {"message": str(error), "type": PHRASES[error.status].lower().replace(" ", "_")}}
        await self.answer_json(error.status, message, error.headers)

    async def drain(self):
        """Takes in a little of what a refused client still sends, so that it can read the answer."""
        try:
            self.sock.shutdown(1)
            for _ in range(64):
                self.buffer.clear()
                await self.fill(1, interruptible=True)
        except (Closed, OSError, Stopping):
            pass


def parse_head(head):
    lines = head.split("\r\n")
    parts = lines[0].split(" ")
    if len(parts) != 3 or not parts[0] or not TOKEN.issuperset(parts[0]):
        raise HttpError(400, "the request line is not METHOD TARGET VERSION")
    if parts[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise HttpError(505, "only HTTP/1.1 and HTTP/1.0 are spoken here")
    request = Request()
    request.method = parts[0]
    request.path, _, request.query = parts[1].partition("?")
    if not request.path.startswith("/"):
        raise HttpError(400, "the request's target must begin with /")
    request.headers = parse_fields(lines[1:])
    if parts[2] == "HTTP/1.1" and "host" not in request.headers:
        raise HttpError(400, "the Host header is missing")
    request.old = parts[2] == "HTTP/1.0"
    connection = request.headers.get("connection", "").lower()
    request.keep_alive = "close" not in connection and (not request.old or "keep-alive" in connection)
    frame(request)
    return request


def parse_fields(lines):
    headers = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or not TOKEN.issuperset(name):
            raise HttpError(400, "a header line is malformed")
        name = name.lower()
        if name in headers and name in ("content-length", "host", "authorization", "transfer-encoding"):
            raise HttpError(400, f"the header {name} is there twice")
        value = value.strip(" \t")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def frame(request):
    """How long the body is, without the doubts that request smuggling lives on."""
    length = request.headers.get("content-length")
    coding = request.headers.get("transfer-encoding")
    request.chunked, request.length = coding is not None, 0
    if coding is not None:
        if length is not None:
            raise HttpError(400, "Content-Length and Transfer-Encoding exclude each other")
        if coding.lower() != "chunked":
            raise HttpError(501, "the only transfer coding known here is chunked")
    elif length is not None:
        if not (length.isascii() and length.isdigit() and len(length) < 16):
            raise HttpError(400, "Content-Length is no number")
        request.length = int(length)
