-- Models and keys as operators see them: what is on offer, what is used over all agents, and how
-- each gateway finds the providers' keys.

-- A model that is left out of a new catalogue; its prices stay with what was sold of it.
ALTER TABLE models ADD COLUMN enabled boolean NOT NULL DEFAULT true;

-- Attempts come in the order of their time, so that a summary of each stretch of pages is enough.
CREATE INDEX attempts_at ON attempts USING brin (at);

-- What a gateway thinks of a provider's key. A gateway that has not been seen for a while is gone.
CREATE TABLE breakers (
  gateway         text        NOT NULL,
  provider_key_id uuid        NOT NULL REFERENCES provider_keys,
  state           text        NOT NULL CHECK (state IN ('closed', 'open', 'half-open', 'refused')),
  problem         text,
  since           timestamptz NOT NULL,
  seen_at         timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (gateway, provider_key_id)
);
CREATE INDEX breakers_seen ON breakers (seen_at);
