// The same import as `armskb import FILE.csv`, in plain C: the yardstick.
//
//   import KNOWLEDGE-BASE SCHEMA.SQL CLAIMS.CSV [full-text]
//
// KNOWLEDGE-BASE is a fresh one, made by `armskb init`. The rows that this writes into claim and document are
// those that armskb writes, hash for hash; transfers and totals are left out, as by --no-transfers. It checks
// next to nothing of what it reads: a bad record is stored, or ends the program.
#define OPENSSL_API_COMPAT 0x10101000L
#include <fcntl.h>
#include <openssl/sha.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct { const char *at; int n; } Text;

static sqlite3 *db;

static void die(const char *what) {
  fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
  exit(1);
}
static void run(const char *sql) { if (sqlite3_exec(db, sql, 0, 0, 0)) die(sql); }
static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *s;
  if (sqlite3_prepare_v2(db, sql, -1, &s, 0)) die(sql);
  return s;
}
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

// ------------------------------------------------------------------------------------------- hash tables

typedef struct { uint64_t hash; char *at; int n; int64_t value; } Slot;
typedef struct { Slot *slots; size_t size, count; } Table;

static uint64_t hash_bytes(const char *p, int n) {
  uint64_t h = 0xCBF29CE484222325u ^ (uint64_t)n;
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t w;
    memcpy(&w, p, 8);
    h = (h ^ w) * 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
  }
  for (; n > 0; p++, n--) h = (h ^ (unsigned char)*p) * 0x100000001B3u;
  h ^= h >> 32;
  return h * 0x9E3779B97F4A7C15u;
}
static Slot *find(Table *t, const char *p, int n, uint64_t h) {
  size_t i = (h >> 20) & (t->size - 1);
  while (t->slots[i].at && (t->slots[i].hash != h || t->slots[i].n != n || memcmp(t->slots[i].at, p, n)))
    i = (i + 1) & (t->size - 1);
  return &t->slots[i];
}
static int64_t *get(Table *t, const char *p, int n) {
  if (!t->size) return 0;
  Slot *s = find(t, p, n, hash_bytes(p, n));
  return s->at ? &s->value : 0;
}
static void put(Table *t, const char *p, int n, int64_t value) {
  if (2 * t->count >= t->size) {
    Table larger = {calloc(t->size ? 2 * t->size : 1024, sizeof(Slot)), t->size ? 2 * t->size : 1024, t->count};
    for (size_t i = 0; i < t->size; i++)
      if (t->slots[i].at) *find(&larger, t->slots[i].at, t->slots[i].n, t->slots[i].hash) = t->slots[i];
    free(t->slots);
    *t = larger;
  }
  uint64_t h = hash_bytes(p, n);
  Slot *s = find(t, p, n, h);
  if (!s->at) {
    s->at = malloc(n ? n : 1);
    memcpy(s->at, p, n);
    s->hash = h, s->n = n;
    t->count++;
  }
  s->value = value;
}

// ---------------------------------------------------------------------------------- names of things

// Letters and digits in lower case, words parted by one blank or by nothing; a leading "the" goes.
static int fold(const char *p, int n, char *out, int blanks) {
  int k = 0, gap = 0;
  for (int i = 0; i < n; i++) {
    unsigned char c = p[i];
    if (c >= 'A' && c <= 'Z') c += 32;
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c >= 128) {
      if (gap && k && blanks) out[k++] = ' ';
      gap = 0;
      out[k++] = c;
    } else if (c != '.' && c != '\'') {
      gap = 1;
    }
  }
  if (blanks && k > 4 && !memcmp(out, "the ", 4)) memmove(out, out + 4, k -= 4);
  return k;
}

// Row of a printed name: > 0 if it is spelt as the row's own name, else the row negated.
typedef struct { Table memo, exact, known; sqlite3_stmt *insert; int blanks; int64_t batch; } Names;

