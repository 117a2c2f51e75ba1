// A library for LD_PRELOAD that lets one call of a program go wrong.
//
// Calls that change a file below CALL_FOLDER are numbered from 1: open with O_CREAT, write, pwrite, fsync, fdatasync,
// ftruncate, rename, unlink, link, mkdir, rmdir and, so that a program can be stopped there, too, close. What happens
// at call CALL_NUMBER is told by CALL_FAULT:
//
//   list        nothing; a line for each call goes to CALL_LOG: number, name, size, path
//   kill        SIGKILL instead of the call
//   tear        half of a write, then SIGKILL
//   full        ENOSPC, there and for all that follow and take room; a write there is cut short first
//   full-once   ENOSPC there alone
//   broken      EIO, there and for all that follow
//   broken-once EIO there alone
//   signal      CALL_SIGNAL before the call
//
// Two kinds number other calls, for readers of a database:
//
//   list-reads, stop-read      reads by offset: a line for each, or SIGSTOP before one
//   list-unlocks, stop-unlock  moments at which all locks of a file were given up: a line for each, or SIGSTOP after one
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum fault {
  NONE, LIST, KILL, TEAR, FULL, FULL_ONCE, BROKEN, BROKEN_ONCE, SIGNAL, LIST_READS, STOP_READ, LIST_UNLOCKS, STOP_UNLOCK
};
static const char *const names[] = {
  "none", "list", "kill", "tear", "full", "full-once", "broken", "broken-once", "signal", "list-reads", "stop-read",
  "list-unlocks", "stop-unlock"
};

// What a call needs of the disk.
enum need { NOTHING, ROOM };

// What is to become of a call; positive numbers are errors to fail with.
enum { GO_ON = 0, HALF = -1, HALF_AND_DIE = -2 };

static enum fault fault;
static long wanted;
static int signal_number;
static const char *folder;
static int log_file = -1;
static atomic_long calls;

#define REAL(function) ({ \
  static __typeof__(function) *real; \
  if (!real) real = (__typeof__(function) *)dlsym(RTLD_NEXT, #function); \
  real; \
})

__attribute__((constructor)) static void begin(void) {
  const char *kind = getenv("CALL_FAULT"), *number = getenv("CALL_NUMBER"), *name = getenv("CALL_SIGNAL");
  const char *log = getenv("CALL_LOG");
  folder = getenv("CALL_FOLDER");
  if (!kind || !folder) return;
  wanted = number ? atol(number) : 0;
  signal_number = name ? atoi(name) : SIGINT;
  if (log) log_file = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) if (!strcmp(kind, names[i])) fault = (enum fault)i;
}

