-- What owners decide about spending, what they are told of it, and the mail that tells them.

-- Counts every change of a cap or of a rule. Who changes one holds this row until he is done, so
-- that versions become visible in their order and a gateway that asks for later ones misses none.
CREATE TABLE caps_version (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint  NOT NULL
);
INSERT INTO caps_version (version) VALUES (0);

ALTER TABLE caps
  -- Instead of micros and tokens, until the month of raised_since ends.
  ADD COLUMN raised_micros bigint CHECK (raised_micros >= 0),
  ADD COLUMN raised_tokens bigint CHECK (raised_tokens >= 0),
  ADD COLUMN raised_since  date   CHECK (extract(day FROM raised_since) = 1),
  ADD COLUMN version       bigint NOT NULL DEFAULT 0;
CREATE INDEX caps_version_index ON caps (version);

-- What happens at an agent's caps, and when it spends as it never did.
CREATE TABLE spending_rules (
  instance_id      uuid    PRIMARY KEY REFERENCES instances,
  choice           text    NOT NULL DEFAULT 'stop' CHECK (choice IN ('stop', 'cheaper', 'ask')),
  cheaper_alias    text    CHECK (cheaper_alias ~ '^[a-z0-9][a-z0-9._-]{0,62}$'),
  pause_on_anomaly boolean NOT NULL DEFAULT false,
  paused_until     timestamptz,
  version          bigint  NOT NULL DEFAULT 0,
  CHECK ((choice = 'cheaper') = (cheaper_alias IS NOT NULL))
);
CREATE INDEX spending_rules_version ON spending_rules (version);

CREATE FUNCTION next_caps_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE caps_version SET version = version + 1 RETURNING version INTO NEW.version;
  RETURN NEW;
END $$;
CREATE TRIGGER caps_change BEFORE INSERT OR UPDATE ON caps
  FOR EACH ROW EXECUTE FUNCTION next_caps_version();
CREATE TRIGGER spending_rules_change BEFORE INSERT OR UPDATE ON spending_rules
  FOR EACH ROW EXECUTE FUNCTION next_caps_version();

-- What an agent spent in an hour: what its hours to come are measured by.
CREATE TABLE spent_hours (
  instance_id uuid        NOT NULL REFERENCES instances,
  hour        timestamptz NOT NULL,
  micros      bigint      NOT NULL CHECK (micros >= 0),
  PRIMARY KEY (instance_id, hour)
);
CREATE INDEX spent_hours_age ON spent_hours (hour);

-- What an owner is told about one cap of one period, or about one hour; once, whoever notices it.
CREATE TABLE notices (
  id           uuid        PRIMARY KEY,
  kind         text        NOT NULL CHECK (kind IN ('share', 'reached', 'ask', 'anomaly')),
  account_id   uuid        NOT NULL REFERENCES accounts,
  -- Whose spending it was; a cap of the account concerns all of its agents.
  instance_id  uuid        NOT NULL REFERENCES instances,
  scope        text        NOT NULL CHECK (scope IN ('account', 'instance', 'key')),
  scope_id     uuid        NOT NULL,
  period       text        NOT NULL CHECK (period IN ('hour', 'day', 'month')),
  since        timestamptz NOT NULL,
  percent      integer     CHECK (percent IN (50, 80, 95, 100)),
  -- A cap that is raised or lowered is another one, of which its owner hears anew.
  cap_micros   bigint,
  cap_tokens   bigint,
  spent_micros bigint      NOT NULL,
  spent_tokens bigint      NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (scope, scope_id, period, since, percent, cap_micros, cap_tokens),
  CHECK ((kind = 'anomaly') = (percent IS NULL)),
  CHECK ((kind = 'anomaly') = (period = 'hour'))
);
CREATE INDEX notices_instance ON notices (instance_id, id);
CREATE INDEX notices_scope ON notices (scope_id, id);

-- A link that raises the cap of a notice; made when its mail is, void when the month ends.
CREATE TABLE raises (
  notice_id  uuid        PRIMARY KEY REFERENCES notices,
  token_hash bytea       NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  to_micros  bigint      CHECK (to_micros >= 0),
  to_tokens  bigint      CHECK (to_tokens >= 0),
  expires_at timestamptz NOT NULL,
  done_at    timestamptz
);

-- The outbox. Subject and bodies are written by whoever sends it; a link in them that acts without
-- a session is left out here.
CREATE TABLE mails (
  id         uuid        PRIMARY KEY,
  notice_id  uuid        UNIQUE REFERENCES notices,
  recipient  text        NOT NULL,
  subject    text        NOT NULL DEFAULT '',
  text       text        NOT NULL DEFAULT '',
  html       text        NOT NULL DEFAULT '',
  state      text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
  problem    text,
  created_at timestamptz NOT NULL DEFAULT now(),
  sent_at    timestamptz,
  CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE INDEX mails_waiting ON mails (created_at) WHERE state = 'waiting';
