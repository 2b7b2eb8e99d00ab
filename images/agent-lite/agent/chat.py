"""OpenAI-style chat completions from a model that only repeats: enough to see a conversation work."""

import json
import time

from .connection import HttpError

BODY_LIMIT = 1024 * 1024
MODEL = "agent-lite"
WORD_SECONDS = 0.02


async def models(connection):
    await connection.answer_json(200, {"object": "list", "data": [{"id": MODEL, "object": "model", "owned_by": "clawstead"}]})


async def completions(connection):
    order = parse(await connection.whole_body(BODY_LIMIT))
    words, finish = reply(order)
    completion = time.monotonic_ns()
    base = {"id": f"chatcmpl-{completion:x}", "created": int(time.time()), "model": MODEL}
    usage = count(order["messages"], words)
    if order["stream"]:
        await stream(connection, base, words, finish, usage if order["include_usage"] else None)
        return
    message = {"role": "assistant", "content": "".join(words)}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    await connection.answer_json(200, {**base, "object": "chat.completion", "choices": [choice], "usage": usage})


async def stream(connection, base, words, finish, usage):
    base["object"] = "chat.completion.chunk"
    await connection.begin("text/event-stream")
    await event(connection, base, [choice({"role": "assistant", "content": ""})])
    for word in words:
        await event(connection, base, [choice({"content": word})])
        await connection.pause(time.monotonic() + WORD_SECONDS)
    await event(connection, base, [choice({}, finish)])
    if usage is not None:
        await event(connection, {**base, "usage": usage}, [])
    await connection.piece(b"data: [DONE]\n\n")
    await connection.end()


def choice(delta, finish=None):
    return {"index": 0, "delta": delta, "finish_reason": finish}


async def event(connection, base, choices):
    await connection.piece(b"data: " + json.dumps({**base, "choices": choices}).encode() + b"\n\n")


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
    limit = order.get("max_completion_tokens", order.get("max_tokens"))
    if limit is not None and (type(limit) is not int or limit < 1):
        raise HttpError(400, "max_tokens must be a whole number from 1")
    if not isinstance(order.get("stream") or False, bool):
        raise HttpError(400, "stream must be true or false")
    options = order.get("stream_options") or {}
    if not isinstance(options, dict):
        raise HttpError(400, "stream_options must be an object")
    return {
        "messages": [(str(m.get("role", "")), text(m.get("content"))) for m in messages],
        "limit": limit,
        "stream": bool(order.get("stream")),
        "include_usage": bool(options.get("include_usage")),
    }


def text(content):
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list) and all(isinstance(part, dict) for part in content):
        return " ".join(str(part.get("text", "")) for part in content if part.get("type") == "text")
    raise HttpError(400, "a message's content must be text or a list of parts")


def reply(order):
    said = next((content for role, content in reversed(order["messages"]) if role == "user"), "")
    words = f"You said: {said}".split(" ")
    pieces = [words[0]] + [" " + word for word in words[1:]]
    if order["limit"] is not None and len(pieces) > order["limit"]:
        return pieces[: order["limit"]], "length"
    return pieces, "stop"


def count(messages, words):
    prompt = sum(len(content.split()) + 3 for _, content in messages)
    return {"prompt_tokens": prompt, "completion_tokens": len(words), "total_tokens": prompt + len(words)}
