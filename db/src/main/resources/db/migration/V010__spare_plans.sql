-- What customers' own keys at providers serve counts for the caps that owners set, and does not use
-- up what a plan includes: that has a counter of its own, and what is leased for such calls is apart.

ALTER TABLE spendings
  DROP CONSTRAINT spendings_scope_check,
  ADD CONSTRAINT spendings_scope_check CHECK (scope IN ('account', 'instance', 'key', 'plan'));

INSERT INTO spendings (scope, scope_id, period, since, micros, tokens, leased_micros, leased_tokens)
SELECT 'plan', s.scope_id, s.period, s.since, s.micros,
       greatest(0, s.tokens - coalesce(sum(a.rated_tokens), 0)), s.leased_micros, s.leased_tokens
FROM spendings s
LEFT JOIN (attempts a JOIN provider_keys k ON k.id = a.provider_key_id AND k.account_id IS NOT NULL)
  ON a.account_id = s.scope_id
 AND date_trunc('month', a.at AT TIME ZONE 'UTC')::date = s.since
WHERE s.scope = 'account' AND s.period = 'month'
GROUP BY s.scope, s.scope_id, s.period, s.since;

ALTER TABLE leases
  ADD COLUMN own boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT leases_gateway_instance_id_key_id_day_key,
  ADD UNIQUE NULLS NOT DISTINCT (gateway, instance_id, key_id, day, own);
