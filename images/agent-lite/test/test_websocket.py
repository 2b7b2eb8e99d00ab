import os
import socket

from server import AUTHORIZED, ORIGIN, ServerTest, read_until

UPGRADE = b"Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def frame(opcode, payload=b"", final=True, masked=True):
    size = len(payload)
    head = bytes([(0x80 if final else 0) | opcode])
    flag = 0x80 if masked else 0
    if size < 126:
        head += bytes([flag | size])
    elif size < 65536:
        head += bytes([flag | 126]) + size.to_bytes(2, "big")
    else:
        head += bytes([flag | 127]) + size.to_bytes(8, "big")
    if not masked:
        return head + payload
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(payload))


def take(sock, size):
    data = b""
    while len(data) < size:
        piece = sock.recv(size - len(data))
        if not piece:
            raise AssertionError("closed")
        data += piece
    return data


def receive(sock):
    first, size = take(sock, 2)
    if size >= 126:
        size = int.from_bytes(take(sock, 2 if size == 126 else 8), "big")
    return first & 15, take(sock, size)


class WebSocketTest(ServerTest):
    def open(self, extra=b""):
        sock = self.raw(b"GET /ws HTTP/1.1\r\n" + AUTHORIZED + UPGRADE + KEY + extra + b"\r\n")
        self.head = read_until(sock, b"\r\n\r\n")
        return sock

    def test_the_handshake_is_the_one_of_the_rfc(self):
        self.open()
        self.assertTrue(self.head.startswith(b"HTTP/1.1 101 "))
        self.assertIn(b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", self.head)

    def test_messages_of_every_size_come_back(self):
        sock = self.open()
        for size in (0, 1, 5, 125, 126, 65535, 65536, 1024 * 1024):
            for opcode in (TEXT, BINARY):
                payload = b"x" * size if opcode == TEXT else os.urandom(size)
                sock.sendall(frame(opcode, payload))
                self.assertEqual(receive(sock), (opcode, payload))

    def test_fragments_are_joined_and_a_ping_may_come_between(self):
        sock = self.open()
        euro = "€".encode()
        sock.sendall(frame(TEXT, b"a" + euro[:1], final=False) + frame(PING, b"p") + frame(0, euro[1:], final=False) + frame(0, b"z"))
        self.assertEqual(receive(sock), (PONG, b"p"))
        self.assertEqual(receive(sock), (TEXT, b"a" + euro + b"z"))

    def test_a_close_is_answered_with_its_code(self):
        sock = self.open()
        sock.sendall(frame(CLOSE, (1000).to_bytes(2, "big") + b"bye"))
        self.assertEqual(receive(sock), (CLOSE, (1000).to_bytes(2, "big")))
        self.assertEqual(sock.recv(1), b"")

    def test_violations_close_with_the_right_code(self):
        cases = {
            frame(TEXT, b"x", masked=False): 1002,
            frame(3, b"x"): 1002,
            frame(PING, b"x" * 126): 1002,
            frame(PING, b"x", final=False): 1002,
            frame(0, b"x"): 1002,
            frame(TEXT, b"x", final=False) + frame(TEXT, b"y"): 1002,
            b"\xc1\x80\x00\x00\x00\x00": 1002,
            frame(CLOSE, b"x"): 1002,
            frame(CLOSE, (1005).to_bytes(2, "big")): 1002,
            frame(TEXT, b"\xff"): 1007,
            b"\x82\xff\x00\x00\x00\x00\x00\x10\x00\x01": 1009,
        }
        for data, code in cases.items():
            with self.subTest(data=data[:8], code=code):
                sock = self.open()
                sock.sendall(data)
                opcode, payload = receive(sock)
                self.assertEqual((opcode, int.from_bytes(payload[:2], "big")), (CLOSE, code))

    def test_what_is_no_handshake_is_refused(self):
        cases = {
            b"\r\n": b"426",
            b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n" + KEY + b"\r\n": b"426",
            UPGRADE + b"\r\n": b"400",
            UPGRADE + b"Sec-WebSocket-Key: short\r\n\r\n": b"400",
            UPGRADE + KEY + b"Origin: http://evil.agents.localhost:7401\r\n\r\n": b"403",
        }
        for rest, status in cases.items():
            with self.subTest(rest=rest):
                sock = self.raw(b"GET /ws HTTP/1.1\r\n" + AUTHORIZED + rest)
                self.assertEqual(read_until(sock, b"\r\n").split(b" ")[1], status)
        self.open(b"Origin: " + ORIGIN.encode() + b"\r\n")
        self.assertIn(b" 101 ", self.head)

    def test_a_broken_off_connection_harms_nobody(self):
        sock = self.open()
        sock.sendall(frame(TEXT, b"x" * 1000)[:500])
        sock.shutdown(socket.SHUT_RDWR)
        other = self.open()
        other.sendall(frame(TEXT, b"ok"))
        self.assertEqual(receive(other), (TEXT, b"ok"))
