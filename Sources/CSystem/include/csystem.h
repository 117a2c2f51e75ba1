// Calls of the system that Swift's Glibc does not show.

#ifndef CSYSTEM_H
#define CSYSTEM_H

// Renames a file if nothing bears the new name yet: 0, or -1 with errno.
int csystem_rename_new(const char *from, const char *to);

// Lets two files change their names at one moment: 0, or -1 with errno.
int csystem_exchange(const char *one, const char *other);

// Whether another folder cannot take a folder's place: a file system is mounted there, or it has rights of its own
// beside owner and mode.
int csystem_is_bound(const char *folder);

// Lets the disk begin with what was written to a file, and does not wait for it.
void csystem_begin_writing(int file);

// Gives blocks of memory above 4 MB back as soon as they are freed. Left to itself, the C library soon keeps
// blocks of up to 32 MB for later use.
void csystem_return_large_blocks(void);

#endif
