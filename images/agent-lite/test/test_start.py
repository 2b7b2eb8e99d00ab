import pathlib
import re
import socket
import tempfile
import unittest

from server import AUTHORIZED, CELL, end, launch, read_until, write_cell
from test_websocket import CLOSE, KEY, UPGRADE, receive


class RefusalTest(unittest.TestCase):
    def refused(self, cell):
        with tempfile.TemporaryDirectory() as state:
            if cell is not None:
                write_cell(state, cell)
            process = launch(state)
            _, errors = process.communicate(timeout=10)
            self.assertEqual(process.returncode, 78)
            return errors

    def test_without_its_cell_file_it_says_what_is_missing(self):
        self.assertIn("cell.json: No such file or directory", self.refused(None))

    def test_a_cell_file_that_is_wrong_is_named(self):
        self.assertIn("is not JSON", self.refused("{"))
        self.assertIn("'key'", self.refused({**CELL, "key": ""}))
        self.assertIn("'slug'", self.refused([]))

    def test_a_secret_is_never_in_the_message(self):
        self.assertNotIn(CELL["key"], self.refused({**CELL, "origin": None}))


class StopTest(unittest.TestCase):
    def setUp(self):
        state = tempfile.TemporaryDirectory()
        self.addCleanup(state.cleanup)
        self.state = pathlib.Path(state.name)
        write_cell(self.state, CELL)
        self.process = launch(self.state)
        self.addCleanup(end, self.process)
        port = int(re.search(r"port (\d+)", self.process.stdout.readline()).group(1))
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.addCleanup(self.sock.close)

    def stopped(self):
        self.assertEqual(self.process.wait(10), 0)

    def test_an_idle_connection_is_closed(self):
        self.sock.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        read_until(self.sock, b"true}\n")
        self.process.terminate()
        self.assertEqual(self.sock.recv(1), b"")
        self.stopped()

    def test_a_websocket_is_told(self):
        self.sock.sendall(b"GET /ws HTTP/1.1\r\n" + AUTHORIZED + UPGRADE + KEY + b"\r\n")
        read_until(self.sock, b"\r\n\r\n")
        self.process.terminate()
        opcode, payload = receive(self.sock)
        self.assertEqual((opcode, int.from_bytes(payload[:2], "big")), (CLOSE, 1001))
        self.stopped()

    def test_an_event_stream_is_ended_properly(self):
        self.sock.sendall(b"GET /events HTTP/1.1\r\n" + AUTHORIZED + b"\r\n")
        read_until(self.sock, b"id: 1")
        self.process.terminate()
        self.assertTrue(read_until(self.sock, b"0\r\n\r\n"))
        self.stopped()

    def test_an_answer_that_began_is_finished(self):
        order = b'{"stream": true, "messages": [{"role": "user", "content": "a b c d"}]}'
        head = b"POST /v1/chat/completions HTTP/1.1\r\n" + AUTHORIZED + b"Content-Length: %d\r\n\r\n" % len(order)
        self.sock.sendall(head + order)
        read_until(self.sock, b"You")
        self.process.terminate()
        self.assertTrue(read_until(self.sock, b"[DONE]"))
        self.stopped()

    def test_a_client_that_hangs_does_not_hold_it_up(self):
        self.sock.sendall(b"PUT /files/a HTTP/1.1\r\n" + AUTHORIZED + b"Content-Length: 10\r\n\r\nnew")
        self.process.terminate()
        self.stopped()


class LeftoverTest(unittest.TestCase):
    def test_what_a_killed_agent_left_half_uploaded_is_removed(self):
        with tempfile.TemporaryDirectory() as state:
            write_cell(state, CELL)
            files = pathlib.Path(state) / "files"
            files.mkdir()
            (files / ".upload-1").write_text("half")
            (files / "whole").write_text("whole")
            process = launch(state)
            self.addCleanup(end, process)
            process.stdout.readline()
            self.assertEqual([p.name for p in files.iterdir()], ["whole"])
