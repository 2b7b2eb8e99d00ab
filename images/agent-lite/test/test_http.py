import socket

from server import AUTHORIZED, KEY, ORIGIN, ServerTest, read_until


class AccessTest(ServerTest):
    def test_health_is_open(self):
        response = self.send("GET", "/healthz", key=None)
        self.assertEqual((response.status, response.read()), (200, b'{"ok": true}\n'))

    def test_everything_else_wants_the_key(self):
        for path in ("/", "/events", "/ws", "/v1/models", "/files/", "/files/a", "/nothing"):
            for key in (None, "wrong", KEY + "x", ""):
                with self.subTest(path=path, key=key):
                    response = self.send("GET", path, key=key)
                    self.assertEqual((response.status, response.getheader("WWW-Authenticate")), (401, "Bearer"))

    def test_a_page_of_another_origin_may_not_write(self):
        self.assertEqual(self.send("PUT", "/files/o", b"x", Origin="http://evil.agents.localhost:7401").status, 403)
        self.assertEqual(self.send("PUT", "/files/o", b"x", Origin=ORIGIN).status, 201)
        self.assertEqual(self.send("PUT", "/files/o", b"x").status, 204)

    def test_the_page_shows_the_slug(self):
        response = self.send("GET", "/")
        self.assertIn("text/html", response.getheader("Content-Type"))
        self.assertIn(b"abc234", response.read())

    def test_unknown_paths_and_methods_are_named(self):
        self.assertEqual(self.json("GET", "/nothing")[0], 404)
        response = self.send("DELETE", "/v1/models")
        self.assertEqual((response.status, response.getheader("Allow")), (405, "GET, HEAD"))
        self.assertEqual(self.send("GET", "/v1/chat/completions").status, 405)


class ProtocolTest(ServerTest):
    def test_one_connection_carries_many_requests(self):
        connection = self.connection()
        for _ in range(3):
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            self.assertIsNotNone(connection.sock)

    def test_pipelined_requests_are_answered_in_order(self):
        sock = self.raw(b"GET /v1/models HTTP/1.1\r\n" + AUTHORIZED + b"\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        data = read_until(sock, b'{"ok": true}\n')
        self.assertLess(data.index(b"agent-lite"), data.index(b'{"ok": true}'))

    def test_head_has_no_body(self):
        answer = self.answer_to(b"HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 OK\r\n"))
        self.assertTrue(answer.endswith(b"\r\n\r\n"))

    def test_a_request_may_arrive_byte_by_byte(self):
        sock = self.raw()
        for byte in b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n":
            sock.sendall(bytes([byte]))
        self.assertIn(b"200 OK", read_until(sock, b"true"))

    def test_http_1_0_is_answered_without_chunks(self):
        order = b'{"stream": true, "messages": [{"role": "user", "content": "hi"}]}'
        head = b"POST /v1/chat/completions HTTP/1.0\r\n" + AUTHORIZED + b"Content-Length: %d\r\n\r\n" % len(order)
        answer = self.answer_to(head + order)
        self.assertNotIn(b"chunked", answer)
        self.assertTrue(answer.endswith(b"data: [DONE]\n\n"))

    def test_malformed_requests_are_refused_and_the_connection_closed(self):
        cases = {
            b"GET\r\n\r\n": 400,
            b"GET /healthz HTTP/2.0\r\nHost: x\r\n\r\n": 505,
            b"GET /healthz HTTP/1.1\r\n\r\n": 400,
            b"GET healthz HTTP/1.1\r\nHost: x\r\n\r\n": 400,
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n": 400,
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n": 400,
            b"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n": 400,
            b"PUT /files/a HTTP/1.1\r\n" + AUTHORIZED + b"Content-Length: -1\r\n\r\n": 400,
            b"PUT /files/a HTTP/1.1\r\n" + AUTHORIZED + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n": 400,
            b"PUT /files/a HTTP/1.1\r\n" + AUTHORIZED + b"Transfer-Encoding: gzip\r\n\r\n": 501,
            b"PUT /files/a HTTP/1.1\r\n" + AUTHORIZED + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n": 400,
            b"PUT /files/a HTTP/1.1\r\n" + AUTHORIZED + b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n": 400,
            b"PUT /files/a HTTP/1.1\r\n" + AUTHORIZED + b"Connection: close\r\n\r\n": 411,
            b"GET /files/%zz HTTP/1.1\r\n" + AUTHORIZED + b"Connection: close\r\n\r\n": 400,
            b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 20000 + b"\r\n\r\n": 431,
        }
        for data, status in cases.items():
            with self.subTest(data=data[:80]):
                sock = self.raw(data)
                sock.shutdown(socket.SHUT_WR)
                self.assertEqual(read_until(sock, b"\r\n").split(b" ")[1], str(status).encode())
                while sock.recv(65536):
                    pass
        self.assertEqual(self.json("GET", "/files/")[1], {"files": []})

    def test_a_client_may_ask_before_it_sends(self):
        sock = self.raw(b"PUT /files/asked HTTP/1.1\r\n" + AUTHORIZED + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        self.assertEqual(read_until(sock, b"\r\n\r\n"), b"HTTP/1.1 100 Continue\r\n\r\n")
        sock.sendall(b"ok")
        self.assertIn(b"201 Created", read_until(sock, b"\r\n\r\n"))
        self.assertEqual(self.send("DELETE", "/files/asked").status, 204)

    def test_hundreds_of_connections_stay_open_together(self):
        first = b"GET /events HTTP/1.1\r\n" + AUTHORIZED + b"\r\n"
        socks = [self.raw(first) for _ in range(300)]
        for sock in socks:
            read_until(sock, b"id: 1\nevent: tick\n")
        self.assertEqual(self.send("GET", "/healthz").status, 200)


class EventsTest(ServerTest):
    def test_ticks_go_on_with_ids(self):
        response = self.send("GET", "/events")
        self.assertEqual(response.getheader("Content-Type"), "text/event-stream")
        lines = [response.readline() for _ in range(12)]
        self.assertEqual([line for line in lines if line.startswith(b"id:")], [b"id: 1\n", b"id: 2\n", b"id: 3\n"])

    def test_a_client_that_comes_back_goes_on_where_it_was(self):
        response = self.send("GET", "/events", Last_Event_ID="41")
        self.assertEqual(response.readline(), b"id: 42\n")
