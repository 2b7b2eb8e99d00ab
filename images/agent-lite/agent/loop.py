"""An event loop of the size needed: coroutines that wait for a socket or a moment. asyncio would double the memory."""

import select
import sys
import time

READ = select.EPOLLIN
WRITE = select.EPOLLOUT


class Stopping(Exception):
    """The process is ending; thrown into what waits at a point where it may be interrupted."""


class Wait:
    """Awaiting it gives True when the socket is ready, False when the moment has come.

    The socket may be another one than the task's own. Then the task's own is watched too, and when
    something comes there first, awaiting it gives None.
    """

    __slots__ = ("fd", "events", "until", "interruptible")

    def __init__(self, fd, events, until=None, interruptible=False):
        self.fd = fd
        self.events = events
        self.until = until
        self.interruptible = interruptible

    def __await__(self):
        return (yield self)


class Loop:
    def __init__(self):
        self._epoll = select.epoll()
        self._tasks = {}
        self._lent = {}
        self._next_scan = None
        self._stop_by = None

    def __len__(self):
        return len(self._tasks)

    def spawn(self, fd, coroutine):
        """Runs a coroutine that owns this socket."""
        self._epoll.register(fd, 0)
        self._step(fd, coroutine, None)

    def stop(self, grace):
        """Ends what is idle now, and the loop when the rest is done or the grace is over."""
        self._stop_by = time.monotonic() + grace
        for fd, (coroutine, wait) in list(self._tasks.items()):
            if wait.interruptible:
                self._step(fd, coroutine, Stopping())

    @property
    def stopping(self):
        return self._stop_by is not None

    def run(self):
        while self._tasks and (self._stop_by is None or time.monotonic() < self._stop_by):
            for fd, _ in self._epoll.poll(self._pause(), 256):
                owner = self._lent.get(fd, fd)
                task = self._tasks.get(owner)
                if task:
                    self._step(owner, task[0], True if task[1].fd == fd else None)
            if self._next_scan is not None and time.monotonic() >= self._next_scan:
                self._expire()

    def _lend(self, wait, owner):
        self._lent[wait.fd] = owner
        self._epoll.modify(owner, READ | select.EPOLLONESHOT)
        try:
            self._epoll.modify(wait.fd, wait.events | select.EPOLLONESHOT)
        except FileNotFoundError:
            self._epoll.register(wait.fd, wait.events | select.EPOLLONESHOT)

    def _pause(self):
        moments = [m for m in (self._next_scan, self._stop_by) if m is not None]
        return max(0, min(moments) - time.monotonic()) if moments else None

    def _expire(self):
        # A scan instead of a heap: kept-alive connections would fill a heap with moments long past.
        now = time.monotonic()
        self._next_scan = None
        for fd, (coroutine, wait) in list(self._tasks.items()):
            if wait.until is None:
                continue
            if wait.until <= now:
                self._step(fd, coroutine, False)
            elif self._next_scan is None or wait.until < self._next_scan:
                self._next_scan = wait.until

    def _step(self, fd, coroutine, value):
        task = self._tasks.get(fd)
        if task:
            # Its number may be another socket's by the next time.
            self._lent.pop(task[1].fd, None)
        try:
            wait = coroutine.throw(value) if isinstance(value, Stopping) else coroutine.send(value)
        except (StopIteration, Stopping, OSError):
            self._tasks.pop(fd, None)
        except Exception as error:
            self._tasks.pop(fd, None)
            print(f"agent-lite: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        else:
            self._tasks[fd] = (coroutine, wait)
            if wait.fd == fd:
                self._epoll.modify(fd, wait.events | select.EPOLLONESHOT)
            else:
                self._lend(wait, fd)
            if wait.until is not None and (self._next_scan is None or wait.until < self._next_scan):
                self._next_scan = wait.until