static void open_names(Names *names, const char *select, const char *insert, int blanks, int64_t batch) {
  sqlite3_stmt *s = prepare(select);
  names->insert = prepare(insert), names->blanks = blanks, names->batch = batch;
  while (sqlite3_step(s) == SQLITE_ROW) {
    const char *p = (const char *)sqlite3_column_text(s, 1);
    int n = sqlite3_column_bytes(s, 1);
    char key[4096];
    put(&names->known, key, fold(p, n, key, blanks), sqlite3_column_int64(s, 0));
    if (sqlite3_column_int(s, 2)) put(&names->exact, p, n, sqlite3_column_int64(s, 0));
  }
  sqlite3_finalize(s);
}
static int64_t number(Names *names, Text name) {
  int64_t *row = get(&names->memo, name.at, name.n);
  if (row) return *row;
  char key[4096];
  if (name.n > 4000) die("name too long");
  int n = fold(name.at, name.n, key, names->blanks);
  int64_t found;
  if ((row = get(&names->exact, name.at, name.n))) {
    found = *row;
  } else if (n && (row = get(&names->known, key, n))) {
    found = -*row;
  } else {
    sqlite3_bind_text(names->insert, 1, name.at, name.n, SQLITE_STATIC);
    sqlite3_bind_int64(names->insert, 2, names->batch);
    if (sqlite3_step(names->insert) != SQLITE_DONE) die("name");
    sqlite3_reset(names->insert);
    found = sqlite3_last_insert_rowid(db);
    put(&names->exact, name.at, name.n, found);
    if (n) put(&names->known, key, n, found);
  }
  put(&names->memo, name.at, name.n, found);
  return found;
}

// A closed list of words: its value is the place, from 1.
static Table words(const char *list) {
  Table t = {0};
  int place = 1;
  for (const char *p = list; *p;) {
    int n = strcspn(p, " ");
    put(&t, p, n, place++);
    p += n + (p[n] == ' ');
  }
  return t;
}

// ------------------------------------------------------------------------------------------------ values

static int64_t whole(Text t) {
  int64_t v = 0;
  for (int i = 0; i < t.n; i++) {
    if (t.at[i] < '0' || t.at[i] > '9') die("number");
    v = v * 10 + (t.at[i] - '0');
  }
  return v;
}
static int64_t thousandths(Text t) {
  int64_t v = 0;
  int decimals = -1;
  for (int i = 0; i < t.n; i++) {
    if (t.at[i] == '.') { decimals = 0; continue; }
    if (t.at[i] < '0' || t.at[i] > '9') die("figure");
    v = v * 10 + (t.at[i] - '0');
    if (decimals >= 0) decimals++;
  }
  for (int i = decimals < 0 ? 0 : decimals; i < 3; i++) v *= 10;
  return v;
}
static int64_t packed(Text t) {
  const char *p = t.at;
  int64_t v = ((p[0] - '0') * 1000 + (p[1] - '0') * 100 + (p[2] - '0') * 10 + p[3] - '0') * 10000;
  if (t.n >= 7) v += ((p[5] - '0') * 10 + p[6] - '0') * 100;
  if (t.n == 10) v += (p[8] - '0') * 10 + p[9] - '0';
  if (t.n != 4 && t.n != 7 && t.n != 10) die("date");
  return v;
}

// ------------------------------------------------------------------------------- the content that is hashed

static unsigned char *content;
static size_t content_count, content_size;

static void store(int64_t v) {
  if (content_count + 8 > content_size) content = realloc(content, content_size = 2 * content_size + 4096);
  memcpy(content + content_count, &v, 8);
  content_count += 8;
}
static void add_bytes(const char *p, int n) {
  store(n);
  while (content_count + n > content_size) content = realloc(content, content_size = 2 * content_size + n);
  memcpy(content + content_count, p, n);
  content_count += n;
}
static void add_text(Text t) { if (t.n) add_bytes(t.at, t.n); else store(-1); }
static void add_number(int there, int64_t v) { store(there != 0), store(there ? v : 0); }
static void digest(unsigned char out[16]) {
  unsigned char full[32];
  SHA256_CTX sha;
  SHA256_Init(&sha);
  SHA256_Update(&sha, content, content_count);
  SHA256_Final(full, &sha);
  memcpy(out, full, 16);
}

// --------------------------------------------------------------------------------------------------- CSV

