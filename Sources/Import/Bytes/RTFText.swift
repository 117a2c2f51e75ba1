/// The text in a file of rich text: paragraphs as lines, tabs as tabs, everything else left out.
struct RTFText {
  /// One line of the text.
  struct Line: Hashable {
    /// The line of the file in which it begins, from 1.
    var number: Int
    /// Its text.
    var text: String
  }

  /// The lines of the text, and whether its end is missing; nil if the file is no rich text.
  static func lines(of file: DatasetFile) -> (lines: [Line], isCutOff: Bool)? {
    guard let first = file.lines.first(where: { !DatasetCell.trimmed($0).isEmpty }),
      DatasetCell.trimmed(first).hasPrefix("{\\rtf")
    else { return nil }
    var text = RTFText()
    for (place, line) in file.lines.enumerated() {
      text.number = place + 1
      text.read(Array(line.unicodeScalars))
    }
    text.endLine()
    return (text.lines, text.groups.count > 1)
  }

  /// What a group says of the text in it.
  private struct Group {
    var isSkipped = false
    /// How many letters behind a code point of Unicode stand for those who do not know it.
    var fallback = 1
  }

  private var lines: [Line] = []
  private var number = 0
  private var begin: Int?
  private var text = String.UnicodeScalarView()
  private var groups: [Group] = [Group()]
  private var isMac = false
  /// Letters to be passed over: a fallback, or binary data.
  private var passed = 0
  private var highSurrogate: UInt32?

  private var group: Group { groups[groups.count - 1] }

  private mutating func read(_ scalars: [Unicode.Scalar]) {
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      place += 1
      switch scalar {
      case "{": groups.append(group)
      case "}": if groups.count > 1 { groups.removeLast() }
      case "\\":
        guard place < scalars.count else {
          endLine()
          return
        }
        readControl(scalars, &place)
      case "\t": put("\t")
      default: if scalar.value >= 0x20 { put(scalar) }
      }
    }
  }

  private mutating func readControl(_ scalars: [Unicode.Scalar], _ place: inout Int) {
    let scalar = scalars[place]
    if scalar == "'" {
      let digits = scalars[min(place + 1, scalars.count)..<min(place + 3, scalars.count)]
      place = min(place + 3, scalars.count)
      var code = String.UnicodeScalarView()
      code.append(contentsOf: digits)
      if let byte = UInt8(String(code), radix: 16) { put(decoded(byte)) }
      return
    }
    guard scalar.isASCIILetter else {
      place += 1
      switch scalar {
      case "*": groups[groups.count - 1].isSkipped = true
      case "~": put(" ")
      case "_": put("-")
      case "\\", "{", "}": put(scalar)
      default: break
      }
      return
    }
    var word = ""
    while place < scalars.count, scalars[place].isASCIILetter, word.utf8.count < 32 {
      word.unicodeScalars.append(scalars[place])
      place += 1
    }
    var figure = ""
    if place < scalars.count, scalars[place] == "-" || scalars[place].isDigit {
      figure.unicodeScalars.append(scalars[place])
      place += 1
      while place < scalars.count, scalars[place].isDigit, figure.utf8.count < 10 {
        figure.unicodeScalars.append(scalars[place])
        place += 1
      }
    }
    if place < scalars.count, scalars[place] == " " { place += 1 }
    obey(word, Int(figure))
  }

  private mutating func obey(_ word: String, _ figure: Int?) {
    switch word {
    case "par", "line", "row", "sect", "page": if !group.isSkipped { endLine() }
    case "tab", "cell": put("\t")
    case "u": putUnicode(figure ?? 0)
    case "uc": groups[groups.count - 1].fallback = max(0, min(figure ?? 1, 8))
    case "bin": passed = max(0, min(figure ?? 0, 1 << 24))
    case "mac": isMac = true
    case "ansi", "ansicpg", "pc", "pca": isMac = false
    default:
      if let scalar = Self.signs[word] { put(scalar) }
      if Self.skipped.contains(word) { groups[groups.count - 1].isSkipped = true }
    }
  }

  private mutating func putUnicode(_ figure: Int) {
    passed = 0
    let unit = UInt32(truncatingIfNeeded: figure) & 0xFFFF
    if unit >> 10 == 0x36 {
      highSurrogate = unit
    } else if unit >> 10 == 0x37 {
      if let high = highSurrogate,
        let scalar = Unicode.Scalar(0x10000 + (high & 0x3FF) << 10 + (unit & 0x3FF))
      {
        put(scalar)
      }
      highSurrogate = nil
    } else if let scalar = Unicode.Scalar(unit) {
      put(scalar)
    }
    passed = group.fallback
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if passed > 0 {
      passed -= 1
      return
    }
    guard !group.isSkipped else { return }
    if begin == nil { begin = number }
    text.append(scalar)
  }

  private mutating func endLine() {
    guard !text.isEmpty || begin != nil else { return }
    lines.append(Line(number: begin ?? number, text: String(text)))
    text.removeAll()
    begin = nil
    passed = 0
  }

  private func decoded(_ byte: UInt8) -> Unicode.Scalar {
    if byte < 0x80 { return Unicode.Scalar(byte) }
    return isMac ? Self.macRoman[Int(byte) - 0x80] : DatasetDecoding.windows1252(byte)
  }

  private static let signs: [String: Unicode.Scalar] = [
    "emdash": "\u{2014}", "endash": "\u{2013}", "lquote": "\u{2018}", "rquote": "\u{2019}",
    "ldblquote": "\u{201C}", "rdblquote": "\u{201D}", "bullet": "\u{2022}", "emspace": " ", "enspace": " ",
  ]

  /// Groups that hold no text of the document.
  private static let skipped: Set<String> = [
    "fonttbl", "stylesheet", "colortbl", "info", "pict", "object", "header", "headerl", "headerr", "headerf",
    "footer", "footerl", "footerr", "footerf", "footnote", "filetbl", "listtable", "listoverridetable",
    "revtbl", "rsidtbl", "themedata", "generator", "xmlnstbl", "fldinst",
  ]

  /// The letters of the bytes 80 to FF on old Macintoshes.
  private static let macRoman = Array(
    """
    ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊ\
    ÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ
    """.unicodeScalars)
}

extension Unicode.Scalar {
  fileprivate var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}
