-- Models: who sells them, at what price, under which name agents ask for them, what was spent.

CREATE TABLE providers (
  name       text        PRIMARY KEY CHECK (name ~ '^[a-z][a-z0-9-]{0,30}$'),
  protocol   text        NOT NULL CHECK (protocol IN ('openai', 'anthropic')),
  -- What comes before /chat/completions or /messages, without a slash at its end.
  base_url   text        NOT NULL CHECK (base_url ~ '^https?://[^ ]+[^/]$'),
  enabled    boolean     NOT NULL DEFAULT true,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- A provider's key, sealed; the platform's own, or one that a customer brought.
CREATE TABLE provider_keys (
  id         uuid        PRIMARY KEY,
  provider   text        NOT NULL REFERENCES providers,
  account_id uuid        REFERENCES accounts,
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  sealed     text        NOT NULL,
  -- The end of the key, by which its owner tells it from others.
  hint       text        NOT NULL CHECK (length(hint) <= 4),
  weight     integer     NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
  state      text        NOT NULL DEFAULT 'good' CHECK (state IN ('good', 'refused', 'removed')),
  problem    text,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX provider_keys_account ON provider_keys (account_id) WHERE state <> 'removed';

-- What a provider sells. A model without a price at the time of a call is not sold on.
CREATE TABLE models (
  provider          text        NOT NULL REFERENCES providers,
  model             text        NOT NULL CHECK (length(model) BETWEEN 1 AND 100),
  context_tokens    integer     NOT NULL CHECK (context_tokens > 0),
  output_tokens_max integer     NOT NULL CHECK (output_tokens_max >= 0),
  PRIMARY KEY (provider, model)
);

-- Micros of a US dollar for a million tokens, from this moment on.
CREATE TABLE model_prices (
  provider     text        NOT NULL,
  model        text        NOT NULL,
  since        timestamptz NOT NULL,
  input        bigint      NOT NULL CHECK (input >= 0),
  cached_input bigint      NOT NULL CHECK (cached_input >= 0),
  cache_write  bigint      NOT NULL CHECK (cache_write >= 0),
  output       bigint      NOT NULL CHECK (output >= 0),
  PRIMARY KEY (provider, model, since),
  FOREIGN KEY (provider, model) REFERENCES models
);

-- The chain behind a name, for one plan or for all of them (''): places in order, weights within one.
CREATE TABLE model_links (
  alias    text    NOT NULL CHECK (alias ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  plan     text    NOT NULL DEFAULT '' CHECK (plan IN ('', 'free', 'pro', 'business', 'enterprise')),
  place    integer NOT NULL CHECK (place BETWEEN 1 AND 20),
  provider text    NOT NULL,
  model    text    NOT NULL,
  weight   integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 100),
  PRIMARY KEY (alias, plan, place, provider, model),
  FOREIGN KEY (provider, model) REFERENCES models
);

-- Keys that owners minted for tools of their own. A cell's key is derived and has no row.
CREATE TABLE model_keys (
  id          uuid        PRIMARY KEY,
  instance_id uuid        NOT NULL REFERENCES instances,
  name        text        NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  key_hash    bytea       NOT NULL UNIQUE CHECK (length(key_hash) = 32),
  expires_at  timestamptz,
  revoked_at  timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX model_keys_instance ON model_keys (instance_id);

-- What may be spent in a UTC day or month; without a row there is no cap. Tokens are rated: a cached
-- one counts as much less as it costs less.
CREATE TABLE caps (
  scope      text        NOT NULL CHECK (scope IN ('account', 'instance', 'key')),
  scope_id   uuid        NOT NULL,
  period     text        NOT NULL CHECK (period IN ('day', 'month')),
  micros     bigint      CHECK (micros >= 0),
  tokens     bigint      CHECK (tokens >= 0),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, scope_id, period)
);

-- What was spent, and what gateways have leased and not spent yet. Both come off a cap.
CREATE TABLE spendings (
  scope         text   NOT NULL CHECK (scope IN ('account', 'instance', 'key')),
  scope_id      uuid   NOT NULL,
  period        text   NOT NULL CHECK (period IN ('day', 'month')),
  since         date   NOT NULL,
  micros        bigint NOT NULL DEFAULT 0 CHECK (micros >= 0),
  tokens        bigint NOT NULL DEFAULT 0 CHECK (tokens >= 0),
  leased_micros bigint NOT NULL DEFAULT 0 CHECK (leased_micros >= 0),
  leased_tokens bigint NOT NULL DEFAULT 0 CHECK (leased_tokens >= 0),
  PRIMARY KEY (scope, scope_id, period, since)
);

-- A gateway's part of an instance's budget of one UTC day: what it has got, less what it has
-- settled or given back.
CREATE TABLE leases (
  gateway     text        NOT NULL,
  instance_id uuid        NOT NULL REFERENCES instances,
  key_id      uuid        REFERENCES model_keys,
  day         date        NOT NULL,
  micros      bigint      NOT NULL CHECK (micros >= 0),
  tokens      bigint      NOT NULL CHECK (tokens >= 0),
  expires_at  timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (gateway, instance_id, key_id, day)
);
CREATE INDEX leases_expiry ON leases (expires_at);

-- Append-only: every attempt at a provider, once. Its id is minted before the provider is called.
CREATE TABLE attempts (
  id                 uuid        PRIMARY KEY,
  at                 timestamptz NOT NULL,
  gateway            text        NOT NULL,
  account_id         uuid        NOT NULL REFERENCES accounts,
  instance_id        uuid        NOT NULL REFERENCES instances,
  key_id             uuid,
  provider_key_id    uuid,
  request_id         text        NOT NULL,
  trace_id           text,
  alias              text        NOT NULL,
  provider           text        NOT NULL,
  model              text        NOT NULL,
  kind               text        NOT NULL CHECK (kind IN ('person', 'background')),
  outcome            text        NOT NULL CHECK (outcome IN ('done', 'failed', 'cut', 'hung-up')),
  -- The provider did not say what it used, so our own count stands.
  estimated          boolean     NOT NULL,
  status             integer,
  problem            text,
  input_tokens       bigint      NOT NULL CHECK (input_tokens >= 0),
  cached_tokens      bigint      NOT NULL CHECK (cached_tokens >= 0),
  cache_write_tokens bigint      NOT NULL CHECK (cache_write_tokens >= 0),
  output_tokens      bigint      NOT NULL CHECK (output_tokens >= 0),
  reasoning_tokens   bigint      NOT NULL CHECK (reasoning_tokens >= 0),
  rated_tokens       bigint      NOT NULL CHECK (rated_tokens >= 0),
  micros             bigint      NOT NULL CHECK (micros >= 0),
  reserved_micros    bigint      NOT NULL,
  first_byte_micros  bigint,
  total_micros       bigint      NOT NULL
);
CREATE INDEX attempts_instance ON attempts (instance_id, at);
CREATE INDEX attempts_account ON attempts (account_id, at);
CREATE TRIGGER attempts_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attempts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
