/// Brings names to the form in which they are compared.
///
/// Case, diacritics, punctuation, a leading "the" and runs of blanks do not tell names apart:
/// "Türkiye" and "turkiye", "U.S." and "us" are one. Letters of other scripts are lower-cased and kept.
public enum NameFolding {
  /// The form of `name` in which it is compared, possibly empty.
  public static func fold(_ name: String) -> String {
    if let folded = foldASCII(name) { return folded }
    var words: [String] = []
    var word = ""
    for scalar in name.unicodeScalars {
      // U.S. is US, Cote d'Ivoire is Cote dIvoire; the modifier apostrophe U+02BC would pass for a letter.
      if scalar == "." || scalar == "'" || scalar == "\u{2019}" || scalar == "\u{2BC}" { continue }
      if let letters = letters(of: scalar) {
        word += letters
      } else if !word.isEmpty {
        words.append(word)
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    if words.count > 1, words[0] == "the" { words.removeFirst() }
    return words.joined(separator: " ")
  }

  /// The same for a name of plain letters, byte by byte; nil for any other.
  private static func foldASCII(_ name: String) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.utf8.count)
    var isBetweenWords = false
    for byte in name.utf8 {
      switch byte {
      case 0x61...0x7A, 0x30...0x39, 0x2B, 0x41...0x5A:
        if isBetweenWords, !bytes.isEmpty { bytes.append(0x20) }
        isBetweenWords = false
        bytes.append(byte >= 0x41 && byte <= 0x5A ? byte + 32 : byte)
      case 0x2E, 0x27: continue
      case 0x80...: return nil
      default: isBetweenWords = true
      }
    }
    if bytes.count > 4, bytes.starts(with: [0x74, 0x68, 0x65, 0x20]) { bytes.removeFirst(4) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The form of a weapon designation in which it is compared: as `fold`, without blanks and hyphens.
  ///
  /// "S-400", "S 400" and "S400" are one; "T-90S" and "T-90" stay two.
  public static func foldDesignation(_ designation: String) -> String {
    String(fold(designation).filter { $0 != " " })
  }

  /// The base letters of a scalar; "" for a mark that is dropped, nil for what parts words.
  private static func letters(of scalar: Unicode.Scalar) -> String? {
    let value = scalar.value
    if value < 128 {
      switch value {
      case 0x61...0x7A, 0x30...0x39: return String(scalar)
      case 0x41...0x5A: return String(Unicode.Scalar(UInt8(value + 32)))
      case 0x2B: return "+"
      default: return nil
      }
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .format: return ""
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      // The small letter has the plainer name: of two spellings that differ in case, both give its base.
      let small = scalar.properties.lowercaseMapping
      return (small.unicodeScalars.first.flatMap(latinBase)) ?? latinBase(scalar) ?? small
    case .decimalNumber, .letterNumber, .otherNumber, .spacingMark, .enclosingMark:
      return String(scalar)
    default: return nil
    }
  }

  /// The plain letters of a Latin letter, read from its Unicode name: É is LATIN CAPITAL LETTER E WITH ACUTE.
  private static func latinBase(_ scalar: Unicode.Scalar) -> String? {
    guard let name = scalar.properties.name, name.hasPrefix("LATIN ") else { return nil }
    let words = name.split(separator: " ")
    guard let letter = words.firstIndex(of: "LETTER"), letter + 1 < words.count else { return nil }
    switch words[letter + 1] {
    case "SCHWA": return "e"
    case "DOTLESS": return "i"
    case "SHARP": return "ss"
    case "ETH": return "d"
    case "THORN": return "th"
    case let base where base.count <= 2: return base.lowercased()
    default: return nil
    }
  }
}
