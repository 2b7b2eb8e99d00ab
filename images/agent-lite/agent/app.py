"""What answers where, and to whom."""

import binascii
import json
import math
import sys
import time

from _operator import _compare_digest

from . import websocket
from .chat import Chat, models
from .connection import Closed, HttpError
from .files import FileStore
from .loop import Stopping


class App:
    def __init__(self, cell, state, page):
        self._origin = cell["origin"].rstrip("/")
        self._authorization = f"Bearer {cell['key']}".encode()
        slug, name = escape(cell["slug"]), escape(str(cell.get("name") or "Your agent"))
        self._page = page.replace("{{slug}}", slug).replace("{{name}}", name).encode()
        self._files = FileStore(f"{state}/files")
        self._chat = Chat(cell, state)

    async def serve(self, connection):
        """Answers every request of one connection."""
        try:
            while True:
                try:
                    await self._handle(connection, await connection.next_request())
                except HttpError as error:
                    await connection.fail(error)
                except (Closed, OSError, Stopping):
                    raise
                except Exception as error:
                    print(f"agent-lite: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
                    await connection.fail(HttpError(500, "the agent made a mistake"))
                if connection.request is None or not connection.request.keep_alive:
                    await connection.drain()
                    return
        except (Closed, OSError, Stopping):
            pass
        finally:
            connection.sock.close()

    async def _handle(self, connection, request):
        path, method = request.path, request.method
        if path == "/healthz":
            allow(method, "GET", "HEAD")
            await connection.answer_json(200, {"ok": True})
            return
        self._admit(request)
        if path.startswith("/files/"):
            await self._file(connection, unquote(path[7:]))
        elif path == "/v1/chat/completions":
            allow(method, "POST")
            await self._chat.complete(connection)
        elif path in ("/", "/events", "/ws", "/v1/models"):
            allow(method, "GET", "HEAD")
            await {"/": self._home, "/events": events, "/ws": websocket.echo, "/v1/models": models}[path](connection)
        else:
            raise HttpError(404, f"there is nothing at {path}")

    def _admit(self, request):
        given = request.headers.get("authorization", "").encode("latin-1")
        if not _compare_digest(given, self._authorization):
            raise HttpError(401, "the cell's key is needed", [("WWW-Authenticate", "Bearer")])
        # Other agents' pages are the same site to a browser, so its cookie rules do not keep them out.
        origin = request.headers.get("origin")
        writes = request.method not in ("GET", "HEAD") or "upgrade" in request.headers
        if writes and origin is not None and origin != self._origin:
            raise HttpError(403, f"requests from {origin} are not taken, only from {self._origin}")

    async def _home(self, connection):
        policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'"
        await connection.answer(200, self._page, "text/html; charset=utf-8", [("Content-Security-Policy", policy)])

    async def _file(self, connection, name):
        method = connection.request.method
        if not name:
            allow(method, "GET", "HEAD")
            await self._files.list(connection)
            return
        allow(method, "GET", "HEAD", "PUT", "DELETE")
        if method == "PUT":
            await self._files.put(connection, name)
        elif method == "DELETE":
            await self._files.delete(connection, name)
        else:
            await self._files.get(connection, name)


async def events(connection):
    """One tick a second until the client goes. Whole seconds, so that many clients are one wake-up."""
    last = connection.request.headers.get("last-event-id", "")
    number = int(last) + 1 if last.isascii() and last.isdigit() and len(last) < 16 else 1
    await connection.begin("text/event-stream")
    if connection.request.method == "HEAD":
        return
    try:
        await tick(connection, number)
    except Stopping:
        await connection.end()
        raise


async def tick(connection, number):
    while True:
        data = json.dumps({"tick": number, "time": int(time.time())})
        await connection.piece(f"id: {number}\nevent: tick\ndata: {data}\n\n".encode())
        number += 1
        await connection.pause(math.floor(time.monotonic()) + 1, interruptible=True)


def allow(method, *methods):
    if method not in methods:
        raise HttpError(405, f"{method} is not possible here", [("Allow", ", ".join(methods))])


def unquote(text):
    first, *rest = text.encode("latin-1").split(b"%")
    try:
        return (first + b"".join(binascii.unhexlify(part[:2]) + part[2:] for part in rest)).decode()
    except ValueError:
        raise HttpError(400, "the path is not percent-encoded UTF-8") from None


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
