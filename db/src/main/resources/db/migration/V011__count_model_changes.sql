-- Counts every change of what gateways keep in memory: the catalogue, keys and rates. Who changes some
-- of it holds this row until he is done, so that a gateway that has read a version has read all of it.
CREATE TABLE models_version (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint  NOT NULL
);
INSERT INTO models_version (version) VALUES (0);

CREATE FUNCTION count_model_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE models_version SET version = version + 1;
  RETURN NULL;
END $$;

CREATE TRIGGER providers_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON providers
  FOR EACH STATEMENT EXECUTE FUNCTION count_model_change();
CREATE TRIGGER models_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON models
  FOR EACH STATEMENT EXECUTE FUNCTION count_model_change();
CREATE TRIGGER model_prices_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON model_prices
  FOR EACH STATEMENT EXECUTE FUNCTION count_model_change();
CREATE TRIGGER model_links_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON model_links
  FOR EACH STATEMENT EXECUTE FUNCTION count_model_change();
CREATE TRIGGER model_keys_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON model_keys
  FOR EACH STATEMENT EXECUTE FUNCTION count_model_change();
CREATE TRIGGER provider_keys_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON provider_keys
  FOR EACH STATEMENT EXECUTE FUNCTION count_model_change();
CREATE TRIGGER plan_rates_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON plan_rates
  FOR EACH STATEMENT EXECUTE FUNCTION count_model_change();