static bool is_below(const char *path) {
  size_t length = strlen(folder);
  char here[PATH_MAX];
  if (path[0] != '/') path = getcwd(here, sizeof here) ? here : "";
  return !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

// The path behind a descriptor; empty if it has none.
static const char *path_of(int descriptor, char path[PATH_MAX]) {
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  path[length > 0 ? length : 0] = 0;
  return path;
}

// A path that is relative to an open folder.
static const char *joined(int at, const char *path, char whole[PATH_MAX]) {
  if (path[0] == '/' || at == AT_FDCWD) return path;
  char parent[PATH_MAX];
  // Cut off if it is too long; such a call then fails by itself.
  int length = snprintf(whole, PATH_MAX, "%s/", path_of(at, parent));
  if (length > 0 && length < PATH_MAX) strncat(whole, path, PATH_MAX - 1 - (size_t)length);
  return whole;
}

static void note(long number, const char *call, long size, const char *path) {
  char line[PATH_MAX + 100];
  int length = snprintf(line, sizeof line, "%ld %s %ld %s\n", number, call, size, path);
  if (log_file >= 0 && length > 0) REAL(write)(log_file, line, (size_t)length);
}

// Numbers a call that changes a file, and tells what is to become of it.
static int judge(const char *call, const char *path, long size, enum need need) {
  int before = errno;
  if (fault == NONE || fault > SIGNAL || !is_below(path)) return GO_ON;
  long number = ++calls;
  if (fault == LIST) note(number, call, size, path);
  errno = before;
  bool is_close = !strcmp(call, "close");
  bool is_write = size > 1 && (strstr(call, "write") != NULL);
  if (number > wanted) {
    if (fault == FULL && need == ROOM) return ENOSPC;
    if (fault == BROKEN && !is_close) return EIO;
  }
  if (number != wanted) return GO_ON;
  switch (fault) {
    case KILL: kill(getpid(), SIGKILL); break;
    case TEAR: if (is_write) return HALF_AND_DIE; kill(getpid(), SIGKILL); break;
    case FULL: if (need == ROOM) return is_write ? HALF : ENOSPC; break;
    case FULL_ONCE: if (need == ROOM) return ENOSPC; break;
    case BROKEN: case BROKEN_ONCE: if (!is_close) return EIO; break;
    case SIGNAL: raise(signal_number); break;
    default: break;
  }
  return GO_ON;
}

static int judge_descriptor(const char *call, int descriptor, long size, enum need need) {
  char path[PATH_MAX];
  if (fault == NONE || fault > SIGNAL || descriptor <= STDERR_FILENO || descriptor == log_file) return GO_ON;
  return judge(call, path_of(descriptor, path), size, need);
}

#define REFUSE(verdict) do { int error = (verdict); if (error > 0) { errno = error; return -1; } } while (0)

// ---------------------------------------------------------------------------------------- calls that change a file

#define OPENING(function) \
  int function(const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); \
    if (flags & O_CREAT) REFUSE(judge("open", path, 0, ROOM)); \
    return REAL(function)(path, flags, mode); \
  }
OPENING(open)
OPENING(open64)

#define OPENING_AT(function) \
  int function(int at, const char *path, int flags, ...) { \
    char whole[PATH_MAX]; \
    va_list rest; va_start(rest, flags); mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; va_end(rest); \
    if (flags & O_CREAT) REFUSE(judge("open", joined(at, path, whole), 0, ROOM)); \
    return REAL(function)(at, path, flags, mode); \
  }
OPENING_AT(openat)
OPENING_AT(openat64)

#define WRITING(function, half, whole) { \
    int verdict = judge_descriptor(#function, descriptor, (long)size, ROOM); \
    REFUSE(verdict); \
    if (verdict == GO_ON) return whole; \
    ssize_t written = half; \
    if (verdict == HALF_AND_DIE) kill(getpid(), SIGKILL); \
    return written; \
  }
ssize_t write(int descriptor, const void *bytes, size_t size)
  WRITING(write, REAL(write)(descriptor, bytes, size / 2), REAL(write)(descriptor, bytes, size))
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset)
  WRITING(pwrite, REAL(pwrite)(descriptor, bytes, size / 2, offset), REAL(pwrite)(descriptor, bytes, size, offset))
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset)
  WRITING(pwrite, REAL(pwrite64)(descriptor, bytes, size / 2, offset), REAL(pwrite64)(descriptor, bytes, size, offset))

#define BY_DESCRIPTOR(function, call, need) \
  int function(int descriptor) { \
    REFUSE(judge_descriptor(call, descriptor, 0, need)); \
    return REAL(function)(descriptor); \
  }
BY_DESCRIPTOR(fsync, "fsync", ROOM)
BY_DESCRIPTOR(fdatasync, "fdatasync", ROOM)
BY_DESCRIPTOR(close, "close", NOTHING)

int ftruncate(int descriptor, off_t size) {
  REFUSE(judge_descriptor("ftruncate", descriptor, size, NOTHING));
  return REAL(ftruncate)(descriptor, size);
}
int ftruncate64(int descriptor, off64_t size) {
  REFUSE(judge_descriptor("ftruncate", descriptor, size, NOTHING));
  return REAL(ftruncate64)(descriptor, size);
}

