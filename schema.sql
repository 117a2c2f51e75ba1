-- armskb: who supplied which weapons to whom, and according to whom.
--
-- This file is the one definition of a new knowledge base; the program carries it word for word. Three
-- layers, from the ground up:
--   1. what the world is called:  party, weapon_category, weapon, maker, source (reference data)
--   2. what was said:             document, claim (added and withdrawn, never changed)
--   3. what follows from it:      transfer, pair_total, party_total (made again from layer 2 by rule)
-- Every row of 1 and 2 belongs to a batch; a batch can be withdrawn by a later one, and nothing is erased.
-- Dates keep the precision that was printed: '2006', '2006-03' or '2006-03-05'. Empty (NULL) is not known,
-- never zero. Money and TIV are kept in thousandths of a unit, so that sums are exact.

PRAGMA application_id = 0x41524D53;  -- 'ARMS'
PRAGMA user_version = 2;

-- ---------------------------------------------------------------------------------------------- ledger

CREATE TABLE batch (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind = 'reference' OR kind = 'import' OR kind = 'undo' OR kind = 'judgement'),
  recorded_at  TEXT NOT NULL,                  -- UTC, '2026-11-22T16:07:31Z'
  hand         TEXT NOT NULL,                  -- the person who did it
  file         TEXT,                           -- as typed; '<stdin>' for standard input
  file_bytes   INTEGER,
  added        INTEGER NOT NULL DEFAULT 0,     -- claims new with this batch
  known        INTEGER NOT NULL DEFAULT 0,     -- claims of the file that stood here already
  rejected     INTEGER NOT NULL DEFAULT 0,     -- records left out with --skip-invalid
  full_text    INTEGER NOT NULL DEFAULT 1 CHECK (full_text = 0 OR full_text = 1),  -- 0: its claims are not in claim_text yet
  undoes       INTEGER REFERENCES batch (id),  -- kind 'undo': the batch withdrawn (or, if that was an undo, restored)
  note         TEXT,
  program      TEXT NOT NULL,                  -- version that wrote it
  CHECK ((kind = 'undo') = (undoes IS NOT NULL))
) STRICT;

