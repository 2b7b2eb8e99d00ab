"""WebSocket by RFC 6455: echoes what it is sent."""

import binascii
import time

import _sha1

from .connection import Closed, HttpError
from .loop import Stopping

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
MESSAGE_LIMIT = 1024 * 1024
IDLE_SECONDS = 60
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


class ProtocolError(Exception):
    """A frame that ends the connection, with the code that says why."""

    def __init__(self, code, reason):
        super().__init__(reason)
        self.code = code


async def echo(connection):
    await shake_hands(connection)
    try:
        await converse(connection)
    except ProtocolError as error:
        await send_frame(connection, CLOSE, error.code.to_bytes(2, "big") + str(error).encode())
    except Stopping:
        await send_frame(connection, CLOSE, (1001).to_bytes(2, "big") + b"the agent is stopping")
    raise Closed("the WebSocket ended")


async def shake_hands(connection):
    headers = connection.request.headers
    if headers.get("upgrade", "").lower() != "websocket" or "upgrade" not in headers.get("connection", "").lower():
        raise HttpError(426, "this path speaks WebSocket", [("Upgrade", "websocket")])
    if headers.get("sec-websocket-version") != "13":
        raise HttpError(426, "only WebSocket version 13 is spoken here", [("Sec-WebSocket-Version", "13")])
    key = headers.get("sec-websocket-key", "").encode("latin-1")
    try:
        valid = len(binascii.a2b_base64(key)) == 16
    except binascii.Error:
        valid = False
    if not valid:
        raise HttpError(400, "Sec-WebSocket-Key must be 16 bytes in base64")
    accept = binascii.b2a_base64(_sha1.sha1(key + GUID).digest(), newline=False)
    await connection.send(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
    )


async def converse(connection):
    kind, message = None, bytearray()
    while True:
        final, opcode, payload = await receive_frame(connection)
        if opcode == PING:
            await send_frame(connection, PONG, payload)
        elif opcode == CLOSE:
            await send_frame(connection, CLOSE, closing(payload))
            return
        elif opcode in (TEXT, BINARY, CONTINUATION):
            if (opcode == CONTINUATION) != (kind is not None):
                raise ProtocolError(1002, "a fragment out of its place")
            kind = kind or opcode
            message += payload
            if len(message) > MESSAGE_LIMIT:
                raise ProtocolError(1009, "a message may have 1 MB")
            if final:
                check_text(kind, message)
                await send_frame(connection, kind, message)
                kind, message = None, bytearray()


def closing(payload):
    if not payload:
        return b""
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or not (1000 <= code <= 1014 and code not in (1004, 1005, 1006) or 3000 <= code <= 4999):
        raise ProtocolError(1002, "not a valid close code")
    check_text(TEXT, payload[2:])
    return payload[:2]


def check_text(kind, message):
    if kind == TEXT:
        try:
            message.decode()
        except UnicodeDecodeError:
            raise ProtocolError(1007, "text that is not UTF-8") from None


async def receive_frame(connection):
    first, second = await take(connection, 2)
    opcode, length = first & 15, second & 127
    if first & 0x70:
        raise ProtocolError(1002, "reserved bits are set")
    if opcode not in (CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG):
        raise ProtocolError(1002, "an unknown opcode")
    if opcode >= CLOSE and (length > 125 or not first & 0x80):
        raise ProtocolError(1002, "a control frame is long or fragmented")
    if not second & 0x80:
        raise ProtocolError(1002, "a client's frame must be masked")
    if length >= 126:
        length = int.from_bytes(await take(connection, 2 if length == 126 else 8), "big")
    if length > MESSAGE_LIMIT:
        raise ProtocolError(1009, "a message may have 1 MB")
    mask = await take(connection, 4)
    return first & 0x80, opcode, unmask(await take(connection, length), mask)


def unmask(data, mask):
    # One big number instead of a loop over bytes: a thousand times faster here.
    size = len(data)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(data, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")


async def take(connection, size):
    pinged = False
    last = time.monotonic()
    while len(connection.buffer) < size:
        try:
            await connection.fill(IDLE_SECONDS, interruptible=True)
        except Closed:
            if pinged or time.monotonic() - last < IDLE_SECONDS:
                raise
            # Silence: a dead peer does not answer a ping.
            await send_frame(connection, PING, b"")
            pinged, last = True, time.monotonic()
        else:
            pinged, last = False, time.monotonic()
    data = bytes(connection.buffer[:size])
    del connection.buffer[:size]
    return data


async def send_frame(connection, opcode, payload):
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, size))
    elif size < 65536:
        head = bytes((0x80 | opcode, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 127)) + size.to_bytes(8, "big")
    await connection.send(head + payload)
