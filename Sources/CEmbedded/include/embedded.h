/// Files of the repository that the program carries: the two schemas at the root and the tables of data/.
///
/// The preprocessor's #embed copies them byte for byte at build time, so the file in the repository is
/// the only definition; a test compares the two.
#ifndef ARMSKB_EMBEDDED_H
#define ARMSKB_EMBEDDED_H
#include <stddef.h>

typedef struct {
  const char *name;            ///< path in the repository, such as "data/parties.csv"
  const unsigned char *bytes;  ///< `count` bytes, followed by a U+0000 that is not counted
  size_t count;
} EmbeddedFile;

/// Number of embedded files.
size_t embedded_file_count(void);

/// The file at `index`, which is below `embedded_file_count()`.
EmbeddedFile embedded_file(size_t index);

#endif
