/// The answer of SIPRI's server as it is saved: JSON whose key `bytes` holds the file in Base64.
enum DatasetEnvelope {
  /// The file inside, or nil if these bytes are no such answer.
  ///
  /// The key may lie deeper, and the answer may be a text within JSON; of several files one follows the other.
  static func content(of bytes: [UInt8]) -> [UInt8]? {
    guard isJSON(bytes) else { return nil }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    guard let root = JSONValue(hasMark ? Array(bytes.dropFirst(3)) : bytes) else { return nil }
    var files: [[UInt8]] = []
    collect(root, depth: 0, into: &files)
    guard !files.isEmpty else { return nil }
    var joined: [UInt8] = []
    for file in files {
      if let last = joined.last, last != 0x0A { joined.append(0x0A) }
      joined += joined.isEmpty || !file.starts(with: [0xEF, 0xBB, 0xBF]) ? file : Array(file.dropFirst(3))
    }
    return joined
  }

  /// Whether an answer may begin so that is not here to its end.
  static func mayBegin(_ bytes: [UInt8]) -> Bool {
    let name = Array("\"bytes\"".utf8)
    return isJSON(bytes)
      && bytes.indices.dropLast(name.count).contains { place in
        bytes[place] == 0x22 && name.indices.allSatisfy { bytes[place + $0] | 0x20 == name[$0] | 0x20 }
      }
  }

  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    let isBlank: (UInt8) -> Bool = { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    guard let first = bytes.prefix(64).first(where: { !isBlank($0) }) else { return false }
    return [0x7B, 0x5B, 0x22].contains(first)
  }

  private static func collect(_ value: JSONValue, depth: Int, into files: inout [[UInt8]]) {
    guard depth < 8 else { return }
    switch value {
    case .object(let members):
      for member in members {
        if member.key.lowercased() == "bytes", let file = file(in: member.value) {
          files.append(file)
        } else {
          collect(member.value, depth: depth + 1, into: &files)
        }
      }
    case .array(let elements):
      for element in elements { collect(element, depth: depth + 1, into: &files) }
    case .string(let text):
      guard depth == 0 else { return }
      if let inner = content(of: Array(text.utf8)) {
        files.append(inner)
      } else if text.utf8.contains(0x0A) {
        files.append(Array(text.utf8))
      }
    default: return
    }
  }

  /// The file that the key holds: in Base64, as plain text, or as a list of numbers.
  private static func file(in value: JSONValue) -> [UInt8]? {
    switch value {
    case .string(let text):
      return text.utf8.contains(UInt8(ascii: ",")) && text.utf8.contains(0x0A)
        ? Array(text.utf8) : base64(text)
    case .array(let elements):
      let bytes = elements.compactMap { $0.integer.flatMap { UInt8(exactly: $0) } }
      return bytes.count == elements.count && !bytes.isEmpty ? bytes : nil
    default: return nil
    }
  }

  /// What a text in Base64 stands for, in the usual alphabet or that for addresses; nil if it is none.
  ///
  /// Blanks and line ends in it are passed over; a last group that is cut off gives the bytes that it has.
  static func base64(_ text: String) -> [UInt8]? {
    var digits = text.utf8[...]
    if text.hasPrefix("data:"), let comma = digits.firstIndex(of: UInt8(ascii: ",")) {
      digits = digits[digits.index(after: comma)...]
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3 + 3)
    var group: UInt32 = 0
    var length = 0
    var isPadded = false
    for digit in digits where digit > 0x20 {
      guard let value = sextet(digit) else {
        guard digit == UInt8(ascii: "=") else { return nil }
        isPadded = true
        continue
      }
      guard !isPadded else { return nil }
      group = group << 6 | value
      length += 1
      if length == 4 {
        bytes += [UInt8(group >> 16 & 0xFF), UInt8(group >> 8 & 0xFF), UInt8(group & 0xFF)]
        (group, length) = (0, 0)
      }
    }
    if length == 3 { bytes += [UInt8(group >> 10 & 0xFF), UInt8(group >> 2 & 0xFF)] }
    if length == 2 { bytes.append(UInt8(group >> 4 & 0xFF)) }
    return bytes.isEmpty ? nil : bytes
  }

  private static func sextet(_ digit: UInt8) -> UInt32? {
    switch digit {
    case 0x41...0x5A: UInt32(digit - 0x41)
    case 0x61...0x7A: UInt32(digit - 0x61) + 26
    case 0x30...0x39: UInt32(digit - 0x30) + 52
    case 0x2B, 0x2D: 62
    case 0x2F, 0x5F: 63
    default: nil
    }
  }
}
