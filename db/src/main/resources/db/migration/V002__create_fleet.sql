-- Capacity: nodes, pools, cells, and the ledger of everything that exists outside this database.

-- An effect's intent is committed before the call and its outcome after it. The id is minted for
-- this very object; the outside name derives from it, and the labels carry it.
CREATE TABLE effects (
  id            uuid        PRIMARY KEY,
  provider      text        NOT NULL CHECK (provider IN ('hetzner', 'cloudflare', 'docker')),
  kind          text        NOT NULL CHECK (kind IN
                  ('server', 'server_network', 'firewall', 'dns_record', 'container', 'network', 'volume')),
  -- The row of ours that the object serves.
  owner_kind    text        NOT NULL CHECK (owner_kind IN ('node', 'cell', 'region', 'installation')),
  owner_id      text        NOT NULL,
  -- Where the object lies: a node's id for Docker objects, empty for a provider account.
  place         text        NOT NULL DEFAULT '',
  name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 253),
  external_id   text,
  state         text        NOT NULL CHECK (state IN
                  ('intended', 'unresolved', 'present', 'deleting', 'absent', 'failed')),
  attempts      integer     NOT NULL DEFAULT 0,
  error         text,
  first_call_at timestamptz,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  CHECK (state <> 'present' OR external_id IS NOT NULL)
);
CREATE UNIQUE INDEX effects_one_per_owner ON effects (owner_kind, owner_id, kind)
  WHERE state <> 'absent' AND state <> 'failed';
CREATE UNIQUE INDEX effects_name ON effects (provider, kind, place, name)
  WHERE state <> 'absent' AND state <> 'failed';
CREATE INDEX effects_open ON effects (state, updated_at) WHERE state NOT IN ('present', 'absent');

CREATE TABLE nodes (
  id                    uuid        PRIMARY KEY,
  region                text        NOT NULL,
  image                 text        NOT NULL,
  state                 text        NOT NULL CHECK (state IN
                          ('ordered', 'enrolling', 'ready', 'failed', 'deleting', 'deleted')),
  server_type           text,
  location              text,
  memory_bytes          bigint      CHECK (memory_bytes > 0),
  address               text,
  -- Enrolment: a token for one public key, until the first mutual-TLS contact.
  enrol_token_hash      bytea,
  enrol_expires_at      timestamptz,
  enrol_public_key_hash bytea,
  certificate           text,
  enrolled_at           timestamptz,
  contacted_at          timestamptz,
  problem               text,
  created_at            timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now(),
  CHECK (state <> 'ready' OR (address IS NOT NULL AND contacted_at IS NOT NULL))
);
CREATE INDEX nodes_region ON nodes (region, state);

CREATE TABLE pools (
  region     text        NOT NULL,
  size       text        NOT NULL CHECK (size IN ('small', 'medium', 'large', 'xlarge')),
  image      text        NOT NULL,
  target     integer     NOT NULL CHECK (target BETWEEN 0 AND 10000),
  paused     boolean     NOT NULL DEFAULT false,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (region, size)
);

CREATE TABLE cells (
  id          uuid        PRIMARY KEY,
  node_id     uuid        NOT NULL REFERENCES nodes,
  region      text        NOT NULL,
  size        text        NOT NULL,
  image       text        NOT NULL,
  -- Minted with the cell, never given out again.
  slug        text        NOT NULL UNIQUE CHECK (slug ~ '^[a-z2-7]{20}$'),
  port        integer     NOT NULL CHECK (port BETWEEN 16000 AND 32767),
  key_version integer     NOT NULL DEFAULT 1,
  committed_bytes bigint  NOT NULL CHECK (committed_bytes > 0),
  state       text        NOT NULL CHECK (state IN
                ('creating', 'warm', 'claimed', 'stopped', 'quarantined', 'deleting', 'deleted')),
  -- A cell belongs to at most one instance in its life.
  instance_id uuid        UNIQUE,
  problem     text,
  warm_at     timestamptz,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  CHECK (state <> 'claimed' OR instance_id IS NOT NULL),
  CHECK (state <> 'warm' OR (instance_id IS NULL AND warm_at IS NOT NULL))
);
-- The claim's index: the oldest warm cell of a pool.
CREATE INDEX cells_warm ON cells (region, size, image, warm_at, id) WHERE state = 'warm';
CREATE UNIQUE INDEX cells_port ON cells (node_id, port) WHERE state <> 'deleted';
CREATE INDEX cells_live ON cells (node_id) WHERE state <> 'deleted';
CREATE INDEX cells_pool ON cells (region, size, state) WHERE state <> 'deleted';
