"""What the clients' scripts have in common."""

import sys


def check(what, holds):
    if not holds:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}")


def refused(kind, call):
    try:
        call()
    except kind as error:
        return bool(error.message)
    return False


def user(text):
    return [{"role": "user", "content": text}]
