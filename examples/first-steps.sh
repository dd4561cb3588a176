#!/bin/sh
# First steps: Braid opens a database that stock SQLite wrote, asks it, changes it, hands it back.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
file=${1:-$root/target/ferries.db}

mkdir -p "$(dirname "$file")"
rm -f "$file" "$file-wal" "$file-shm"
cp "$root/examples/ferries.db" "$file"

echo "What do the ferries earn, island by island?"
"$root/braid" "$file" "
  SELECT harbour.island, count(*) AS tickets, sum(ticket.price) AS income
  FROM ticket
  JOIN crossing ON crossing.id = ticket.crossing_id
  JOIN harbour ON harbour.id = crossing.to_id
  GROUP BY harbour.island
  ORDER BY income DESC, harbour.island"

echo "The Storm Petrel gets more seats, and a journey is booked, in one transaction."
"$root/braid" "$file" "
  BEGIN;
  UPDATE ship SET seats = seats + 8 WHERE name = 'Storm Petrel';
  INSERT INTO ticket (crossing_id, passenger) VALUES (1, 'Zoe Wave') RETURNING id, price;
  COMMIT"

if command -v sqlite3 >/dev/null; then
  echo "What stock sqlite3 says of the file:"
  sqlite3 "$file" "
    SELECT name, seats FROM ship WHERE name = 'Storm Petrel';
    SELECT passenger, price FROM ticket ORDER BY id DESC LIMIT 1;
    PRAGMA integrity_check"
fi
