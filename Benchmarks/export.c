// The same export as `armskb export claims -o FILE.csv`, in plain C: the yardstick. The files are the same,
// byte for byte.
//
//   export KNOWLEDGE-BASE FILE.csv
#define _GNU_SOURCE
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3 *db;
static FILE *out;

static void die(const char *what) {
  fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "failed");
  exit(1);
}
static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *s;
  if (sqlite3_prepare_v2(db, sql, -1, &s, 0)) die(sql);
  return s;
}

static const char *names =
    "id,supplier,recipient,weapon,category,quantity,quantity_max,quantity_text,quantity_unit,value,value_max,currency,"
    "price_year,status,mode,condition,scope,from,to,years,estimates,asserted_by,evidence,evidence_start,evidence_end,"
    "reliability,credibility,confidence,note,document_url,document_title,document_publisher,document_agency,"
    "document_author,document_published,document_language,document_sha256";
static const char *columns =
    "c.hash, c.supplier, c.recipient, coalesce(c.weapon_printed, w.designation), c.category, c.quantity, c.quantity_max,"
    " c.quantity_text, c.quantity_unit, c.value_thousandths, c.value_max_thousandths, c.currency, c.price_year, c.status,"
    " c.mode, c.condition, c.scope, c.from_date, c.to_date, c.years, c.estimates,"
    " coalesce(c.asserted_by_printed, s.name), c.evidence, c.evidence_start, c.evidence_end, c.reliability,"
    " c.credibility, c.confidence, c.note, d.url, d.title, d.publisher, d.agency, d.author, d.published, d.language,"
    " d.sha256";

static void text(const char *p, int n) {
  int quoted = n > 0 && (p[0] == ' ' || p[n - 1] == ' ');
  for (int i = 0; i < n && !quoted; i++) quoted = p[i] == ',' || p[i] == '"' || p[i] == '\n' || p[i] == '\r';
  if (!quoted) {
    fwrite_unlocked(p, 1, n, out);
    return;
  }
  putc_unlocked('"', out);
  for (const char *end = p + n; p < end;) {
    const char *quote = memchr(p, '"', end - p);
    const char *stop = quote ? quote + 1 : end;
    fwrite_unlocked(p, 1, stop - p, out);
    if (quote) putc_unlocked('"', out);
    p = stop;
  }
  putc_unlocked('"', out);
}
static void integer(int64_t v) {
  char digits[24];
  int k = sizeof digits;
  do digits[--k] = '0' + v % 10; while (v /= 10);
  fwrite_unlocked(digits + k, 1, sizeof digits - k, out);
}
static void money(int64_t v) {
  integer(v / 1000);
  int rest = v % 1000;
  if (!rest) return;
  char decimals[4] = {'.', '0' + rest / 100, '0' + rest / 10 % 10, '0' + rest % 10};
  int n = 4;
  while (decimals[n - 1] == '0') n--;
  fwrite_unlocked(decimals, 1, n, out);
}
static void real(double v) {
  char digits[40];
  for (int precision = 15; precision < 18; precision++) {
    snprintf(digits, sizeof digits, "%.*g", precision, v);
    if (strtod(digits, 0) == v) break;
  }
  fputs(digits, out);
}

int main(int argc, char **argv) {
  if (argc != 3) return fprintf(stderr, "export KNOWLEDGE-BASE FILE.csv\n"), 64;
  if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, 0)) die(argv[1]);
  if (!(out = fopen(argv[2], "wb"))) die(argv[2]);
  setvbuf(out, 0, _IOFBF, 1 << 16);

  // The records' own keys become columns.
  static char sql[1 << 16];
  int k = snprintf(sql, sizeof sql, "SELECT %s", columns);
  fputs(names, out);
  sqlite3_stmt *s = prepare("SELECT DISTINCT j.key FROM claim AS c, json_each(c.extra) AS j"
                            " WHERE c.extra IS NOT NULL ORDER BY 1");
  while (sqlite3_step(s) == SQLITE_ROW) {
    const char *key = (const char *)sqlite3_column_text(s, 0);
    if (strchr(key, '\'') || strlen(key) > 200 || k > (1 << 15)) die("key");
    fprintf(out, ",%s", key);
    k += snprintf(sql + k, sizeof sql - k,
                  ", (SELECT j.value FROM json_each(c.extra) AS j WHERE j.key = '%s')", key);
  }
  sqlite3_finalize(s);
  fputs("\r\n", out);
  snprintf(sql + k, sizeof sql - k,
           " FROM claim AS c CROSS JOIN document AS d ON d.id = c.document"
           " LEFT JOIN weapon AS w ON w.id = c.weapon LEFT JOIN source AS s ON s.id = c.asserted_by ORDER BY c.id");
  s = prepare(sql);
  int count = sqlite3_column_count(s), status;
  while ((status = sqlite3_step(s)) == SQLITE_ROW) {
    const unsigned char *hash = sqlite3_column_blob(s, 0);
    char id[17] = "c";
    for (int i = 0; i < 8; i++) {
      id[1 + 2 * i] = "0123456789abcdef"[hash[i] >> 4];
      id[2 + 2 * i] = "0123456789abcdef"[hash[i] & 15];
    }
    fwrite_unlocked(id, 1, 17, out);
    for (int i = 1; i < count; i++) {
      putc_unlocked(',', out);
      switch (sqlite3_column_type(s, i)) {
      case SQLITE_NULL: break;
      case SQLITE_INTEGER:
        if (i == 9 || i == 10) money(sqlite3_column_int64(s, i));
        else integer(sqlite3_column_int64(s, i));
        break;
      case SQLITE_FLOAT: real(sqlite3_column_double(s, i)); break;
      default: {
        const char *p = (const char *)sqlite3_column_text(s, i);
        text(p, sqlite3_column_bytes(s, i));
      }
      }
    }
    fwrite_unlocked("\r\n", 1, 2, out);
  }
  if (status != SQLITE_DONE || fclose(out)) die("export");
}