enum {
  SUPPLIER, RECIPIENT, WEAPON, CATEGORY, QUANTITY, QUANTITY_MAX, QUANTITY_TEXT, QUANTITY_UNIT, VALUE, VALUE_MAX,
  CURRENCY, PRICE_YEAR, STATUS, MODE, CONDITION, SCOPE, FROM, TO, YEARS, ESTIMATES, ASSERTED_BY, EVIDENCE, START, END,
  RELIABILITY, CREDIBILITY, CONFIDENCE, NOTE, URL, TITLE, PUBLISHER, AGENCY, AUTHOR, PUBLISHED, LANGUAGE, SHA, EXTRA,
  COLUMNS
};
static const char *header =
    "supplier,recipient,weapon,category,quantity,quantity_max,quantity_text,quantity_unit,value,value_max,currency,"
    "price_year,status,mode,condition,scope,from,to,years,estimates,asserted_by,evidence,evidence_start,evidence_end,"
    "reliability,credibility,confidence,note,document_url,document_title,document_publisher,document_agency,"
    "document_author,document_published,document_language,document_sha256,x_desk\n";

static char *scratch;  // fields with doubled quotes are put together here
static size_t scratch_size = 1 << 20;

// Reads a row; gives the place after it.
static const char *row(const char *p, const char *end, Text f[COLUMNS]) {
  char *room = scratch;
  int k = 0;
  for (;;) {
    if (k == COLUMNS) die("too many fields");
    if (p < end && *p == '"') {
      const char *start = ++p;
      char *copy = 0, *to = 0;
      for (;;) {
        const char *quote = memchr(p, '"', end - p);
        if (!quote) die("a quote is missing");
        if (copy) memcpy(to, p, quote - p), to += quote - p;
        p = quote + 1;
        if (p == end || *p != '"') {
          f[k] = copy ? (Text){copy, to - copy} : (Text){start, quote - start};
          if (copy) room = to;
          break;
        }
        if (!copy) {
          if ((size_t)(room - scratch) + (size_t)(quote - start) + (1 << 16) > scratch_size) die("row too long");
          copy = to = room;
          memcpy(to, start, quote - start), to += quote - start;
        }
        *to++ = '"', p++;
      }
      k++;
    } else {
      const char *start = p;
      while (p < end && *p != ',' && *p != '\n' && *p != '\r') p++;
      f[k++] = (Text){start, p - start};
    }
    if (p < end && *p == ',') { p++; continue; }
    if (p < end && *p == '\r') p++;
    if (p < end) p++;
    if (k != COLUMNS) die("too few fields");
    return p;
  }
}

// ---------------------------------------------------------------------------------------- indexes of claim

static char *schema;

static void indexes(int create) {
  for (char *p = schema; p;) {
    char name[128], table[128];
    if (sscanf(p, "CREATE INDEX %127s ON %127s", name, table) == 2 && !strcmp(table, "claim")) {
      char sql[1024];
      if (create) snprintf(sql, sizeof sql, "%.*s", (int)strcspn(p, "\n"), p);
      else snprintf(sql, sizeof sql, "DROP INDEX %s", name);
      run(sql);
    }
    p = strchr(p, '\n');
    if (p) p++;
  }
}

#define TEXT(place, t) \
  do { if ((t).n) sqlite3_bind_text(claim, place, (t).at, (t).n, SQLITE_STATIC); } while (0)
#define INTEGER(place, there, v) \
  do { if (there) sqlite3_bind_int64(claim, place, v); } while (0)

