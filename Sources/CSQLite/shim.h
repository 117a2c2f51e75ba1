// What Swift cannot import from <sqlite3.h>: the destructor macros and the variadic functions.

#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>
#include <string.h>

// Binds a copy of `count` bytes. SQLite takes a null pointer for NULL, and an empty Swift buffer may
// have no address: an empty value therefore gets the address of "".
static inline int csqlite_bind_text_copied(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  const char *start = bytes ? (const char *)bytes : "";
  return sqlite3_bind_text64(statement, index, start, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int csqlite_bind_blob_copied(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_TRANSIENT);
}

// Binds the bytes where they are: they must stay there until the parameter is bound again.
static inline int csqlite_bind_text_borrowed(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  const char *start = bytes ? (const char *)bytes : "";
  return sqlite3_bind_text64(statement, index, start, count, SQLITE_STATIC, SQLITE_UTF8);
}

static inline int csqlite_bind_blob_borrowed(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes ? bytes : "", count, SQLITE_STATIC);
}

// sqlite3_db_config for the options that take a switch; gives SQLITE_ERROR if it was not obeyed.
static inline int csqlite_set_switch(sqlite3 *database, int option, int on) {
  int now = -1;
  int code = sqlite3_db_config(database, option, on, &now);
  return code != SQLITE_OK ? code : now == on ? SQLITE_OK : SQLITE_ERROR;
}

// The operating system's words for the last failed file operation of a connection, or NULL.
static inline const char *csqlite_system_message(sqlite3 *database) {
  int number = sqlite3_system_errno(database);
  return number == 0 ? 0 : strerror(number);
}

// Where the values of a result column come from. Not every build of SQLite keeps that: NULL then, as for a
// column that is calculated.
#pragma weak sqlite3_column_database_name
#pragma weak sqlite3_column_table_name
#pragma weak sqlite3_column_origin_name

static inline const char *csqlite_column_schema(sqlite3_stmt *statement, int column) {
  return sqlite3_column_database_name ? sqlite3_column_database_name(statement, column) : 0;
}

static inline const char *csqlite_column_table(sqlite3_stmt *statement, int column) {
  return sqlite3_column_table_name ? sqlite3_column_table_name(statement, column) : 0;
}

static inline const char *csqlite_column_origin(sqlite3_stmt *statement, int column) {
  return sqlite3_column_origin_name ? sqlite3_column_origin_name(statement, column) : 0;
}

#endif
