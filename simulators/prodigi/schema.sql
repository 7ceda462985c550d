CREATE TABLE IF NOT EXISTS sequence (value INTEGER NOT NULL);

CREATE TABLE IF NOT EXISTS orders (
    number            INTEGER PRIMARY KEY,
    idempotency_key   TEXT UNIQUE,
    document          TEXT NOT NULL,
    step              TEXT NOT NULL,
    held              INTEGER NOT NULL,
    due_at            REAL,
    download_attempts INTEGER NOT NULL,
    dials             TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS orders_due ON orders (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS orders_reference
    ON orders (json_extract(document, '$.merchantReference'));

CREATE TABLE IF NOT EXISTS key_posts (
    idempotency_key TEXT NOT NULL,
    sha256          TEXT NOT NULL,
    at              TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS key_posts_key ON key_posts (idempotency_key);

CREATE TABLE IF NOT EXISTS callbacks (
    id           INTEGER PRIMARY KEY,
    event_id     TEXT NOT NULL,
    order_number INTEGER NOT NULL,
    url          TEXT NOT NULL,
    type         TEXT NOT NULL,
    body         BLOB NOT NULL,
    state        TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    due_at       REAL,
    last_outcome TEXT
);
CREATE INDEX IF NOT EXISTS callbacks_due ON callbacks (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE IF NOT EXISTS dials (name TEXT PRIMARY KEY, value TEXT NOT NULL);