typedef struct { int64_t id, origin; } Document;

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "import KNOWLEDGE-BASE SCHEMA.SQL CLAIMS.CSV [full-text]\n"), 64;
  int full_text = argc > 4;
  double began = now();
  FILE *file = fopen(argv[2], "rb");
  if (!file) die(argv[2]);
  schema = calloc(1, 1 << 20);
  if (!fread(schema, 1, (1 << 20) - 1, file)) die(argv[2]);
  fclose(file);
  int input = open(argv[3], O_RDONLY);
  struct stat status;
  if (input < 0 || fstat(input, &status)) die(argv[3]);
  const char *p = mmap(0, status.st_size, PROT_READ, MAP_PRIVATE, input, 0), *end = p + status.st_size;
  if (p == MAP_FAILED) die(argv[3]);
  madvise((void *)p, status.st_size, MADV_SEQUENTIAL);
  scratch = malloc(scratch_size);
  if ((size_t)status.st_size < strlen(header) || memcmp(p, header, strlen(header))) die("header");
  p += strlen(header);

  if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, 0)) die(argv[1]);
  run("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;");
  run("BEGIN IMMEDIATE");
  run("INSERT INTO batch (kind, recorded_at, hand, file, full_text, program)"
      " VALUES ('import', '2026-01-01T00:00:00Z', 'benchmark', 'claims.csv', 0, 'C')");
  int64_t batch = sqlite3_last_insert_rowid(db);

  Names weapons = {0}, sources = {0};
  open_names(&weapons,
             "SELECT weapon, alias, 0 AS own FROM weapon_alias"
             " UNION ALL SELECT id, designation, 1 FROM weapon ORDER BY own, 1",
             "INSERT INTO weapon (designation, batch) VALUES (?1, ?2)", 0, batch);
  open_names(&sources,
             "SELECT source, alias, 0 AS own FROM source_alias UNION ALL SELECT id, name, 1 FROM source ORDER BY own, 1",
             "INSERT INTO source (name, batch) VALUES (?1, ?2)", 1, batch);
  Table parties = {0};
  Text *codes = malloc(4096 * sizeof *codes);
  int party_count = 0;
  sqlite3_stmt *s = prepare("SELECT code, name FROM party");
  while (sqlite3_step(s) == SQLITE_ROW && party_count < 4096) {
    int n = sqlite3_column_bytes(s, 0);
    char *code = malloc(n);
    memcpy(code, sqlite3_column_text(s, 0), n);
    codes[party_count] = (Text){code, n};
    put(&parties, code, n, party_count);
    put(&parties, (const char *)sqlite3_column_text(s, 1), sqlite3_column_bytes(s, 1), party_count++);
  }
  sqlite3_finalize(s);
  Table stages = words("offered requested negotiating approved selected ordered delivered in-use denied cancelled "
                       "suspended diverted reported");
  Table modes = words("sale aid loan licence-production kit-assembly swap illegal");
  Table conditions = words("new second-hand modernized");
  Table documents = {0};
  size_t document_room = 1 << 12, document_count = 0;
  Document *rows = malloc(document_room * sizeof *rows);

  sqlite3_stmt *claim = prepare(
      "INSERT INTO claim (hash, batch, document, supplier, recipient, weapon, weapon_printed, category, quantity,"
      " quantity_max, quantity_text, quantity_unit, value_thousandths, value_max_thousandths, currency, price_year, status,"
      " mode, condition, scope, from_date, to_date, years, estimates, asserted_by, asserted_by_printed, origin, evidence,"
      " evidence_start, evidence_end, reliability, credibility, confidence, note, extra, deal, line)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,"
      " ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37) ON CONFLICT (hash) DO NOTHING");
  sqlite3_stmt *insert_document = prepare(
      "INSERT INTO document (hash, url, title, publisher, agency, author, published, language, sha256,"
      " publisher_source, agency_source, batch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");

  int64_t added = 0, known = 0;
  int bulk = 0;
  Text f[COLUMNS];
  while (p < end) {
    p = row(p, end, f);

    content_count = 0;
    for (int i = URL; i <= AUTHOR; i++) add_text(f[i]);
    add_number(f[PUBLISHED].n, f[PUBLISHED].n ? packed(f[PUBLISHED]) : 0);
    add_text(f[LANGUAGE]), add_text(f[SHA]);
    unsigned char document_hash[16];
    digest(document_hash);
    int64_t *place = get(&documents, (char *)document_hash, 16);
    Document document;
    if (place) {
      document = rows[*place];
    } else {
      int64_t publisher = f[PUBLISHER].n ? llabs(number(&sources, f[PUBLISHER])) : 0;
      int64_t agency = f[AGENCY].n ? llabs(number(&sources, f[AGENCY])) : 0;
      document.origin = agency ? agency : publisher;
      if (!document.origin) die("document without a publisher");
      sqlite3_stmt *d = insert_document;
      sqlite3_clear_bindings(d);
      sqlite3_bind_blob(d, 1, document_hash, 16, SQLITE_STATIC);
      for (int i = URL; i <= SHA; i++)
        if (f[i].n) sqlite3_bind_text(d, 2 + i - URL, f[i].at, f[i].n, SQLITE_STATIC);
      if (publisher) sqlite3_bind_int64(d, 10, publisher);
      if (agency) sqlite3_bind_int64(d, 11, agency);
      sqlite3_bind_int64(d, 12, batch);
      if (sqlite3_step(d) != SQLITE_DONE) die("document");
      sqlite3_reset(d);
      document.id = sqlite3_last_insert_rowid(db);
      if (document_count == document_room) rows = realloc(rows, (document_room *= 2) * sizeof *rows);
      rows[document_count] = document;
      put(&documents, (char *)document_hash, 16, document_count++);
    }

    Text supplier = {0}, recipient = {0};
    int64_t *party;
    if (f[SUPPLIER].n) {
      if (!(party = get(&parties, f[SUPPLIER].at, f[SUPPLIER].n))) die("supplier");
      supplier = codes[*party];
    }
    if (f[RECIPIENT].n) {
      if (!(party = get(&parties, f[RECIPIENT].at, f[RECIPIENT].n))) die("recipient");
      recipient = codes[*party];
    }
    int64_t *stage = get(&stages, f[STATUS].at, f[STATUS].n);
    int64_t *mode = f[MODE].n ? get(&modes, f[MODE].at, f[MODE].n) : 0;
    int64_t *condition = f[CONDITION].n ? get(&conditions, f[CONDITION].at, f[CONDITION].n) : 0;
    if (!stage || !mode != !f[MODE].n || !condition != !f[CONDITION].n) die("word");
    int aggregate = f[SCOPE].n == 9;
    int64_t quantity = whole(f[QUANTITY]), quantity_max = whole(f[QUANTITY_MAX]);
    int64_t value = thousandths(f[VALUE]), value_max = thousandths(f[VALUE_MAX]);
    int64_t price_year = whole(f[PRICE_YEAR]), from = f[FROM].n ? packed(f[FROM]) : 0, to = f[TO].n ? packed(f[TO]) : 0;
    int64_t start = whole(f[START]), stop = whole(f[END]);
    double confidence = 0;
    int64_t confidence_bits = 0;
    if (f[CONFIDENCE].n) {
      char digits[64] = "";
      if (f[CONFIDENCE].n > 63) die("confidence");
      memcpy(digits, f[CONFIDENCE].at, f[CONFIDENCE].n);
      confidence = strtod(digits, 0);
      memcpy(&confidence_bits, &confidence, 8);
    }
    char extra_room[4096];
    Text extra = {0};
    if (f[EXTRA].n) {
      int k = sprintf(extra_room, "{\"x_desk\":\"");
      for (int i = 0; i < f[EXTRA].n && k < 4000; i++) {
        if (f[EXTRA].at[i] == '"' || f[EXTRA].at[i] == '\\') extra_room[k++] = '\\';
        extra_room[k++] = f[EXTRA].at[i];
      }
      extra_room[k++] = '"', extra_room[k++] = '}';
      extra = (Text){extra_room, k};
    }

    content_count = 0;
    add_bytes((char *)document_hash, 16);
    add_text(supplier), add_text(recipient), add_text(f[WEAPON]), add_text(f[CATEGORY]);
    add_number(f[QUANTITY].n > 0, quantity), add_number(f[QUANTITY_MAX].n > 0, quantity_max);
    add_text(f[QUANTITY_TEXT]), add_text(f[QUANTITY_UNIT]);
    add_number(f[VALUE].n > 0, value), add_number(f[VALUE_MAX].n > 0, value_max);
    add_text(f[CURRENCY]);
    add_number(f[PRICE_YEAR].n > 0, price_year);
    add_number(1, *stage), add_number(mode != 0, mode ? *mode : 0), add_number(condition != 0, condition ? *condition : 0);
    add_number(1, aggregate);
    add_number(f[FROM].n > 0, from), add_number(f[TO].n > 0, to);
    add_text(f[YEARS]), add_text(f[ESTIMATES]), add_text(f[ASSERTED_BY]), add_text(f[EVIDENCE]);
    add_number(f[START].n > 0, start), add_number(f[END].n > 0, stop);
    add_number(f[RELIABILITY].n > 0, f[RELIABILITY].n ? f[RELIABILITY].at[0] : 0);
    add_number(f[CREDIBILITY].n > 0, f[CREDIBILITY].n ? f[CREDIBILITY].at[0] - '0' : 0);
    add_number(f[CONFIDENCE].n > 0, confidence_bits);
    add_text(f[NOTE]), add_text(extra);
    unsigned char hash[16];
    digest(hash);

    sqlite3_clear_bindings(claim);
    sqlite3_bind_blob(claim, 1, hash, 16, SQLITE_STATIC);
    sqlite3_bind_int64(claim, 2, batch);
    sqlite3_bind_int64(claim, 3, document.id);
    TEXT(4, supplier);
    TEXT(5, recipient);
    if (f[WEAPON].n) {
      int64_t weapon = number(&weapons, f[WEAPON]);
      sqlite3_bind_int64(claim, 6, llabs(weapon));
      if (weapon < 0) TEXT(7, f[WEAPON]);
    }
    TEXT(8, f[CATEGORY]);
    INTEGER(9, f[QUANTITY].n, quantity);
    INTEGER(10, f[QUANTITY_MAX].n, quantity_max);
    TEXT(11, f[QUANTITY_TEXT]);
    TEXT(12, f[QUANTITY_UNIT]);
    INTEGER(13, f[VALUE].n, value);
    INTEGER(14, f[VALUE_MAX].n, value_max);
    TEXT(15, f[CURRENCY]);
    INTEGER(16, f[PRICE_YEAR].n, price_year);
    TEXT(17, f[STATUS]);
    TEXT(18, f[MODE]);
    TEXT(19, f[CONDITION]);
    TEXT(20, f[SCOPE]);
    TEXT(21, f[FROM]);
    TEXT(22, f[TO]);
    TEXT(23, f[YEARS]);
    TEXT(24, f[ESTIMATES]);
    int64_t origin = document.origin;
    if (f[ASSERTED_BY].n) {
      int64_t asserter = number(&sources, f[ASSERTED_BY]);
      origin = llabs(asserter);
      sqlite3_bind_int64(claim, 25, origin);
      if (asserter < 0) TEXT(26, f[ASSERTED_BY]);
    }
    sqlite3_bind_int64(claim, 27, origin);
    TEXT(28, f[EVIDENCE]);
    INTEGER(29, f[START].n, start);
    INTEGER(30, f[END].n, stop);
    TEXT(31, f[RELIABILITY]);
    INTEGER(32, f[CREDIBILITY].n, f[CREDIBILITY].at[0] - '0');
    if (f[CONFIDENCE].n) sqlite3_bind_double(claim, 33, confidence);
    TEXT(34, f[NOTE]);
    TEXT(35, extra);
    if (sqlite3_step(claim) != SQLITE_DONE) die("claim");
    sqlite3_reset(claim);
    if (sqlite3_changes(db)) added++; else known++;
    if (!bulk && added >= 16384) indexes(0), bulk = 1;
  }
  double read = now();
  if (bulk) indexes(1);
  char sql[256];
  snprintf(sql, sizeof sql, "UPDATE batch SET added = %lld, known = %lld WHERE id = %lld", (long long)added,
           (long long)known, (long long)batch);
  run(sql);
  double indexed = now();
  if (full_text)
    run("INSERT INTO claim_text (rowid, evidence, note) SELECT id, evidence, note FROM claim"
        " WHERE evidence IS NOT NULL OR note IS NOT NULL ORDER BY id;"
        "INSERT INTO document_text (rowid, title) SELECT id, title FROM document WHERE title IS NOT NULL ORDER BY id;"
        "UPDATE batch SET full_text = 1");
  double searched = now();
  sqlite3_finalize(claim), sqlite3_finalize(insert_document);
  sqlite3_finalize(weapons.insert), sqlite3_finalize(sources.insert);
  run("COMMIT");
  run("PRAGMA journal_mode = DELETE");
  if (sqlite3_close(db)) die("close");
  db = 0;
  printf("%lld added, %lld known; claims %.2f s, indexes %.2f s, full text %.2f s, commit %.2f s\n", (long long)added,
         (long long)known, read - began, indexed - read, searched - indexed, now() - searched);
}
