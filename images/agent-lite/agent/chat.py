"""OpenAI-style chat completions: the agent asks the platform's models and passes on what they say, as they say it."""

import json

from .connection import HttpError
from .memory import Memory
from .model import ANSWER_LIMIT, Model

BODY_LIMIT = 1024 * 1024
NAME = "agent-lite"


async def models(connection):
    await connection.answer_json(200, {"object": "list", "data": [{"id": NAME, "object": "model", "owned_by": "clawstead"}]})


class Chat:
    def __init__(self, cell, state):
        self._model = Model(cell.get("gatewayUrl"), cell.get("modelKey"))
        self._memory = Memory(f"{state}/conversations")
        name = str(cell.get("name") or "a small agent")
        self._system = {"role": "system", "content": f"You are {name}, an agent that lives on Clawstead. Answer briefly, in Markdown."}

    async def complete(self, connection):
        order = parse(await connection.whole_body(BODY_LIMIT))
        said = order["messages"]
        conversation = self._memory.conversation(order.get("user"))
        answer = await self._model.ask(connection, {**order, "messages": self._with_past(conversation, said)})
        try:
            if answer.is_stream:
                text = await stream(connection, answer)
            else:
                body = await answer.whole_body(ANSWER_LIMIT)
                text = text_of(body)
                await connection.answer(200, body, "application/json")
            if text:
                conversation.add([m for m in said if m.get("role") != "system"], text)
        finally:
            answer.close()

    def _with_past(self, conversation, said):
        system = [m for m in said if m.get("role") == "system"] or [self._system]
        return system + conversation.messages() + [m for m in said if m.get("role") != "system"]


async def stream(connection, answer):
    """Passes the events on as they come, and reads along what is said."""
    await connection.begin("text/event-stream")
    rest, said = b"", []
    async for piece in answer.body(ANSWER_LIMIT):
        await connection.piece(piece)
        *lines, rest = (rest + piece).split(b"\n")
        said += [delta(line) for line in lines]
    await connection.end()
    return "".join(said)


def delta(line):
    if not line.startswith(b"data: {"):
        return ""
    try:
        return json.loads(line[6:])["choices"][0]["delta"].get("content") or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def text_of(body):
    try:
        return json.loads(body)["choices"][0]["message"].get("content") or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def parse(body):
    try:
        order = json.loads(body)
    except (ValueError, RecursionError):
        raise HttpError(400, "the body is not JSON") from None
    if not isinstance(order, dict):
        raise HttpError(400, "the body must be a JSON object")
    messages = order.get("messages")
    if not isinstance(messages, list) or not messages or not all(isinstance(m, dict) for m in messages):
        raise HttpError(400, "messages must be a list with at least one message")
    for message in messages:
        if message.get("content") is not None and not isinstance(message["content"], (str, list)):
            raise HttpError(400, "a message's content must be text or a list of parts")
    if not isinstance(order.get("stream") or False, bool):
        raise HttpError(400, "stream must be true or false")
    return order
