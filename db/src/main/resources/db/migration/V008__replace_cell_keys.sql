-- A cell's own key for models follows from the version of its own. Replaced, it is the next
-- version; the one before works until its end, and never more than these two do. The version of
-- the credential that the router shows the cell (key_version) is another.
ALTER TABLE cells
  ADD COLUMN model_key_version         integer NOT NULL DEFAULT 1 CHECK (model_key_version > 0),
  ADD COLUMN model_key_before_ends     timestamptz,
  -- How long the one before works once the new one is in its place; set until it is.
  ADD COLUMN model_key_overlap_seconds integer CHECK (model_key_overlap_seconds BETWEEN 0 AND 604800),
  ADD CHECK (model_key_version > 1 OR model_key_before_ends IS NULL),
  ADD CHECK (model_key_overlap_seconds IS NULL OR model_key_before_ends IS NOT NULL);

ALTER TABLE routes
  ADD COLUMN model_key_version     integer NOT NULL DEFAULT 1 CHECK (model_key_version > 0),
  ADD COLUMN model_key_before_ends timestamptz;
-- Gateways look every half second at those that changed just now, whatever they were told.
CREATE INDEX routes_new_model_key ON routes (updated_at) WHERE model_key_before_ends IS NOT NULL;
