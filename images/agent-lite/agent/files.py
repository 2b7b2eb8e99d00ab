"""The file store: flat, in the cell's volume."""

import errno
import os

from .connection import HttpError

FILE_LIMIT = 8 * 1024 * 1024
STORE_LIMIT = 64 * 1024 * 1024
PIECE = 64 * 1024


class FileStore:
    def __init__(self, folder):
        self._folder = folder
        self._uploads = 0
        os.makedirs(folder, exist_ok=True)
        for name in os.listdir(folder):
            if name.startswith(".upload-"):
                os.unlink(f"{folder}/{name}")

    def path(self, name):
        plain = name and not name.startswith(".") and len(name.encode()) <= 200
        if not plain or not name.isprintable() or "/" in name:
            raise HttpError(400, "a file's name has 1 to 200 bytes, no slash, no control character, and no dot at its start")
        return f"{self._folder}/{name}"

    def listing(self):
        with os.scandir(self._folder) as entries:
            found = [(e.name, e.stat()) for e in entries if e.is_file() and not e.name.startswith(".")]
        return [{"name": n, "size": s.st_size, "modified": int(s.st_mtime)} for n, s in sorted(found, key=lambda f: f[0])]

    async def list(self, connection):
        await connection.answer_json(200, {"files": self.listing()})

    async def get(self, connection, name):
        try:
            file = open(self.path(name), "rb")
        except FileNotFoundError:
            raise HttpError(404, f"there is no file {name!r}") from None
        with file:
            await connection.begin("application/octet-stream", os.fstat(file.fileno()).st_size)
            while data := file.read(PIECE):
                await connection.piece(data)

    async def put(self, connection, name):
        path = self.path(name)
        request = connection.request
        if not request.chunked and "content-length" not in request.headers:
            raise HttpError(411, "say how long the file is, or send it chunked")
        room = STORE_LIMIT - sum(f["size"] for f in self.listing() if f["name"] != name)
        if room < FILE_LIMIT and request.length > room:
            raise HttpError(507, f"the file store has room for {room} more bytes")
        self._uploads += 1
        part = f"{self._folder}/.upload-{self._uploads}"
        try:
            with open(part, "wb") as file:
                async for piece in connection.body(min(FILE_LIMIT, room)):
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            status = 204 if os.path.exists(path) else 201
            os.replace(part, path)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise HttpError(507, "the disk is full") from None
        finally:
            if os.path.exists(part):
                os.unlink(part)
        await connection.answer(status)

    async def delete(self, connection, name):
        try:
            os.unlink(self.path(name))
        except FileNotFoundError:
            raise HttpError(404, f"there is no file {name!r}") from None
        await connection.answer(204)
