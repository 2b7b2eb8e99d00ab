import json

from server import ServerTest

PATH = "/v1/chat/completions"
HELLO = {"model": "agent-lite", "messages": [{"role": "system", "content": "be kind"}, {"role": "user", "content": "hello there"}]}


class ChatTest(ServerTest):
    def chunks(self, order):
        response = self.send("POST", PATH, json.dumps(order))
        self.assertEqual(response.getheader("Content-Type"), "text/event-stream")
        events = response.read().decode().split("\n\n")
        self.assertEqual(events[-2:], ["data: [DONE]", ""])
        return [json.loads(event.removeprefix("data: ")) for event in events[:-2]]

    def test_an_answer_comes_whole_with_its_usage(self):
        status, answer = self.json("POST", PATH, HELLO)
        self.assertEqual((status, answer["object"]), (200, "chat.completion"))
        choice = answer["choices"][0]
        self.assertEqual(choice["message"], {"role": "assistant", "content": "You said: hello there"})
        self.assertEqual(choice["finish_reason"], "stop")
        usage = answer["usage"]
        self.assertEqual(usage["total_tokens"], usage["prompt_tokens"] + usage["completion_tokens"])

    def test_a_stream_says_the_same_piece_by_piece(self):
        chunks = self.chunks({**HELLO, "stream": True})
        self.assertEqual({chunk["object"] for chunk in chunks}, {"chat.completion.chunk"})
        self.assertEqual(len({chunk["id"] for chunk in chunks}), 1)
        text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
        self.assertEqual(text, "You said: hello there")
        self.assertEqual(chunks[-1]["choices"][0]["finish_reason"], "stop")

    def test_usage_ends_a_stream_that_asks_for_it(self):
        last = self.chunks({**HELLO, "stream": True, "stream_options": {"include_usage": True}})[-1]
        self.assertEqual((last["choices"], last["usage"]["completion_tokens"]), ([], 4))

    def test_max_tokens_cuts_the_answer(self):
        choice = self.json("POST", PATH, {**HELLO, "max_tokens": 2})[1]["choices"][0]
        self.assertEqual((choice["message"]["content"], choice["finish_reason"]), ("You said:", "length"))

    def test_content_may_be_in_parts(self):
        parts = [{"type": "text", "text": "look"}, {"type": "image_url", "image_url": {"url": "x"}}]
        answer = self.json("POST", PATH, {"messages": [{"role": "user", "content": parts}]})[1]
        self.assertEqual(answer["choices"][0]["message"]["content"], "You said: look")

    def test_wrong_orders_are_refused_with_the_reason(self):
        orders = ([], {}, {"messages": []}, {"messages": ["x"]}, {"messages": [{"role": "user", "content": 7}]},
                  {**HELLO, "max_tokens": 0}, {**HELLO, "max_tokens": True}, {**HELLO, "stream": "yes"},
                  {**HELLO, "stream_options": 1})  # fmt: skip
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
