-- What customers own: orders, instances, their addresses, permits and timelines.

-- The order is the intent of a signup; its id is the instance's id.
CREATE TABLE orders (
  id          uuid        PRIMARY KEY,
  account_id  uuid        NOT NULL REFERENCES accounts,
  agent_name  text        NOT NULL CHECK (length(agent_name) BETWEEN 1 AND 60),
  plan        text        NOT NULL CHECK (plan IN ('free', 'pro', 'business', 'enterprise')),
  region      text        NOT NULL,
  size        text        NOT NULL CHECK (size IN ('small', 'medium', 'large', 'xlarge')),
  image       text        NOT NULL,
  state       text        NOT NULL CHECK (state IN ('placed', 'queued', 'claimed', 'served', 'cancelled', 'failed')),
  attempts    integer     NOT NULL DEFAULT 0,
  problem     text,
  eta         timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now()
);
-- The sweeper's index (placed or claimed, old) and the queue's order (queued, oldest first).
CREATE INDEX orders_open ON orders (region, state, created_at, id) WHERE state IN ('placed', 'queued', 'claimed');
CREATE INDEX orders_account ON orders (account_id, id);

CREATE TABLE instances (
  id                uuid        PRIMARY KEY REFERENCES orders,
  account_id        uuid        NOT NULL REFERENCES accounts,
  name              text        NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  plan              text        NOT NULL CHECK (plan IN ('free', 'pro', 'business', 'enterprise')),
  region            text        NOT NULL,
  size              text        NOT NULL,
  image             text        NOT NULL,
  state             text        NOT NULL CHECK (state IN
                      ('queued', 'starting', 'running', 'restarting', 'failed', 'deleting', 'deleted')),
  -- The address: adopted from the first cell, kept for life.
  slug              text        UNIQUE,
  cell_id           uuid        UNIQUE REFERENCES cells,
  access_version    integer     NOT NULL DEFAULT 1,
  access_token_hash bytea       NOT NULL CHECK (length(access_token_hash) = 32),
  problem           text,
  created_at        timestamptz NOT NULL DEFAULT now(),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  deleted_at        timestamptz,
  CHECK (state <> 'running' OR (slug IS NOT NULL AND cell_id IS NOT NULL)),
  CHECK ((state = 'deleted') = (deleted_at IS NOT NULL))
);
CREATE INDEX instances_account ON instances (account_id, id);
CREATE INDEX instances_live ON instances (account_id) WHERE state <> 'deleted';

ALTER TABLE cells ADD CONSTRAINT cells_instance FOREIGN KEY (instance_id) REFERENCES instances
  DEFERRABLE INITIALLY DEFERRED;

-- The one switch: an epoch (which cell is the living copy) and the reasons that hold it shut.
CREATE TABLE permits (
  instance_id uuid        PRIMARY KEY REFERENCES instances,
  cell_id     uuid        NOT NULL REFERENCES cells,
  epoch       bigint      NOT NULL DEFAULT 1 CHECK (epoch > 0),
  holds       text[]      NOT NULL DEFAULT '{}'
                CHECK (holds <@ ARRAY['unpaid', 'fenced', 'owner', 'abuse', 'deleting']),
  updated_at  timestamptz NOT NULL DEFAULT now()
);

-- What the gateway loads: one row per address. `version` moves forward with every change of the
-- row or of its permit; whoever changes a permit bumps it in the same transaction.
CREATE SEQUENCE route_version;
CREATE TABLE routes (
  slug              text        PRIMARY KEY,
  cell_id           uuid        NOT NULL REFERENCES cells,
  instance_id       uuid        REFERENCES instances,
  address           text        NOT NULL,
  port              integer     NOT NULL,
  key_version       integer     NOT NULL DEFAULT 1,
  state             text        NOT NULL CHECK (state IN ('warm', 'open', 'starting', 'failed', 'gone')),
  access_version    integer     NOT NULL DEFAULT 1,
  access_token_hash bytea,
  version           bigint      NOT NULL DEFAULT nextval('route_version'),
  updated_at        timestamptz NOT NULL DEFAULT now(),
  CHECK (state <> 'open' OR (instance_id IS NOT NULL AND access_token_hash IS NOT NULL))
);
CREATE INDEX routes_instance ON routes (instance_id);
CREATE INDEX routes_version ON routes (version);

-- One-time links that open an agent in a browser; only the hash is stored.
CREATE TABLE tickets (
  token_hash  bytea       PRIMARY KEY CHECK (length(token_hash) = 32),
  instance_id uuid        NOT NULL REFERENCES instances,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX tickets_expiry ON tickets (expires_at);

CREATE TABLE instance_events (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instance_id uuid        NOT NULL REFERENCES instances,
  -- Names the event within its instance, so that a repeated activity writes it once.
  event_key   text        NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  kind        text        NOT NULL,
  level       text        NOT NULL CHECK (level IN ('info', 'good', 'warn', 'bad')),
  title       text        NOT NULL,
  detail      text,
  actor       text        NOT NULL CHECK (actor IN ('customer', 'clawstead', 'operator')),
  attempt     integer,
  UNIQUE (instance_id, event_key)
);
CREATE INDEX instance_events_timeline ON instance_events (instance_id, id);