-- A batch is live unless its newest row here says otherwise. Rows are only added.
CREATE TABLE batch_state (
  batch        INTEGER NOT NULL REFERENCES batch (id),
  changed_by   INTEGER NOT NULL REFERENCES batch (id),
  live         INTEGER NOT NULL CHECK (live = 0 OR live = 1),
  PRIMARY KEY (batch, changed_by)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_batch AS
SELECT batch.id AS batch, kind, recorded_at, hand, file, added, known, rejected, undoes,
       coalesce((SELECT live FROM batch_state AS s WHERE s.batch = batch.id ORDER BY changed_by DESC LIMIT 1), 1) AS live,
       note, program
FROM batch;

-- --------------------------------------------------------------------------------------- reference data

CREATE TABLE party (
  code         TEXT PRIMARY KEY,               -- ISO 3166-1 alpha-3, ISO 3166-3 of a former state, or 'X-…'
  kind         TEXT NOT NULL CHECK (kind = 'state' OR kind = 'territory' OR kind = 'state-like' OR kind = 'former-state'
                 OR kind = 'non-state' OR kind = 'organisation' OR kind = 'placeholder'),
  name         TEXT NOT NULL,
  alpha2       TEXT,
  sipri_name   TEXT,                           -- SIPRI's spelling, without stars
  region       TEXT,
  valid_from   TEXT                            -- when it began and ceased to exist, where that matters
                 CHECK (valid_from IS NULL OR valid_from GLOB '[12][0-9][0-9][0-9]'
                 OR valid_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR valid_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  valid_to     TEXT CHECK (valid_to IS NULL OR valid_to GLOB '[12][0-9][0-9][0-9]'
                 OR valid_to GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR valid_to GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  note         TEXT,
  batch        INTEGER NOT NULL REFERENCES batch (id),
  CHECK (length(code) = 3 OR code GLOB 'X-*')
) STRICT, WITHOUT ROWID;

-- Every way a party is written: names, aliases, demonyms, capitals that stand for governments.
CREATE TABLE party_name (
  id           INTEGER PRIMARY KEY,
  party        TEXT NOT NULL REFERENCES party (code),
  name         TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind = 'name' OR kind = 'alias' OR kind = 'sipri' OR kind = 'demonym'
                 OR kind = 'capital' OR kind = 'former'),
  valid_from   TEXT CHECK (valid_from IS NULL OR valid_from GLOB '[12][0-9][0-9][0-9]'
                 OR valid_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR valid_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  valid_to     TEXT CHECK (valid_to IS NULL OR valid_to GLOB '[12][0-9][0-9][0-9]'
                 OR valid_to GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR valid_to GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  batch        INTEGER NOT NULL REFERENCES batch (id)
) STRICT;
CREATE INDEX party_name_by_party ON party_name (party);

CREATE TABLE party_successor (
  party        TEXT NOT NULL REFERENCES party (code),
  successor    TEXT NOT NULL REFERENCES party (code),
  position     INTEGER NOT NULL,               -- 1: the state that continues the series
  PRIMARY KEY (party, successor),
  CHECK (party <> successor)
) STRICT, WITHOUT ROWID;

-- Which states belonged to an alliance or union, and when; open ends where it still holds.
CREATE TABLE membership (
  organisation TEXT NOT NULL REFERENCES party (code),
  member       TEXT NOT NULL REFERENCES party (code),
  valid_from   TEXT NOT NULL CHECK (valid_from GLOB '[12][0-9][0-9][0-9]' OR valid_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR valid_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  valid_to     TEXT CHECK (valid_to IS NULL OR valid_to GLOB '[12][0-9][0-9][0-9]'
                 OR valid_to GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR valid_to GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  batch        INTEGER NOT NULL REFERENCES batch (id),
  PRIMARY KEY (organisation, member, valid_from),
  CHECK (organisation <> member)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_by_member ON membership (member);

-- Yearly averages: one unit of base is worth rate units of currency.
CREATE TABLE exchange_rate (
  base         TEXT NOT NULL,
  currency     TEXT NOT NULL,
  year         INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2100),
  rate         REAL NOT NULL CHECK (rate > 0),
  source       TEXT NOT NULL,
  batch        INTEGER NOT NULL REFERENCES batch (id),
  PRIMARY KEY (base, currency, year),
  CHECK (base <> currency)
) STRICT, WITHOUT ROWID;

-- Consumer prices, yearly averages: amounts of two years compare as their numbers do.
CREATE TABLE price_index (
  currency     TEXT NOT NULL,
  year         INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2100),
  value        REAL NOT NULL CHECK (value > 0),
  source       TEXT NOT NULL,
  batch        INTEGER NOT NULL REFERENCES batch (id),
  PRIMARY KEY (currency, year)
) STRICT, WITHOUT ROWID;

-- Names that two parties bear at the same time. prefers NULL: the importer asks.
CREATE TABLE ambiguous_name (
  name         TEXT PRIMARY KEY,
  prefers      TEXT REFERENCES party (code),
  note         TEXT,
  batch        INTEGER NOT NULL REFERENCES batch (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE weapon_category (
  slug         TEXT PRIMARY KEY,
  parent       TEXT REFERENCES weapon_category (slug),
  name         TEXT NOT NULL,
  sipri_class  TEXT,
  un_category  TEXT,                           -- UN Register of Conventional Arms
  position     INTEGER NOT NULL UNIQUE,        -- the order of the list; also the bit in pair_total.categories
  batch        INTEGER NOT NULL REFERENCES batch (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE weapon_category_word (
  word         TEXT NOT NULL PRIMARY KEY,
  category     TEXT NOT NULL REFERENCES weapon_category (slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE maker (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE,
  home         TEXT NOT NULL REFERENCES party (code),
  kind         TEXT NOT NULL,
  valid_from   TEXT CHECK (valid_from IS NULL OR valid_from GLOB '[12][0-9][0-9][0-9]'
                 OR valid_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR valid_from GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  valid_to     TEXT CHECK (valid_to IS NULL OR valid_to GLOB '[12][0-9][0-9][0-9]'
                 OR valid_to GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR valid_to GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  note         TEXT,
  batch        INTEGER NOT NULL REFERENCES batch (id)
) STRICT;

-- In tables WITHOUT ROWID the key stands first: integrity_check of SQLite 3.40 misreads any other order.

CREATE TABLE maker_alias (
  alias        TEXT NOT NULL PRIMARY KEY,
  maker        INTEGER NOT NULL REFERENCES maker (id)
) STRICT, WITHOUT ROWID;

-- Designations from data/ and those that claims brought along; the latter have no category yet.
CREATE TABLE weapon (
  id           INTEGER PRIMARY KEY,
  designation  TEXT NOT NULL UNIQUE,
  category     TEXT REFERENCES weapon_category (slug),
  maker        INTEGER REFERENCES maker (id),
  note         TEXT,
  batch        INTEGER NOT NULL REFERENCES batch (id)
) STRICT;

CREATE TABLE weapon_alias (
  alias        TEXT NOT NULL PRIMARY KEY,
  weapon       INTEGER NOT NULL REFERENCES weapon (id)
) STRICT, WITHOUT ROWID;

-- Whoever can say something: publishers, agencies, institutes, ministries, persons.
CREATE TABLE source (
  id           INTEGER PRIMARY KEY,
  name         TEXT NOT NULL UNIQUE,
  kind         TEXT                            -- NULL: came with a claim, not described yet
                 CHECK (kind = 'newspaper' OR kind = 'agency' OR kind = 'broadcaster' OR kind = 'magazine'
                 OR kind = 'website' OR kind = 'institute' OR kind = 'ministry' OR kind = 'person' OR kind = 'anonymous'
                 OR kind = 'organisation' OR kind = 'dataset'),
  home         TEXT REFERENCES party (code),
  reliability  TEXT CHECK (reliability GLOB '[A-F]'),  -- Admiralty code
  url          TEXT,
  licence      TEXT,                           -- terms of what it publishes, in a word: 'CC BY 4.0', 'sipri-nc'
  redistributable INTEGER CHECK (redistributable = 0 OR redistributable = 1),  -- 0: exports leave its datasets out
  note         TEXT,
  batch        INTEGER NOT NULL REFERENCES batch (id)
) STRICT;

CREATE TABLE source_alias (
  alias        TEXT NOT NULL PRIMARY KEY,
  source       INTEGER NOT NULL REFERENCES source (id)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------- what was said

CREATE TABLE document (
  id           INTEGER PRIMARY KEY,
  hash         BLOB NOT NULL UNIQUE CHECK (length(hash) = 16),  -- of the eight fields below
  url          TEXT,
  title        TEXT,
  publisher    TEXT,                           -- as printed
  agency       TEXT,
  author       TEXT,
  published    TEXT
                 CHECK (published IS NULL OR published GLOB '[12][0-9][0-9][0-9]'
                 OR published GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR published GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  language     TEXT,
  sha256       TEXT,                           -- of the text
  publisher_source INTEGER REFERENCES source (id),
  agency_source INTEGER REFERENCES source (id),
  batch        INTEGER NOT NULL REFERENCES batch (id),
  identifier   TEXT AS ('d' || lower(substr(hex(hash), 1, 16))),  -- in print
  CHECK (url IS NOT NULL OR title IS NOT NULL)
) STRICT;

-- Documents whose publisher is a dataset: its editions, each made on the day on which it was published.
CREATE TABLE release (
  document     INTEGER PRIMARY KEY REFERENCES document (id),
  dataset      INTEGER NOT NULL REFERENCES source (id),
  layout       TEXT,                           -- of the file; NULL: single figures taken from it by hand
  generated    TEXT,                           -- as the file says, '2024-10-13T14:20:11'
  window_from  INTEGER,                        -- of an edition limited to some years: the first and the last
  window_to    INTEGER,
  suppliers    TEXT,                           -- of an edition limited to some suppliers: their codes, 'ISR;RUS'
  recipients   TEXT,
  is_selection INTEGER NOT NULL DEFAULT 0 CHECK (is_selection = 0 OR is_selection = 1),  -- 1: speaks of its pairs only
  batch        INTEGER NOT NULL REFERENCES batch (id)
) STRICT;

-- One statement by one asserter in one document. Never changed: a corrected record is a new claim.
CREATE TABLE claim (
  id           INTEGER PRIMARY KEY,
  hash         BLOB NOT NULL UNIQUE CHECK (length(hash) = 16),  -- of the content
  batch        INTEGER NOT NULL REFERENCES batch (id),
  document     INTEGER NOT NULL REFERENCES document (id),
  supplier     TEXT REFERENCES party (code),   -- NULL: not known, or everybody (scope 'aggregate')
  recipient    TEXT REFERENCES party (code),
  weapon       INTEGER REFERENCES weapon (id),
  weapon_printed TEXT,                         -- where it was printed otherwise than weapon.designation
  category     TEXT REFERENCES weapon_category (slug),  -- as claimed; NULL: that of the weapon, if any
  quantity     INTEGER CHECK (quantity >= 0),
  quantity_max INTEGER CHECK (quantity_max >= quantity),
  quantity_text TEXT,
  quantity_unit TEXT,                          -- NULL: pieces
  value_thousandths INTEGER CHECK (value_thousandths >= 0),
  value_max_thousandths INTEGER CHECK (value_max_thousandths >= value_thousandths),
  currency     TEXT,                           -- ISO 4217, or 'TIV' (then in millions of TIV)
  price_year   INTEGER CHECK (price_year BETWEEN 1900 AND 2100),
  status       TEXT NOT NULL CHECK (status = 'delivered' OR status = 'ordered' OR status = 'reported' OR status = 'in-use'
                 OR status = 'approved' OR status = 'offered' OR status = 'requested' OR status = 'negotiating'
                 OR status = 'selected' OR status = 'denied' OR status = 'cancelled' OR status = 'suspended'
                 OR status = 'diverted'),
  mode         TEXT CHECK (mode IS NULL OR mode = 'sale' OR mode = 'aid' OR mode = 'loan' OR mode = 'licence-production'
                 OR mode = 'kit-assembly' OR mode = 'swap' OR mode = 'illegal'),
  condition    TEXT CHECK (condition IS NULL OR condition = 'new' OR condition = 'second-hand' OR condition = 'modernized'),
  scope        TEXT NOT NULL CHECK (scope = 'deal' OR scope = 'aggregate'),
  from_date    TEXT
                 CHECK (from_date IS NULL OR from_date GLOB '[12][0-9][0-9][0-9]'
                 OR from_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR from_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  to_date      TEXT
                 CHECK (to_date IS NULL OR to_date GLOB '[12][0-9][0-9][0-9]' OR to_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]'
                 OR to_date GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  years        TEXT,                           -- '2017;2019'
  estimates    TEXT,                           -- 'quantity;from'
  asserted_by  INTEGER REFERENCES source (id),  -- NULL: the outlet itself
  asserted_by_printed TEXT,                    -- where it was printed otherwise than source.name
  origin       INTEGER NOT NULL REFERENCES source (id),  -- asserter, else agency, else publisher
  deal         TEXT,                           -- the dataset's own key of the deal
  line         INTEGER CHECK (line > 0),       -- of a dataset's file: where the record begins; no part of the hash
  evidence     TEXT,
  evidence_start INTEGER,
  evidence_end INTEGER CHECK (evidence_end >= evidence_start),
  reliability  TEXT CHECK (reliability GLOB '[A-F]'),
  credibility  INTEGER CHECK (credibility BETWEEN 1 AND 6),
  confidence   REAL CHECK (confidence BETWEEN 0 AND 1),
  note         TEXT,
  extra        TEXT,                           -- the record's own x_ keys, one JSON object
  identifier   TEXT AS ('c' || lower(substr(hex(hash), 1, 16))),  -- in print
  CHECK (supplier IS NOT NULL OR recipient IS NOT NULL),
  CHECK (supplier <> recipient),
  CHECK (value_thousandths IS NULL OR currency IS NOT NULL)
) STRICT;
CREATE INDEX claim_by_pair ON claim (supplier, recipient);
CREATE INDEX claim_by_recipient ON claim (recipient, supplier);
CREATE INDEX claim_by_document ON claim (document);
CREATE INDEX claim_by_weapon ON claim (weapon) WHERE weapon IS NOT NULL;
CREATE INDEX claim_overall ON claim (supplier, recipient, scope) WHERE scope = 'aggregate' AND (supplier IS NULL OR recipient IS NULL);
CREATE INDEX claim_with_quantity_unit ON claim (quantity_unit) WHERE quantity_unit IS NOT NULL;
CREATE INDEX claim_with_price_year ON claim (currency, price_year) WHERE price_year IS NOT NULL;

-- The x_ keys that claims have brought along: columns of every list of claims.
CREATE TABLE extra_key (
  name         TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- A claim that a later file states again. It stands as long as one of its batches does.
CREATE TABLE claim_restated (
  claim        INTEGER NOT NULL REFERENCES claim (id),
  batch        INTEGER NOT NULL REFERENCES batch (id),
  PRIMARY KEY (claim, batch)
) STRICT, WITHOUT ROWID;

-- What became of the records of a dataset's file, with the TIV that each part carries.
CREATE TABLE batch_row (
  batch        INTEGER NOT NULL REFERENCES batch (id),
  outcome      TEXT NOT NULL CHECK (outcome = 'stored' OR outcome = 'known' OR outcome = 'parked' OR outcome = 'rejected'),
  reason       TEXT NOT NULL DEFAULT '',
  rows         INTEGER NOT NULL,
  tiv_thousandths INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (batch, outcome, reason)
) STRICT, WITHOUT ROWID;

-- Records of a dataset that wait until a name in them is known.
CREATE TABLE parked_row (
  id           INTEGER PRIMARY KEY,
  batch        INTEGER NOT NULL REFERENCES batch (id),  -- that parked it
  taken_in     INTEGER REFERENCES batch (id),  -- that stored it since
  file         TEXT NOT NULL,
  line         INTEGER NOT NULL,
  reason       TEXT NOT NULL,
  name         TEXT,                           -- the name that is not known
  tiv_thousandths INTEGER NOT NULL DEFAULT 0,
  release      TEXT NOT NULL,                  -- JSON: the edition
  record       TEXT NOT NULL                   -- JSON: the record as it was read, with its text
) STRICT;

-- Preferred or deprecated, with a reason; the newest live row holds. None: normal.
CREATE TABLE claim_rank (
  claim        INTEGER NOT NULL REFERENCES claim (id),
  batch        INTEGER NOT NULL REFERENCES batch (id),
  rank         TEXT NOT NULL CHECK (rank = 'preferred' OR rank = 'normal' OR rank = 'deprecated'),
  reason       TEXT NOT NULL,
  PRIMARY KEY (claim, batch)
) STRICT, WITHOUT ROWID;

-- A person's judgement: whether two claims speak of one transfer. The newest live row on two claims holds, before any rule.
CREATE TABLE verdict (
  claim        INTEGER NOT NULL REFERENCES claim (id),
  other        INTEGER NOT NULL REFERENCES claim (id),
  batch        INTEGER NOT NULL REFERENCES batch (id),  -- its hand is the person, its date the day
  judgement    TEXT NOT NULL CHECK (judgement = 'same' OR judgement = 'different' OR judgement = 'unsure'),
  reason       TEXT NOT NULL,
  PRIMARY KEY (claim, other, batch),
  CHECK (claim < other)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_by_other ON verdict (other);

CREATE VIEW v_verdict AS
SELECT 'c' || lower(substr(hex(a.hash), 1, 16)) AS claim, 'c' || lower(substr(hex(b.hash), 1, 16)) AS other, judgement, reason,
       v_batch.hand, v_batch.recorded_at, v_batch.live, v_batch.batch
FROM verdict JOIN claim AS a ON a.id = verdict.claim JOIN claim AS b ON b.id = verdict.other
JOIN v_batch ON v_batch.batch = verdict.batch;

-- Fingerprints of texts, for finding copies; the texts themselves are not kept.
CREATE TABLE document_fingerprint (
  document     INTEGER NOT NULL REFERENCES document (id),
  batch        INTEGER NOT NULL REFERENCES batch (id),
  shingles     INTEGER NOT NULL,               -- distinct runs of words in the text
  hashes       BLOB NOT NULL,                  -- smallest hash of the runs under each of many orders (MinHash)
  PRIMARY KEY (document, batch)
) STRICT, WITHOUT ROWID;

-- Claims that stand, as things are now.
CREATE VIEW v_live_claim AS
SELECT claim.id, claim.hash, claim.batch, claim.document, claim.supplier, claim.recipient, claim.weapon,
       claim.weapon_printed, claim.category, claim.quantity, claim.quantity_max, claim.quantity_text,
       claim.quantity_unit, claim.value_thousandths, claim.value_max_thousandths, claim.currency, claim.price_year,
       claim.status, claim.mode, claim.condition, claim.scope, claim.from_date, claim.to_date, claim.years,
       claim.estimates, claim.asserted_by, claim.asserted_by_printed, claim.origin, claim.deal, claim.line,
       claim.evidence, claim.evidence_start, claim.evidence_end, claim.reliability, claim.credibility,
       claim.confidence, claim.note, claim.extra
FROM claim
WHERE claim.batch NOT IN (SELECT batch FROM v_batch WHERE live = 0)
   OR EXISTS (SELECT 1 FROM claim_restated AS r WHERE r.claim = claim.id
              AND r.batch NOT IN (SELECT batch FROM v_batch WHERE live = 0));

-- --------------------------------------------------------------------------------- what follows from it

-- Documents whose texts are copies of one another: all speak with the voice of the original.
CREATE TABLE document_copy (
  document     INTEGER PRIMARY KEY REFERENCES document (id),
  original     INTEGER NOT NULL REFERENCES document (id),
  similarity   REAL NOT NULL                   -- estimated share of the shorter text's runs of words that are in both, 0 to 1
) STRICT;

-- The real-world deals that deal claims speak of. Made from the claims by rule; safe to make again.
CREATE TABLE transfer (
  id           INTEGER PRIMARY KEY,
  supplier     TEXT REFERENCES party (code),
  recipient    TEXT REFERENCES party (code),
  weapon       INTEGER REFERENCES weapon (id),
  category     TEXT REFERENCES weapon_category (slug),
  stage        TEXT NOT NULL                   -- the furthest that its claims reach
                 CHECK (stage = 'delivered' OR stage = 'ordered' OR stage = 'reported' OR stage = 'in-use'
                 OR stage = 'approved' OR stage = 'offered' OR stage = 'requested' OR stage = 'negotiating'
                 OR stage = 'selected' OR stage = 'denied' OR stage = 'cancelled' OR stage = 'suspended'
                 OR stage = 'diverted'),
  disputed     INTEGER NOT NULL CHECK (disputed = 0 OR disputed = 1),
  quantity_low INTEGER, quantity_best INTEGER, quantity_high INTEGER,
  quantity_unit TEXT,                          -- NULL with a quantity: pieces
  value_low    INTEGER, value_best INTEGER, value_high INTEGER,  -- thousandths of unit
  unit         TEXT,                           -- 'USD', 'TIV', 'USD/2020' in prices of 2020
  other_figures TEXT,                          -- further units, JSON: [{"unit":"EUR","low":…,"best":…,"high":…}]
  from_date    TEXT,
  to_date      TEXT,
  quantity_qualifier TEXT,                     -- of the best figure, as printed: 'about', 'up to', …
  value_qualifier TEXT,
  absence      TEXT,                           -- why it has no figure at all: 'not said', 'withheld', …
  credibility  INTEGER,                        -- Admiralty, of the best figure: as claimed, raised by independent origins, capped by contradiction
  reliability  TEXT,                           -- Admiralty, of who said it
  claims       INTEGER NOT NULL,
  origins      INTEGER NOT NULL,
  batch        INTEGER NOT NULL REFERENCES batch (id),  -- with which the grouping came to be what it is
  key          BLOB NOT NULL CHECK (length(key) = 16),  -- hash of its first claim in canonical order
  identifier   TEXT AS ('t' || lower(substr(hex(key), 1, 16)))  -- in print
) STRICT;
CREATE UNIQUE INDEX transfer_by_key ON transfer (key);
CREATE INDEX transfer_by_pair ON transfer (supplier, recipient);
CREATE INDEX transfer_by_recipient ON transfer (recipient);
CREATE INDEX transfer_reported ON transfer (supplier, recipient, stage) WHERE stage = 'reported';
CREATE INDEX transfer_disputed ON transfer (supplier, recipient, stage, disputed) WHERE disputed = 1;

CREATE TABLE transfer_claim (
  transfer     INTEGER NOT NULL REFERENCES transfer (id),
  claim        INTEGER NOT NULL REFERENCES claim (id),
  rule         TEXT NOT NULL,                  -- why it stands here: see docs/counting.md
  score        INTEGER NOT NULL,               -- how well it fitted: points of the same page
  PRIMARY KEY (transfer, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_claim_by_claim ON transfer_claim (claim);

-- Totals of one pair and unit for transfers agreed (ordered or further), aggregates and deals combined.
-- high NULL beside a best: no upper end is given ("more than …").
CREATE TABLE pair_total (
  supplier     TEXT REFERENCES party (code),
  recipient    TEXT REFERENCES party (code),
  unit         TEXT NOT NULL,
  low          INTEGER,                        -- thousandths; NULL: nothing but unknowns
  best         INTEGER,
  high         INTEGER,
  transfers    INTEGER NOT NULL,
  unstated     INTEGER NOT NULL,               -- of these, without a figure
  claims       INTEGER NOT NULL,
  first        TEXT,
  last         TEXT,
  categories   INTEGER NOT NULL,               -- bit n: weapon_category.position n
  absences     INTEGER NOT NULL,               -- why figures are absent; bits: 1 not said, 2 not known, 4 withheld, 8 none found
  origins      INTEGER NOT NULL,               -- numbers of the members of the two sets
  documents    INTEGER NOT NULL,
  origin_set   BLOB NOT NULL,                  -- ids, ascending, as differences in base-128
  document_set BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX pair_total_key ON pair_total (ifnull(supplier, ''), ifnull(recipient, ''), unit);
CREATE INDEX pair_total_by_pair ON pair_total (supplier, recipient);
CREATE INDEX pair_total_by_recipient ON pair_total (recipient);

-- pair_total added up for one party as supplier or as recipient.
CREATE TABLE party_total (
  side         TEXT NOT NULL CHECK (side = 'supplier' OR side = 'recipient'),
  party        TEXT REFERENCES party (code),
  unit         TEXT NOT NULL,
  low          INTEGER,
  best         INTEGER,
  high         INTEGER,
  transfers    INTEGER NOT NULL,
  unstated     INTEGER NOT NULL,
  claims       INTEGER NOT NULL,
  first        TEXT,
  last         TEXT,
  categories   INTEGER NOT NULL,
  absences     INTEGER NOT NULL,
  origins      INTEGER NOT NULL,
  origin_set   BLOB,                           -- up to five; NULL where there are more
  documents    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX party_total_key ON party_total (side, ifnull(party, ''), unit);
CREATE INDEX party_total_by_party ON party_total (side, party);

-- -------------------------------------------------------------------------------------------- full text

CREATE VIRTUAL TABLE claim_text USING fts5 (evidence, note, content = 'claim', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE document_text USING fts5 (title, content = 'document', content_rowid = 'id',
  tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE weapon_text USING fts5 (designation, aliases, tokenize = 'unicode61 remove_diacritics 2');

-- ------------------------------------------------------------------------------ views ready to be read
-- Other programs run them in their own dialect (DuckDB does): no generated columns, no substr of a blob, no count(*) inside.

CREATE VIEW v_party AS
SELECT code, name, kind, region, valid_from, valid_to,
       (SELECT group_concat(n.name, '; ') FROM party_name AS n WHERE n.party = party.code AND n.kind <> 'name') AS also_called,
       (SELECT group_concat(s.successor, '; ') FROM party_successor AS s WHERE s.party = party.code) AS successors
FROM party;

CREATE VIEW v_claim AS
SELECT 'c' || lower(substr(hex(claim.hash), 1, 16)) AS id,
       claim.supplier, s.name AS supplier_name, claim.recipient, r.name AS recipient_name,
       coalesce(claim.weapon_printed, weapon.designation) AS weapon, coalesce(claim.category, weapon.category) AS category,
       claim.quantity, claim.quantity_max, claim.quantity_text, claim.quantity_unit,
       claim.value_thousandths / 1000.0 AS value, claim.value_max_thousandths / 1000.0 AS value_max, claim.currency, claim.price_year,
       claim.status, claim.mode, claim.condition, claim.scope, claim.from_date, claim.to_date, claim.years,
       coalesce(claim.asserted_by_printed, source.name) AS asserted_by, origin.name AS origin,
       claim.evidence, claim.note, document.title, document.publisher, document.agency, document.published, document.url,
       claim.batch
FROM v_live_claim AS claim
JOIN document ON document.id = claim.document
JOIN source AS origin ON origin.id = claim.origin
LEFT JOIN source ON source.id = claim.asserted_by
LEFT JOIN weapon ON weapon.id = claim.weapon
LEFT JOIN party AS s ON s.code = claim.supplier
LEFT JOIN party AS r ON r.code = claim.recipient;

CREATE VIEW v_transfer AS
SELECT 't' || lower(substr(hex(transfer.key), 1, 16)) AS id,
       transfer.supplier, s.name AS supplier_name, transfer.recipient, r.name AS recipient_name,
       weapon.designation AS weapon, transfer.category, transfer.stage, transfer.disputed,
       quantity_low, quantity_best, quantity_high, quantity_unit,
       value_low / 1000.0 AS value_low, value_best / 1000.0 AS value_best, value_high / 1000.0 AS value_high, unit,
       quantity_qualifier, value_qualifier, absence, credibility, reliability, from_date, to_date, claims, origins
FROM transfer
LEFT JOIN weapon ON weapon.id = transfer.weapon
LEFT JOIN party AS s ON s.code = transfer.supplier
LEFT JOIN party AS r ON r.code = transfer.recipient;

CREATE VIEW v_supplier AS
SELECT party AS supplier, name AS supplier_name, unit, low / 1000.0 AS low, best / 1000.0 AS best, high / 1000.0 AS high,
       transfers, unstated, claims, documents, first, last
FROM party_total LEFT JOIN party ON party.code = party_total.party WHERE side = 'supplier';

CREATE VIEW v_recipient AS
SELECT party AS recipient, name AS recipient_name, unit, low / 1000.0 AS low, best / 1000.0 AS best, high / 1000.0 AS high,
       transfers, unstated, claims, documents, first, last
FROM party_total LEFT JOIN party ON party.code = party_total.party WHERE side = 'recipient';

CREATE VIEW v_pair AS
SELECT supplier, s.name AS supplier_name, recipient, r.name AS recipient_name, unit,
       low / 1000.0 AS low, best / 1000.0 AS best, high / 1000.0 AS high, transfers, unstated, claims, first, last
FROM pair_total
LEFT JOIN party AS s ON s.code = pair_total.supplier
LEFT JOIN party AS r ON r.code = pair_total.recipient;

CREATE VIEW v_document AS
SELECT 'd' || lower(substr(hex(hash), 1, 16)) AS id, title, publisher, agency, author, published, language, url, sha256,
       (SELECT count(c.id) FROM v_live_claim AS c WHERE c.document = document.id) AS claims
FROM document WHERE id IN (SELECT document FROM v_live_claim);
