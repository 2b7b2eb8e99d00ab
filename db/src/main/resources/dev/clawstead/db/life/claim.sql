-- Gives one order the oldest warm cell of its pool: one statement, one commit, no notice.
WITH o AS MATERIALIZED (
  -- Whoever claims the same order at the same time waits here, and then sees that it is served.
  SELECT id, region, size, image, state FROM orders WHERE id = ? FOR UPDATE
), taken AS (
  UPDATE cells SET state = 'claimed', instance_id = (SELECT id FROM o), updated_at = now()
  -- "= (subquery)", never "IN": PostgreSQL may run an IN subquery, and lock, more than once.
  WHERE id = (
    SELECT c.id FROM cells c
    WHERE c.state = 'warm'
      AND c.region = (SELECT region FROM o)
      AND c.size = (SELECT size FROM o)
      AND c.image = (SELECT image FROM o)
      AND (SELECT state FROM o) IN ('placed', 'queued', 'failed')
      -- Those who wait already come first, unless the caller knows that it is this order's turn.
      AND (? OR NOT EXISTS (
        SELECT FROM orders q JOIN instances w ON w.id = q.id AND w.cell_id IS NULL
        WHERE q.state = 'queued' AND q.region = (SELECT region FROM o)
          AND q.size = (SELECT size FROM o) AND q.image = (SELECT image FROM o)))
    ORDER BY c.warm_at, c.id
    LIMIT 1
    FOR UPDATE SKIP LOCKED)
  RETURNING id, slug, instance_id
), lived AS (
  UPDATE instances i
  SET state = 'running', slug = COALESCE(i.slug, t.slug), cell_id = t.id, problem = NULL, updated_at = now()
  FROM taken t WHERE i.id = t.instance_id
  RETURNING i.slug, i.access_version, i.access_token_hash
), permitted AS (
  INSERT INTO permits (instance_id, cell_id) SELECT instance_id, id FROM taken
  ON CONFLICT (instance_id)
  DO UPDATE SET cell_id = EXCLUDED.cell_id, epoch = permits.epoch + 1, updated_at = now()
), opened AS (
  UPDATE routes r
  -- An instance that has run before keeps its address; the caller points that one here.
  SET state = CASE WHEN l.slug = r.slug THEN 'open' ELSE 'gone' END, instance_id = t.instance_id, access_version = l.access_version,
      access_token_hash = l.access_token_hash, version = nextval('route_version'),
      updated_at = now()
  FROM taken t, lived l WHERE r.slug = t.slug
), served AS (
  UPDATE orders SET state = ?, eta = NULL, problem = NULL, updated_at = now()
  FROM taken t WHERE orders.id = t.instance_id
), told AS (
  INSERT INTO instance_events (instance_id, event_key, kind, level, title, actor)
  SELECT instance_id, 'ready', 'ready', 'good', 'Your agent is ready', 'clawstead' FROM taken
  ON CONFLICT DO NOTHING
)
SELECT t.id, t.slug, l.slug AS address FROM taken t, lived l