int unlink(const char *path) { REFUSE(judge("unlink", path, 0, NOTHING)); return REAL(unlink)(path); }
int unlinkat(int at, const char *path, int flags) {
  char whole[PATH_MAX];
  REFUSE(judge("unlink", joined(at, path, whole), 0, NOTHING));
  return REAL(unlinkat)(at, path, flags);
}
int rmdir(const char *path) { REFUSE(judge("rmdir", path, 0, NOTHING)); return REAL(rmdir)(path); }
int mkdir(const char *path, mode_t mode) { REFUSE(judge("mkdir", path, 0, ROOM)); return REAL(mkdir)(path, mode); }
int mkdirat(int at, const char *path, mode_t mode) {
  char whole[PATH_MAX];
  REFUSE(judge("mkdir", joined(at, path, whole), 0, ROOM));
  return REAL(mkdirat)(at, path, mode);
}
int rename(const char *from, const char *to) { REFUSE(judge("rename", to, 0, ROOM)); return REAL(rename)(from, to); }
int renameat(int from, const char *old, int to, const char *new) {
  char whole[PATH_MAX];
  REFUSE(judge("rename", joined(to, new, whole), 0, ROOM));
  return REAL(renameat)(from, old, to, new);
}
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
  char whole[PATH_MAX];
  REFUSE(judge("rename", joined(to, new, whole), 0, ROOM));
  return REAL(renameat2)(from, old, to, new, flags);
}
int link(const char *from, const char *to) { REFUSE(judge("link", to, 0, ROOM)); return REAL(link)(from, to); }
int linkat(int from, const char *old, int to, const char *new, int flags) {
  char whole[PATH_MAX];
  REFUSE(judge("link", joined(to, new, whole), 0, ROOM));
  return REAL(linkat)(from, old, to, new, flags);
}

// --------------------------------------------------------------------------------------------- calls that only read

// Numbers a call of a reader; whether the program is to be stopped at it.
static bool stops_at(enum fault listing, enum fault stopping, const char *call, int descriptor) {
  char path[PATH_MAX];
  if ((fault != listing && fault != stopping) || !is_below(path_of(descriptor, path))) return false;
  long number = ++calls;
  if (fault == listing) note(number, call, 0, path);
  return fault == stopping && number == wanted;
}

ssize_t pread(int descriptor, void *bytes, size_t size, off_t offset) {
  if (stops_at(LIST_READS, STOP_READ, "pread", descriptor)) raise(SIGSTOP);
  return REAL(pread)(descriptor, bytes, size, offset);
}
ssize_t pread64(int descriptor, void *bytes, size_t size, off64_t offset) {
  if (stops_at(LIST_READS, STOP_READ, "pread", descriptor)) raise(SIGSTOP);
  return REAL(pread64)(descriptor, bytes, size, offset);
}

// A lock given up on the whole file, as SQLite does between transactions of a file without a write-ahead log.
static void unlocked(int descriptor, int command, const void *argument) {
  const struct flock *lock = argument;
  if (fault < LIST_UNLOCKS || command != F_SETLK || !lock) return;
  bool is_whole = lock->l_type == F_UNLCK && lock->l_start == 0 && lock->l_len == 0;
  if (is_whole && stops_at(LIST_UNLOCKS, STOP_UNLOCK, "unlock", descriptor)) raise(SIGSTOP);
}

#define CONTROL(function) \
  int function(int descriptor, int command, ...) { \
    va_list rest; va_start(rest, command); void *argument = va_arg(rest, void *); va_end(rest); \
    int result = REAL(function)(descriptor, command, argument); \
    int error = errno; \
    unlocked(descriptor, command, argument); \
    errno = error; \
    return result; \
  }
CONTROL(fcntl)
CONTROL(fcntl64)
