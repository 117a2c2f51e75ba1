// Put before the C library, this makes something happen at the Nth call of a kind (0: at each):
//
//   CALL_AT="write 3 signal 15"   the program gets that signal
//   CALL_AT="name 1 error 5"      the call fails with that error
//   CALL_AT="name 2 run 0"        the line of the shell in CALL_RUN comes before the call
//
// Kinds: write (to the end of a file), page (to a place in a file, as SQLite writes), rename, name (renames that replace
// nothing, or exchange), sync, remove (of a file or a folder).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The error that the call is to fail with, or 0.
static int judge(const char *kind) {
  static long count;
  static int is_running;
  const char *wanted = getenv("CALL_AT");
  char name[16], what[16];
  long place;
  int number;
  if (is_running || !wanted || sscanf(wanted, "%15s %ld %15s %d", name, &place, what, &number) != 4) return 0;
  if (strcmp(name, kind) || (++count != place && place != 0)) return 0;
  if (!strcmp(what, "error")) return number;
  if (!strcmp(what, "signal")) raise(number);
  if (!strcmp(what, "run")) {
    is_running = 1;
    char line[4000];
    snprintf(line, sizeof line, "unset LD_PRELOAD; %s", getenv("CALL_RUN"));
    if (system(line)) abort();
    is_running = 0;
  }
  return 0;
}

#define NEXT(f) ((typeof(&f))dlsym(RTLD_NEXT, #f))
#define JUDGE(kind) \
  do { \
    int number = judge(kind); \
    if (number) { errno = number; return -1; } \
  } while (0)

ssize_t write(int file, const void *bytes, size_t count) {
  if (file > STDERR_FILENO) JUDGE("write");
  return NEXT(write)(file, bytes, count);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
  JUDGE("page");
  return NEXT(pwrite64)(file, bytes, count, place);
}
int rename(const char *from, const char *to) {
  JUDGE("rename");
  return NEXT(rename)(from, to);
}
int renameat2(int one, const char *from, int other, const char *to, unsigned flags) {
  JUDGE("name");
  return NEXT(renameat2)(one, from, other, to, flags);
}
int unlink(const char *path) {
  JUDGE("remove");
  return NEXT(unlink)(path);
}
int rmdir(const char *path) {
  JUDGE("remove");
  return NEXT(rmdir)(path);
}
int fsync(int file) {
  JUDGE("sync");
  return NEXT(fsync)(file);
}
