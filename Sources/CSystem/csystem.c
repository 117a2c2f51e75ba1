#define _GNU_SOURCE
#include "csystem.h"

#include <malloc.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/xattr.h>

int csystem_rename_new(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}

int csystem_exchange(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

int csystem_is_bound(const char *folder) {
  // STATX_ATTR_MOUNT_ROOT, which older headers lack.
  const unsigned long long mount_root = 0x2000;
  struct statx state;
  if (statx(AT_FDCWD, folder, 0, STATX_MODE, &state) != 0 || state.stx_attributes & mount_root) return 1;
  return getxattr(folder, "system.posix_acl_access", NULL, 0) >= 0
    || getxattr(folder, "system.posix_acl_default", NULL, 0) >= 0;
}

void csystem_begin_writing(int file) { sync_file_range(file, 0, 0, SYNC_FILE_RANGE_WRITE); }

void csystem_return_large_blocks(void) {
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 8 << 20);
}
