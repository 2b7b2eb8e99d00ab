-- As many orders as warm cells, as signups and refills would have left them.
INSERT INTO accounts (id, email, email_key, password_hash, plan)
VALUES ('00000000-0000-7000-8000-000000000001', 'bench@example.org', 'bench@example.org', '-', 'free');

INSERT INTO nodes (id, region, image, state, memory_bytes, address, contacted_at)
SELECT ('00000000-0000-7000-8000-00000000010' || n)::uuid, 'fsn1', 'agent-lite', 'ready', 1 << 30, '10.0.0.' || n, now()
FROM generate_series(1, 3) n;

INSERT INTO orders (id, account_id, agent_name, plan, region, size, image, state)
SELECT ('01990000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid,
       '00000000-0000-7000-8000-000000000001', 'Ada', 'free', 'fsn1', 'small', 'agent-lite', 'placed'
FROM generate_series(0, $count - 1) i;

INSERT INTO instances (id, account_id, name, plan, region, size, image, state, access_token_hash)
SELECT id, account_id, agent_name, plan, region, size, image, 'queued', sha256(id::text::bytea) FROM orders;

INSERT INTO cells (id, node_id, region, size, image, slug, port, committed_bytes, state, warm_at)
SELECT ('01990000-0000-7000-9000-' || lpad(to_hex(i), 12, '0'))::uuid,
       ('00000000-0000-7000-8000-00000000010' || 1 + i / $ports)::uuid, 'fsn1', 'small', 'agent-lite',
       translate(substr(md5(i::text), 1, 20), '0189', 'ghij'), $first_port + i % $ports, 33554432, 'warm', now()
FROM generate_series(0, $count - 1) i;

INSERT INTO routes (slug, cell_id, address, port, state)
SELECT slug, id, '10.0.0.1', port, 'warm' FROM cells;

ANALYZE;
