#!/usr/bin/env python3
"""Drives an OpenAI-compatible API with the vendor's own Python client (PyPI openai).

BASE_URL, for instance http://127.0.0.1:7406/openai/v1, and KEY say where. MODEL and EMBEDDING_MODEL
may name other models than OpenAI's. Exit code 0 means that it went well.
"""

import os
import sys

from checks import check, refused, user

# This file has the client's name: without this line Python would import the file itself.
sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]

import openai

MODEL = os.environ.get("MODEL", "gpt-5-mini")
EMBEDDING_MODEL = os.environ.get("EMBEDDING_MODEL", "text-embedding-3-small")
IMAGE = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
ASK = 'Please call the tool get_weather with {"city": "Oslo"}.'


def main():
    client = openai.OpenAI(base_url=os.environ["BASE_URL"], api_key=os.environ["KEY"], max_retries=0)
    check("models are listed", MODEL in [m.id for m in client.models.list()])
    check("a model is described", client.models.retrieve(MODEL).id == MODEL)
    chat(client)
    chat_stream(client)
    chat_tools(client)
    responses(client)
    responses_stream(client)
    responses_tools(client)
    embeddings(client)
    errors(client)


def chat(client):
    answer = client.chat.completions.create(model=MODEL, messages=user("Please say 12 words."))
    check("a chat is answered", len(answer.choices[0].message.content.split()) == 12)
    usage = answer.usage
    check("its usage adds up", usage.total_tokens >= usage.prompt_tokens + usage.completion_tokens > 0)
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": IMAGE}}]
    seen = client.chat.completions.create(model=MODEL, messages=user(parts))
    check("an image costs tokens", seen.usage.prompt_tokens > usage.prompt_tokens + 50)
    cut = client.chat.completions.create(
        model=MODEL, messages=user("Please say 500 words."), max_completion_tokens=100)
    check("a limit is kept", cut.choices[0].finish_reason == "length" and cut.usage.completion_tokens <= 100)


def chat_stream(client):
    chunks = list(client.chat.completions.create(
        model=MODEL, messages=user("Please say 12 words."), stream=True, stream_options={"include_usage": True}))
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    check("a chat is streamed", len(text.split()) == 12)
    check("the stream says why it ends", [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop")
    check("usage comes last", not chunks[-1].choices and chunks[-1].usage.completion_tokens > 0)
    unasked = client.chat.completions.create(model=MODEL, messages=user("Please say 5 words."), stream=True)
    check("usage that nobody asked for is not told", all(c.choices and c.usage is None for c in unasked))
    with client.chat.completions.stream(model=MODEL, messages=user("Please say 5 words.")) as stream:
        check("the client's own stream helper is content",
              len(stream.get_final_completion().choices[0].message.content.split()) == 5)


def chat_tools(client):
    tools = [{"type": "function", "function": {"name": "get_weather", "parameters": PARAMETERS}}]
    messages = user(ASK)
    message = client.chat.completions.create(model=MODEL, messages=messages, tools=tools).choices[0].message
    check("a tool is called", message.tool_calls[0].function.arguments == '{"city": "Oslo"}')
    messages += [message, {"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "rain"}]
    after = client.chat.completions.create(model=MODEL, messages=messages, tools=tools)
    check("a tool's result is taken", after.choices[0].finish_reason == "stop")
    with client.chat.completions.stream(
            model=MODEL, messages=user(ASK + " And " + ASK), tools=tools) as stream:
        calls = stream.get_final_completion().choices[0].message.tool_calls
    check("two calls are streamed", [c.function.arguments for c in calls] == ['{"city": "Oslo"}'] * 2)


def responses(client):
    answer = client.responses.create(model=MODEL, instructions="Be brief.", input="Please say 12 words.")
    check("a response is given", answer.status == "completed" and len(answer.output_text.split()) == 12)
    check("its usage adds up", answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens)
    parts = [{"type": "input_text", "text": "What is this?"}, {"type": "input_image", "image_url": IMAGE, "detail": "auto"}]
    seen = client.responses.create(model=MODEL, input=user(parts))
    check("an image costs tokens there too", seen.usage.input_tokens > 80)
    cut = client.responses.create(model=MODEL, input="Please say 500 words.", max_output_tokens=100)
    check("a response's limit is kept",
          cut.status == "incomplete" and cut.incomplete_details.reason == "max_output_tokens")


def responses_stream(client):
    events = list(client.responses.create(model=MODEL, input="Please say 12 words.", stream=True))
    text = "".join(e.delta for e in events if e.type == "response.output_text.delta")
    check("a response is streamed", len(text.split()) == 12)
    check("it begins and ends as announced",
          events[0].type == "response.created" and events[-1].type == "response.completed")
    check("its events are numbered", [e.sequence_number for e in events] == list(range(len(events))))
    check("its end has the usage", events[-1].response.usage.output_tokens > 0)


def responses_tools(client):
    tools = [{"type": "function", "name": "get_weather", "parameters": PARAMETERS, "strict": False}]
    with client.responses.stream(model=MODEL, input=ASK, tools=tools) as stream:
        events = [event.type for event in stream]
        final = stream.get_final_response()
    calls = [item for item in final.output if item.type == "function_call"]
    check("a response calls a tool", [c.arguments for c in calls] == ['{"city": "Oslo"}'])
    check("its arguments are streamed", "response.function_call_arguments.delta" in events)
    items = user(ASK) + [
        {"type": "function_call", "call_id": calls[0].call_id, "name": "get_weather", "arguments": calls[0].arguments},
        {"type": "function_call_output", "call_id": calls[0].call_id, "output": "rain"},
    ]
    after = client.responses.create(model=MODEL, input=items, tools=tools)
    check("a response takes a tool's result", after.output_text != "")


def embeddings(client):
    one = client.embeddings.create(model=EMBEDDING_MODEL, input=["first", "second"])
    check("texts are embedded", len(one.data) == 2 and len(one.data[0].embedding) > 100)
    check("the same text has the same vector",
          client.embeddings.create(model=EMBEDDING_MODEL, input="first").data[0].embedding == one.data[0].embedding)
    check("embeddings are counted", one.usage.prompt_tokens > 0)


def errors(client):
    create = client.chat.completions.create
    check("an unknown model is refused", refused(openai.NotFoundError, lambda: create(
        model="no-such-model", messages=user("hi"))))
    check("no message is refused", refused(openai.BadRequestError, lambda: create(model=MODEL, messages=[])))
    check("a bad limit is refused", refused(openai.BadRequestError, lambda: create(
        model=MODEL, messages=user("hi"), max_completion_tokens=-1)))
    stranger = client.with_options(api_key="sk-of-somebody-else")
    check("a bad key is refused", refused(openai.AuthenticationError, lambda: stranger.models.list()))


main()
