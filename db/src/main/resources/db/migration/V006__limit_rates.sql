-- How often an agent may call models, by its account's plan. Read again every half second.
CREATE TABLE plan_rates (
  plan                    text    PRIMARY KEY CHECK (plan IN ('free', 'pro', 'business', 'enterprise')),
  requests_per_minute     integer NOT NULL CHECK (requests_per_minute > 0),
  rated_tokens_per_minute bigint  NOT NULL CHECK (rated_tokens_per_minute > 0),
  concurrent              integer NOT NULL CHECK (concurrent > 0)
);
INSERT INTO plan_rates VALUES
  ('free',          120,   500000,    8),
  ('pro',           600,  3000000,   32),
  ('business',     3000, 15000000,  128),
  ('enterprise', 120000, 500000000, 4000);

-- A gateway's part of an agent's rates, in hundredths: all gateways together have at most the whole.
CREATE TABLE rate_shares (
  instance_id uuid        NOT NULL REFERENCES instances,
  gateway     text        NOT NULL,
  parts       integer     NOT NULL CHECK (parts BETWEEN 0 AND 100),
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (instance_id, gateway)
);
CREATE INDEX rate_shares_gateway ON rate_shares (gateway);
