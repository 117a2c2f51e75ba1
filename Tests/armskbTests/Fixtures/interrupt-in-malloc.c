// Put before the program's own library, this interrupts it in the middle of its Nth allocation after it has said what
// is to be done at an interrupt, and aborts if that allocates.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);
static long left = -1;
static int inside;

sighandler_t signal(int number, sighandler_t handler) {
  sighandler_t (*next)(int, sighandler_t) = (sighandler_t(*)(int, sighandler_t))dlsym(RTLD_NEXT, "signal");
  const char *count = getenv("INTERRUPT_AT");
  if (number == SIGINT && count) left = atol(count);
  return next(number, handler);
}

void *malloc(size_t size) {
  if (inside) abort();
  if (left > 0 && --left == 0) {
    inside = 1;
    raise(SIGINT);
    inside = 0;
  }
  return __libc_malloc(size);
}
