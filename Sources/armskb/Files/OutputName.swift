import Glibc

/// Why a call of the system failed.
struct SystemError: Error {
  let number: Int32

  /// The error of the last call.
  init() { number = errno }

  init(_ number: Int32) { self.number = number }

  /// Whether the disk is full or fails.
  var isOfTheDisk: Bool { [ENOSPC, EDQUOT, EIO].contains(number) }

  /// The system's words.
  var reason: String { String(cString: strerror(number)) }
}

/// Names of files as people type them.
enum OutputName {
  /// Where the links at the end of a path lead, also to what is not there yet.
  ///
  /// - Returns: the path, and the link of /proc that tells it of an open file, which need not have that name any more; nil
  ///   if no such link was on the way.
  static func followed(_ path: String) throws(SystemError) -> (path: String, openAs: String?) {
    var path = path
    var processes = stat()
    let hasProcesses = stat("/proc", &processes) == 0
    // As many as the system follows.
    for _ in 0..<40 {
      var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path, &bytes, bytes.count)
      guard count >= 0 else { return (path, nil) }
      guard let target = String(validating: bytes.prefix(count), as: UTF8.self) else {
        throw SystemError(EILSEQ)
      }
      var link = stat()
      if hasProcesses, lstat(path, &link) == 0, link.st_dev == processes.st_dev { return (target, path) }
      path = target.hasPrefix("/") ? target : "\(folder(of: path))/\(target)"
    }
    throw SystemError(ELOOP)
  }

  /// The folder in which the last part of a path stands.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  /// A name in the same folder that nobody can guess.
  static func temporary(beside path: String) throws(SystemError) -> String {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let start = slash.map { path.utf8.index(after: $0) } ?? path.startIndex
    let name = path[start...]
    guard !name.isEmpty else { throw SystemError(path.isEmpty ? ENOENT : EISDIR) }
    let digits = String(UInt64.random(in: 0 ... .max), radix: 36)
    let mark = String(repeating: "0", count: 13 - digits.utf8.count) + digits
    // Most file systems take 255 bytes; what SQLite adds has to fit, too.
    return "\(path[..<start])\(String(name.unicodeScalars.prefix(50))).\(mark).part"
  }

  /// Whether a name is one that `temporary(beside:)` gives for files of a name, or for any: what was left by a program that
  /// was ended by force, or on a disk that took no names any more.
  static func isTemporary(_ name: String, of wanted: String? = nil) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > 2,
      ([""] + KnowledgeBaseFiles.endings).contains(where: { parts[parts.count - 1] == "part" + $0 })
    else { return false }
    let mark = parts[parts.count - 2].utf8
    guard (1...13).contains(mark.count),
      mark.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) })
    else { return false }
    return wanted == nil || parts.dropLast(2).joined(separator: ".") == wanted
  }

  /// Whether a name is to the letter one that `temporary(beside:)` gives for a folder of a name: more than one that a person
  /// may think of.
  static func isTemporaryFolder(_ name: String, of wanted: String) -> Bool {
    let mark = name.utf8.dropLast(".part".utf8.count).suffix(13)
    return name.hasSuffix(".part") && isTemporary(name, of: wanted) && !mark.contains(0x2e)
      && mark.first.map { (0x30...0x33).contains($0) } == true
  }
}
