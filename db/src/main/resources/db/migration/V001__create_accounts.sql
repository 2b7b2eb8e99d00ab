-- People: who may sign in, with what, and how often they may try.

CREATE TABLE accounts (
  id            uuid        PRIMARY KEY,
  email         text        NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
  -- E-mail addresses are unique without case; the original spelling stays in `email`.
  email_key     text        NOT NULL UNIQUE,
  password_hash text        NOT NULL,
  plan          text        NOT NULL CHECK (plan IN ('free', 'pro', 'business', 'enterprise')),
  role          text        NOT NULL DEFAULT 'customer' CHECK (role IN ('customer', 'operator')),
  created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE sessions (
  id           uuid        PRIMARY KEY,
  account_id   uuid        NOT NULL REFERENCES accounts,
  -- SHA-256 of a 256-bit random token; the token itself is never stored.
  token_hash   bytea       NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_at   timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- One answer per (scope, key) for 24 hours. The body is encrypted under a key derived from the
-- Idempotency-Key itself, so that a stolen table shows no token.
CREATE TABLE idempotency_keys (
  scope       text        NOT NULL,
  key_hash    bytea       NOT NULL CHECK (length(key_hash) = 32),
  fingerprint bytea       NOT NULL CHECK (length(fingerprint) = 32),
  -- NULL while the first request is still at work.
  status      integer     CHECK (status BETWEEN 100 AND 599),
  answer      bytea,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (scope, key_hash),
  CHECK ((status IS NULL) = (answer IS NULL))
);
CREATE INDEX idempotency_keys_expiry ON idempotency_keys (expires_at);

-- Fixed windows, counted across processes.
CREATE TABLE rate_limits (
  bucket       text        NOT NULL,
  window_start timestamptz NOT NULL,
  hits         integer     NOT NULL CHECK (hits > 0),
  PRIMARY KEY (bucket, window_start)
);
CREATE INDEX rate_limits_window ON rate_limits (window_start);

-- Append-only: what was done to what, by whom. The hash chain is added later by one writer.
CREATE TABLE audit (
  id         uuid        PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT now(),
  account_id uuid        REFERENCES accounts,
  actor      text        NOT NULL,
  action     text        NOT NULL,
  subject    text        NOT NULL,
  details    jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_account ON audit (account_id, id);
CREATE INDEX audit_subject ON audit (subject, id);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
