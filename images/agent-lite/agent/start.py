"""Starts the agent: reads its cell.json, listens, ends on SIGTERM."""

import json
import os
import sys

import _signal
import _socket

EX_CONFIG = 78
GRACE_SECONDS = 0.6
CONNECTION_LIMIT = 1000


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.path.insert(0, root)
    from agent.app import App
    from agent.loop import Loop

    state = os.environ.get("AGENT_STATE", "/data")
    port = int(os.environ.get("AGENT_PORT", "8080"))
    cell = read_cell(f"{state}/.clawstead/cell.json")
    with open(f"{root}/agent/page.html", encoding="utf-8") as file:
        page = file.read()
    loop = Loop()
    try:
        app = App(cell, state, page)
        listener = listen(port)
    except OSError as error:
        refuse(f"cannot start: {error}")
    loop.spawn(listener.fileno(), accept(listener, loop, app))
    signals = watch_signals()
    loop.spawn(signals.fileno(), end(signals, listener, loop))
    print(f"agent-lite: {cell['slug']} listens on port {listener.getsockname()[1]}", flush=True)
    loop.run()


def refuse(message):
    print(f"agent-lite: {message}", file=sys.stderr, flush=True)
    sys.exit(EX_CONFIG)


def read_cell(path):
    try:
        with open(path, encoding="utf-8") as file:
            cell = json.load(file)
    except OSError as error:
        refuse(f"cannot read {path}: {error.strerror}. The platform writes it before the first start, readable by uid {os.getuid()}.")
    except ValueError:
        refuse(f"{path} is not JSON")
    for field in ("slug", "key", "origin"):
        if not isinstance(cell, dict) or not isinstance(cell.get(field), str) or not cell[field]:
            refuse(f"{path} has no text in the field {field!r}")
    return cell


def listen(port):
    listener = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    listener.setblocking(False)
    listener.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
    listener.bind(("0.0.0.0", port))
    listener.listen(512)
    return listener


async def accept(listener, loop, app):
    from agent.connection import Connection
    from agent.loop import READ, Wait

    while True:
        await Wait(listener.fileno(), READ, None, True)
        try:
            fd, _ = listener._accept()
        except OSError:
            continue
        sock = _socket.socket(fileno=fd)
        if len(loop) > CONNECTION_LIMIT:
            sock.close()
            continue
        sock.setblocking(False)
        sock.setsockopt(_socket.IPPROTO_TCP, _socket.TCP_NODELAY, 1)
        connection = Connection(sock)
        loop.spawn(connection.fd, app.serve(connection))


def watch_signals():
    """A socket that becomes readable when the process is told to end."""
    reader, writer = _socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    _signal.set_wakeup_fd(writer.detach())
    for number in (_signal.SIGTERM, _signal.SIGINT):
        _signal.signal(number, lambda *_: None)
    return reader


async def end(signals, listener, loop):
    from agent.loop import READ, Wait

    await Wait(signals.fileno(), READ)
    loop.stop(GRACE_SECONDS)
    listener.close()
    print("agent-lite: stopping", flush=True)


if __name__ == "__main__":
    main()
