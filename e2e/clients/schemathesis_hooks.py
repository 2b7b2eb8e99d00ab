"""What a schema cannot say: an Idempotency-Key belongs to one request."""

from uuid import uuid4

import schemathesis

KEY = "Idempotency-Key"


@schemathesis.hook
def before_call(context, case, kwargs):
    """A request that must be accepted comes with a key that nobody has used."""
    wanted = case.meta is not None and case.meta.generation.mode.is_positive
    if wanted and case.headers and KEY in case.headers:
        case.headers[KEY] = str(uuid4())
