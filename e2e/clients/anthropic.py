#!/usr/bin/env python3
"""Drives an Anthropic-compatible API with the vendor's own Python client (PyPI anthropic).

BASE_URL, for instance http://127.0.0.1:7406/anthropic (the client adds /v1), and KEY say where;
MODEL may name another model. Exit code 0 means that it went well.
"""

import os
import sys

from checks import check, refused, user

# This file has the client's name: without this line Python would import the file itself.
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]

import anthropic

MODEL = os.environ.get("MODEL", "claude-haiku-4-5")
IMAGE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOLS = [{"name": "get_weather", "description": "The weather of a city.", "input_schema": SCHEMA}]
ASK = 'Please call the tool get_weather with {"city": "Oslo"}.'


def main():
    client = anthropic.Anthropic(base_url=os.environ["BASE_URL"], api_key=os.environ["KEY"], max_retries=0)
    check("models are listed", MODEL in [m.id for m in client.models.list()])
    check("a model is described", client.models.retrieve(MODEL).id == MODEL)
    message(client)
    stream(client)
    thinking(client)
    tools(client)
    cache(client)
    errors(client)


def message(client):
    answer = client.messages.create(model=MODEL, max_tokens=1000, messages=user("Please say 12 words."))
    check("a message is answered", len(answer.content[0].text.split()) == 12)
    check("it ends its turn", answer.stop_reason == "end_turn" and answer.usage.output_tokens > 0)
    parts = [{"type": "text", "text": "What is this?"},
             {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": IMAGE}}]
    seen = client.messages.create(model=MODEL, max_tokens=1000, messages=user(parts))
    check("an image costs tokens", seen.usage.input_tokens > answer.usage.input_tokens + 50)
    counted = client.messages.count_tokens(model=MODEL, messages=user(parts))
    check("tokens are counted as they are billed", counted.input_tokens == seen.usage.input_tokens)
    cut = client.messages.create(model=MODEL, max_tokens=20, messages=user("Please say 500 words."))
    check("a limit is kept", cut.stop_reason == "max_tokens" and cut.usage.output_tokens == 20)


def stream(client):
    events = list(client.messages.create(
        model=MODEL, max_tokens=1000, messages=user("Please say 12 words."), stream=True))
    check("the stream begins and ends as announced",
          events[0].type == "message_start" and events[-1].type == "message_stop")
    check("input is told first, output last",
          events[0].message.usage.input_tokens > 0 and events[-2].usage.output_tokens > 0)
    with client.messages.stream(model=MODEL, max_tokens=1000, messages=user("Please say 12 words.")) as helper:
        text = "".join(helper.text_stream)
        final = helper.get_final_message()
    check("the client's own stream helper is content", final.content[0].text == text and len(text.split()) == 12)


def thinking(client):
    with client.messages.stream(model=MODEL, max_tokens=4000, messages=user("Please say 5 words."),
                                thinking={"type": "enabled", "budget_tokens": 1024}) as helper:
        final = helper.get_final_message()
    check("thoughts come before the text", [b.type for b in final.content] == ["thinking", "text"])
    check("thoughts are signed", final.content[0].signature != "")


def tools(client):
    messages = user(ASK + " And " + ASK)
    with client.messages.stream(model=MODEL, max_tokens=1000, messages=messages, tools=TOOLS) as helper:
        final = helper.get_final_message()
    check("two tools are called in one stream", [b.input for b in final.content] == [{"city": "Oslo"}] * 2)
    check("it stops for them", final.stop_reason == "tool_use")
    results = [{"type": "tool_result", "tool_use_id": b.id, "content": "rain"} for b in final.content]
    messages += [{"role": "assistant", "content": final.content}, {"role": "user", "content": results}]
    after = client.messages.create(model=MODEL, max_tokens=1000, messages=messages, tools=TOOLS)
    check("results are taken", after.stop_reason == "end_turn")


def cache(client):
    system = [{"type": "text", "text": f"{os.getpid()} {os.urandom(8).hex()} " + "Be kind. " * 1000,
               "cache_control": {"type": "ephemeral"}}]
    ask = lambda: client.messages.create(model=MODEL, max_tokens=100, system=system, messages=user("hi")).usage
    first, second = ask(), ask()
    check("a prompt is written to the cache", first.cache_creation_input_tokens > 2000)
    check("and read from it", second.cache_read_input_tokens == first.cache_creation_input_tokens)


def errors(client):
    create = client.messages.create
    check("an unknown model is refused", refused(anthropic.NotFoundError, lambda: create(
        model="no-such-model", max_tokens=10, messages=user("hi"))))
    check("no message is refused", refused(anthropic.BadRequestError, lambda: create(
        model=MODEL, max_tokens=10, messages=[])))
    check("a missing limit is refused", refused(anthropic.BadRequestError, lambda: client.post(
        "/v1/messages", body={"model": MODEL, "messages": user("hi")}, cast_to=object)))
    stranger = client.with_options(api_key="sk-ant-of-somebody-else")
    check("a bad key is refused", refused(anthropic.AuthenticationError, lambda: stranger.models.list()))


main()
