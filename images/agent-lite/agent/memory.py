"""What was said in conversations that have a name: a small file each, so that a restart forgets nothing."""

import json
import os

NAME_LIMIT = 64
NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
MESSAGES_KEPT = 40
CONVERSATIONS_KEPT = 64
BYTES_KEPT = 64 * 1024


class Memory:
    def __init__(self, folder):
        self._folder = folder

    def conversation(self, name):
        """The conversation of this name; one without a name, or with an odd one, is not remembered."""
        good = isinstance(name, str) and 0 < len(name) <= NAME_LIMIT and NAME.issuperset(name)
        return Conversation(self._folder, name if good else None)


class Conversation:
    def __init__(self, folder, name):
        self._folder = folder
        self._path = name and f"{folder}/{name}.json"

    def messages(self):
        try:
            with open(self._path or "", encoding="utf-8") as file:
                known = json.load(file)
        except (OSError, ValueError):
            return []
        return known if isinstance(known, list) else []

    def add(self, said, answer):
        if self._path is None:
            return
        turn = [{"role": m["role"], "content": m["content"]} for m in said if isinstance(m.get("content"), str) and m.get("role") in ("user", "assistant")]
        kept = (self.messages() + turn + [{"role": "assistant", "content": answer}])[-MESSAGES_KEPT:]
        while len(kept) > 2 and len(json.dumps(kept)) > BYTES_KEPT:
            del kept[:2]
        try:
            os.makedirs(self._folder, 0o700, exist_ok=True)
            with open(f"{self._path}.new", "w", encoding="utf-8") as file:
                json.dump(kept, file)
            os.replace(f"{self._path}.new", self._path)
            self._forget_the_oldest()
        except OSError:
            # A full disk costs the agent its memory of this turn, not the customer the answer.
            pass

    def _forget_the_oldest(self):
        files = [f"{self._folder}/{name}" for name in os.listdir(self._folder)]
        files.sort(key=os.path.getmtime)
        for path in files[:-CONVERSATIONS_KEPT]:
            os.remove(path)
