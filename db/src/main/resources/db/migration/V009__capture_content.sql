-- What was said in model calls: kept only because an agent's owner wished it, and only for a time.

CREATE TABLE captures (
  instance_id uuid        PRIMARY KEY REFERENCES instances,
  -- A wish that begins anew is another one: what was said under one before is not kept under it.
  id          uuid        NOT NULL,
  until       timestamptz NOT NULL,
  -- Seals what is kept, and cannot open it.
  public_key  bytea       NOT NULL CHECK (length(public_key) = 32),
  kept_bytes  bigint      NOT NULL DEFAULT 0 CHECK (kept_bytes >= 0)
);
CREATE INDEX captures_until ON captures (until);

-- Sealed. The attempt has no key of its own to point to: its row comes by the gateway's journal,
-- which may be later. Who deletes a wish deletes what was kept.
CREATE TABLE contents (
  attempt_id  uuid        PRIMARY KEY,
  instance_id uuid        NOT NULL REFERENCES captures ON DELETE CASCADE,
  request     bytea       NOT NULL,
  response    bytea,
  truncated   boolean     NOT NULL,
  bytes       bigint      NOT NULL CHECK (bytes > 0),
  expires_at  timestamptz NOT NULL
);
CREATE INDEX contents_instance ON contents (instance_id);
CREATE INDEX contents_expiry ON contents (expires_at);
