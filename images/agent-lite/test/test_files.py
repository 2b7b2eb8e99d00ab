import socket

from server import AUTHORIZED, ServerTest, read_until


class FilesTest(ServerTest):
    def tearDown(self):
        for file in self.json("GET", "/files/")[1]["files"]:
            self.send("DELETE", "/files/" + file["name"].replace(" ", "%20"))

    def test_a_file_is_kept_listed_read_and_deleted(self):
        self.assertEqual(self.send("PUT", "/files/a.txt", b"one").status, 201)
        self.assertEqual(self.send("PUT", "/files/a.txt", b"two!").status, 204)
        response = self.send("GET", "/files/a.txt")
        self.assertEqual((response.read(), response.getheader("X-Content-Type-Options")), (b"two!", "nosniff"))
        listed = self.json("GET", "/files/")[1]["files"]
        self.assertEqual([(f["name"], f["size"]) for f in listed], [("a.txt", 4)])
        self.assertEqual((self.state / "files" / "a.txt").read_bytes(), b"two!")
        self.assertEqual(self.send("DELETE", "/files/a.txt").status, 204)
        self.assertEqual(self.send("GET", "/files/a.txt").status, 404)
        self.assertEqual(self.send("DELETE", "/files/a.txt").status, 404)

    def test_names_may_be_percent_encoded(self):
        self.assertEqual(self.send("PUT", "/files/caf%C3%A9%20menu", b"x").status, 201)
        self.assertEqual(self.json("GET", "/files/")[1]["files"][0]["name"], "café menu")
        self.assertEqual(self.send("DELETE", "/files/caf%C3%A9%20menu").status, 204)

    def test_no_name_leads_out_of_the_store(self):
        names = ("..", "../cell", "..%2f.clawstead%2fcell.json", "%2fetc%2fpasswd", ".hidden", "a%00b", "a%0ab", "x" * 201, "%ff", "a/b")
        for name in names:
            for method in ("GET", "PUT", "DELETE"):
                with self.subTest(name=name, method=method):
                    self.assertEqual(self.send(method, f"/files/{name}", b"x" if method == "PUT" else None).status, 400)

    def test_a_chunked_body_is_put_together(self):
        response = self.send("PUT", "/files/chunks", iter([b"he", b"llo", b" world"]))
        self.assertEqual(response.status, 201)
        self.assertEqual(self.send("GET", "/files/chunks").read(), b"hello world")

    def test_large_files_come_back_whole(self):
        data = bytes(range(256)) * 20000
        self.assertEqual(self.send("PUT", "/files/large", data).status, 201)
        self.assertEqual(self.send("GET", "/files/large").read(), data)

    def test_a_file_over_the_limit_is_refused_at_once_and_leaves_nothing(self):
        sock = self.raw(b"PUT /files/big HTTP/1.1\r\n" + AUTHORIZED + b"Content-Length: 8388609\r\n\r\n")
        self.assertIn(b"413", read_until(sock, b"\r\n\r\n"))
        sock = self.raw(b"PUT /files/big HTTP/1.1\r\n" + AUTHORIZED + b"Transfer-Encoding: chunked\r\n\r\n")
        sock.sendall(b"800001\r\n" + b"x" * 0x800001)
        self.assertIn(b"413", read_until(sock, b"\r\n\r\n"))
        self.assertEqual(list((self.state / "files").iterdir()), [])

    def test_the_store_has_an_end(self):
        for number in range(8):
            self.assertEqual(self.send("PUT", f"/files/{number}", b"x" * (8 << 20)).status, 201)
        self.assertEqual(self.send("PUT", "/files/9", b"x").status, 507)
        self.assertEqual(self.send("PUT", "/files/7", b"x").status, 204)

    def test_an_upload_that_breaks_off_leaves_the_old_file(self):
        self.send("PUT", "/files/kept", b"old")
        sock = self.raw(b"PUT /files/kept HTTP/1.1\r\n" + AUTHORIZED + b"Content-Length: 10\r\n\r\nnew")
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(1024):
            pass
        self.assertEqual(self.send("GET", "/files/kept").read(), b"old")
        self.assertEqual([p.name for p in (self.state / "files").iterdir()], ["kept"])
