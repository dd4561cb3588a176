-- A bank: run it in every journal mode with
--   ./braid --compare examples/workload.sql
-- The format: docs/comparing.md

.threads 8
.seconds 5

.param payer  random 1 10000
.param payee  random 1 10000
.param amount random 1 100
.param note   text 30

.setup
CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);
CREATE TABLE history(id INTEGER PRIMARY KEY, payer INTEGER, payee INTEGER, amount INTEGER, note TEXT);
CREATE INDEX history_payer ON history(payer);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
  INSERT INTO account SELECT i, 1000 FROM n;

.transaction
SELECT balance FROM account WHERE id = :payer;
UPDATE account SET balance = balance - :amount WHERE id = :payer;
UPDATE account SET balance = balance + :amount WHERE id = :payee;
INSERT INTO history(payer, payee, amount, note) VALUES (:payer, :payee, :amount, :note);

.check
SELECT sum(balance) = 10000 * 1000 FROM account;
SELECT count(*) = :commits FROM history;
