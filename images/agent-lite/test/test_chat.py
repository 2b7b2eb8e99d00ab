import json
import pathlib
import re
import tempfile
import unittest

from server import AUTHORIZED, CELL, MODEL_KEY, Gateway, ServerTest, end, launch, read_until, write_cell

PATH = "/v1/chat/completions"
HELLO = {"model": "agent-lite", "messages": [{"role": "system", "content": "be kind"}, {"role": "user", "content": "hello there"}]}


def says(text, **more):
    return {"messages": [{"role": "user", "content": text}], **more}


class ChatTest(ServerTest):
    def chunks(self, order):
        response = self.send("POST", PATH, json.dumps(order))
        self.assertEqual(response.getheader("Content-Type"), "text/event-stream")
        events = response.read().decode().split("\n\n")
        self.assertEqual(events[-2:], ["data: [DONE]", ""])
        return [json.loads(event.removeprefix("data: ")) for event in events[:-2]]

    def test_the_models_answer_comes_whole(self):
        status, answer = self.json("POST", PATH, HELLO)
        self.assertEqual((status, answer["object"]), (200, "chat.completion"))
        self.assertEqual(answer["choices"][0]["message"], {"role": "assistant", "content": "You said: hello there"})

    def test_a_stream_says_the_same_piece_by_piece(self):
        chunks = self.chunks({**HELLO, "stream": True})
        self.assertGreater(len(chunks), 2)
        text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
        self.assertEqual(text.strip(), "You said: hello there")

    def test_it_asks_with_the_cells_own_key_for_the_platforms_model(self):
        self.json("POST", PATH, {**HELLO, "max_tokens": 7})
        order = Gateway.orders[-1]
        self.assertEqual((order["path"], order["key"], order["model"]), (PATH, f"Bearer {MODEL_KEY}", "default"))
        self.assertEqual((order["messages"], order["max_tokens"]), (HELLO["messages"], 7))

    def test_it_says_who_it_is_when_the_caller_does_not(self):
        self.json("POST", PATH, says("who are you"))
        self.assertEqual([m["role"] for m in Gateway.orders[-1]["messages"]], ["system", "user"])

    def test_a_conversation_with_a_name_is_remembered_and_no_other(self):
        self.json("POST", PATH, says("one", user="conversation-1"))
        self.chunks(says("two", user="conversation-1", stream=True))
        self.json("POST", PATH, says("three", user="conversation-1"))
        said = [m["content"].strip() for m in Gateway.orders[-1]["messages"][1:]]
        self.assertEqual(said, ["one", "You said: one", "two", "You said: two", "three"])
        for other in ("conversation-2", "../conversation-1", "", None, 7):
            self.json("POST", PATH, says("four", user=other))
            self.assertEqual(len(Gateway.orders[-1]["messages"]), 2)

    def test_an_answer_that_was_refused_is_not_remembered(self):
        self.json("POST", PATH, says("please 503", user="refused"))
        self.json("POST", PATH, says("again", user="refused"))
        self.assertEqual(len(Gateway.orders[-1]["messages"]), 2)

    def test_a_cap_is_passed_on_in_the_gateways_words(self):
        status, answer = self.json("POST", PATH, says("please 429 usage_limit_reached", stream=True))
        self.assertEqual((status, answer["error"]["message"]), (429, "Refused with 429."))

    def test_what_may_be_better_soon_says_when(self):
        response = self.send("POST", PATH, json.dumps(says("please 503")))
        self.assertEqual((response.status, response.getheader("Retry-After")), (503, "1"))

    def test_without_a_model_it_says_so(self):
        status, answer = self.json("POST", PATH, says("please 404 model_not_found"))
        self.assertEqual(status, 503)
        self.assertIn("No model is configured", answer["error"]["message"])

    def test_a_refused_key_of_its_own_is_not_the_callers(self):
        self.assertEqual(self.json("POST", PATH, says("please 401"))[0], 502)

    def test_a_gateway_that_breaks_off_is_told(self):
        self.assertEqual(self.json("POST", PATH, says("break off"))[0], 502)

    def test_when_the_client_goes_the_gateway_is_left_too(self):
        order = json.dumps(says("for ever", stream=True)).encode()
        sock = self.raw(f"POST {PATH} HTTP/1.1\r\n".encode() + AUTHORIZED + b"Content-Length: %d\r\n\r\n" % len(order) + order)
        read_until(sock, b"on and")
        Gateway.gone.clear()
        sock.close()
        self.assertTrue(Gateway.gone.wait(10))

    def test_content_may_be_in_parts(self):
        parts = [{"type": "text", "text": "look"}, {"type": "image_url", "image_url": {"url": "x"}}]
        self.json("POST", PATH, {"messages": [{"role": "user", "content": parts}]})
        self.assertEqual(Gateway.orders[-1]["messages"][-1]["content"], parts)

    def test_wrong_orders_are_refused_with_the_reason(self):
        orders = ([], {}, {"messages": []}, {"messages": ["x"]}, {"messages": [{"role": "user", "content": 7}]}, {**HELLO, "stream": "yes"})
        for order in orders:
            with self.subTest(order=order):
                status, answer = self.json("POST", PATH, order)
                self.assertEqual(status, 400)
                self.assertTrue(answer["error"]["message"])
        for body in (b"", b"{", b"\xff", b"[" * 100000):
            with self.subTest(body=body[:5]):
                self.assertEqual(self.send("POST", PATH, body).status, 400)
        self.assertEqual(self.send("POST", PATH, b" " * (1024 * 1024 + 1)).status, 413)

    def test_models_are_listed(self):
        self.assertEqual(self.json("GET", "/v1/models")[1]["data"][0]["id"], "agent-lite")


class NoGatewayTest(unittest.TestCase):
    def answer_of(self, cell):
        with tempfile.TemporaryDirectory() as state:
            write_cell(pathlib.Path(state), cell)
            process = launch(state)
            try:
                helper = ServerTest()
                helper.port = int(re.search(r"port (\d+)", process.stdout.readline()).group(1))
                answer = helper.json("POST", PATH, HELLO)
                helper.doCleanups()
                return answer
            finally:
                end(process)

    def test_a_cell_that_knows_none_has_no_model(self):
        for gateway in (None, "", "https://gateway", "http://"):
            status, answer = self.answer_of({**CELL, "gatewayUrl": gateway})
            self.assertEqual(status, 503)
            self.assertIn("No model is configured", answer["error"]["message"])

    def test_one_that_is_not_there_is_told(self):
        status, answer = self.answer_of({**CELL, "gatewayUrl": "http://127.0.0.1:1"})
        self.assertEqual((status, answer["error"]["message"]), (502, "the model gateway cannot be reached"))
