-- The import as far as the sqlite3 shell can do it: a flat table, then INSERT … SELECT into the tables of a
-- fresh knowledge base. Names are found by equality alone, and the identities are random bytes.
-- The script that runs this puts CLAIMS.CSV in place of the file and the indexes of claim in place of INDEXES.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -16384;
PRAGMA foreign_keys = ON;
BEGIN;
.mode csv
.import CLAIMS.CSV flat
INSERT INTO batch (kind, recorded_at, hand, program) VALUES ('import', '2026-01-01T00:00:00Z', 'benchmark', 'sqlite3');
CREATE TEMP TABLE this AS SELECT max(id) AS batch FROM batch;
CREATE TEMP TABLE known_party (name TEXT PRIMARY KEY, code TEXT) WITHOUT ROWID;
INSERT OR IGNORE INTO known_party SELECT code, code FROM party UNION ALL SELECT name, code FROM party;
INSERT OR IGNORE INTO source (name, batch)
SELECT DISTINCT name, batch FROM (
  SELECT asserted_by AS name FROM flat UNION SELECT document_publisher FROM flat UNION SELECT document_agency FROM flat
), this WHERE name <> '';
CREATE TEMP TABLE known_weapon (name TEXT PRIMARY KEY, id INTEGER) WITHOUT ROWID;
INSERT OR IGNORE INTO known_weapon
SELECT designation, id FROM weapon UNION ALL SELECT alias, weapon FROM weapon_alias;
INSERT OR IGNORE INTO weapon (designation, batch)
SELECT DISTINCT flat.weapon, this.batch FROM flat, this WHERE flat.weapon <> '' AND flat.weapon NOT IN (SELECT name FROM known_weapon);
INSERT OR IGNORE INTO known_weapon SELECT designation, id FROM weapon;
INSERT INTO document (hash, url, title, publisher, agency, author, published, language, sha256, publisher_source,
  agency_source, batch)
SELECT randomblob(16), nullif(document_url, ''), document_title, nullif(document_publisher, ''),
  nullif(document_agency, ''), nullif(document_author, ''), nullif(document_published, ''),
  nullif(document_language, ''), nullif(document_sha256, ''), p.id, a.id, this.batch
FROM (SELECT DISTINCT document_url, document_title, document_publisher, document_agency, document_author,
        document_published, document_language, document_sha256 FROM flat), this
LEFT JOIN source AS p ON p.name = document_publisher LEFT JOIN source AS a ON a.name = document_agency;
CREATE INDEX benchmark_document ON document (title, published);
INDEXES-DROP
INSERT INTO claim (hash, batch, document, supplier, recipient, weapon, weapon_printed, category, quantity,
  quantity_max, quantity_text, quantity_unit, value_thousandths, value_max_thousandths, currency, price_year, status,
  mode, condition, scope, from_date, to_date, years, estimates, asserted_by, origin, evidence, evidence_start,
  evidence_end, reliability, credibility, confidence, note, extra)
SELECT randomblob(16), this.batch, d.id, s.code, r.code, w.id, iif(o.designation = f.weapon, NULL, nullif(f.weapon, '')),
  nullif(f.category, ''), nullif(quantity, ''), nullif(quantity_max, ''), nullif(quantity_text, ''),
  nullif(quantity_unit, ''), iif(value = '', NULL, CAST(round(value * 1000) AS INTEGER)),
  iif(value_max = '', NULL, CAST(round(value_max * 1000) AS INTEGER)), nullif(currency, ''), nullif(price_year, ''),
  status, nullif(mode, ''), nullif(condition, ''), scope, nullif("from", ''), nullif("to", ''), nullif(years, ''),
  nullif(estimates, ''), a.id, coalesce(a.id, d.agency_source, d.publisher_source), nullif(f.evidence, ''),
  nullif(evidence_start, ''), nullif(evidence_end, ''), nullif(f.reliability, ''), nullif(credibility, ''),
  nullif(confidence, ''), nullif(f.note, ''), iif(x_desk = '', NULL, json_object('x_desk', x_desk))
FROM flat AS f CROSS JOIN this
CROSS JOIN document AS d ON d.title = document_title AND d.published IS nullif(document_published, '')
  AND d.url IS nullif(document_url, '') AND d.publisher IS nullif(document_publisher, '')
LEFT JOIN known_party AS s ON s.name = f.supplier LEFT JOIN known_party AS r ON r.name = f.recipient
LEFT JOIN known_weapon AS w ON w.name = f.weapon LEFT JOIN weapon AS o ON o.id = w.id
LEFT JOIN source AS a ON a.name = f.asserted_by;
INDEXES-CREATE
DROP INDEX benchmark_document;
DROP TABLE flat;
COMMIT;
PRAGMA journal_mode = DELETE;
