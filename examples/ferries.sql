-- A small ferry company. examples/ferries.db is this script run by stock SQLite:
--   sqlite3 examples/ferries.db < examples/ferries.sql
PRAGMA page_size = 4096;
PRAGMA journal_mode = wal;
BEGIN;
CREATE TABLE harbour (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  island TEXT NOT NULL
);
CREATE TABLE ship (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  seats INTEGER NOT NULL CHECK (seats > 0),
  launched TEXT NOT NULL
);
CREATE TABLE crossing (
  id INTEGER PRIMARY KEY,
  ship_id INTEGER NOT NULL REFERENCES ship (id),
  from_id INTEGER NOT NULL REFERENCES harbour (id),
  to_id INTEGER NOT NULL REFERENCES harbour (id),
  departs TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  CHECK (from_id <> to_id)
);
CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  crossing_id INTEGER NOT NULL REFERENCES crossing (id),
  passenger TEXT NOT NULL,
  price REAL NOT NULL DEFAULT 12.5
);
CREATE INDEX crossing_departs ON crossing (departs);
CREATE INDEX ticket_crossing ON ticket (crossing_id);

INSERT INTO harbour (name, island) VALUES
  ('Eastquay', 'Sandray'), ('Northhaven', 'Sandray'), ('Port Åsund', 'Holm'),
  ('Skerry Point', 'Holm'), ('Tern Bay', 'Little Holm'), ('Old Lighthouse', 'Wrack');
INSERT INTO ship (name, seats, launched) VALUES
  ('Fulmar', 180, '1998-05-14'), ('Guillemot', 96, '2007-09-01'), ('Kittiwake', 240, '2015-03-20'),
  ('Razorbill', 60, '2021-11-08'), ('Storm Petrel', 32, '1987-06-30');

WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 299)
INSERT INTO crossing (ship_id, from_id, to_id, departs, minutes)
SELECT i % 5 + 1,
  i % 6 + 1,
  (i + 1 + i / 6 % 5) % 6 + 1,
  strftime('%Y-%m-%d %H:%M', '2026-05-01 06:30', '+' || (i * 157) || ' minutes'),
  25 + i * 37 % 80
FROM n;

WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1499)
INSERT INTO ticket (crossing_id, passenger, price)
SELECT i * 7 % 300 + 1,
  substr('AdaBenCleDanEveFinGusHalIdaJonKimLeo', i % 12 * 3 + 1, 3)
    || ' ' || substr('MoorReedSandTideWellWood', i / 12 % 6 * 4 + 1, 4),
  CASE WHEN i % 4 = 0 THEN 6.25 ELSE 12.5 END
FROM n;
COMMIT;
