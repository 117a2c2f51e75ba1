#include "embedded.h"

#pragma clang diagnostic ignored "-Wpragmas"
#pragma clang diagnostic ignored "-Wunknown-warning-option"
#pragma clang diagnostic ignored "-Wc23-extensions"

// The paths are relative to this file; the compiler's dependency file lists them, so an edit rebuilds.
static const unsigned char schema_sql[] = {
#embed "../../schema.sql" suffix(,)
  0};
static const unsigned char schema_postgres_sql[] = {
#embed "../../schema-postgres.sql" suffix(,)
  0};
static const unsigned char parties[] = {
#embed "../../data/parties.csv" suffix(,)
  0};
static const unsigned char former_names[] = {
#embed "../../data/former-names.csv" suffix(,)
  0};
static const unsigned char ambiguous_names[] = {
#embed "../../data/ambiguous-names.csv" suffix(,)
  0};
static const unsigned char weapon_categories[] = {
#embed "../../data/weapon-categories.csv" suffix(,)
  0};
static const unsigned char makers[] = {
#embed "../../data/makers.csv" suffix(,)
  0};
static const unsigned char weapons[] = {
#embed "../../data/weapons.csv" suffix(,)
  0};
static const unsigned char sources[] = {
#embed "../../data/sources.csv" suffix(,)
  0};
static const unsigned char memberships[] = {
#embed "../../data/memberships.csv" suffix(,)
  0};
static const unsigned char exchange_rates[] = {
#embed "../../data/exchange-rates.csv" suffix(,)
  0};
static const unsigned char price_indices[] = {
#embed "../../data/price-indices.csv" suffix(,)
  0};

static const EmbeddedFile files[] = {
  {"schema.sql", schema_sql, sizeof schema_sql - 1},
  {"schema-postgres.sql", schema_postgres_sql, sizeof schema_postgres_sql - 1},
  {"data/parties.csv", parties, sizeof parties - 1},
  {"data/former-names.csv", former_names, sizeof former_names - 1},
  {"data/ambiguous-names.csv", ambiguous_names, sizeof ambiguous_names - 1},
  {"data/weapon-categories.csv", weapon_categories, sizeof weapon_categories - 1},
  {"data/makers.csv", makers, sizeof makers - 1},
  {"data/weapons.csv", weapons, sizeof weapons - 1},
  {"data/sources.csv", sources, sizeof sources - 1},
  {"data/memberships.csv", memberships, sizeof memberships - 1},
  {"data/exchange-rates.csv", exchange_rates, sizeof exchange_rates - 1},
  {"data/price-indices.csv", price_indices, sizeof price_indices - 1},
};

size_t embedded_file_count(void) { return sizeof files / sizeof files[0]; }

EmbeddedFile embedded_file(size_t index) { return files[index]; }
