/// The columns of a terminal that a text fills.
///
/// Wide East Asian characters and emoji fill two; combining marks, joiners and control characters none; emoji
/// joined into one picture, and flags, fill two together.
public func displayWidth(_ text: String) -> Int {
  var meter = WidthMeter()
  var width = 0
  for scalar in text.unicodeScalars { width += meter.advance(scalar.value).width }
  return width
}

/// Measures a text, one character after the other.
struct WidthMeter {
  /// What one more character does.
  struct Step {
    /// Columns that it adds.
    var width: Int
    /// Whether the text may be cut before it.
    var startsUnit: Bool
  }

  private var lastWidth = 0
  private var lastScalar: Unicode.Scalar = " "
  private var isJoined = false
  private var hasOpenFlag = false

  /// Adds a character.
  mutating func advance(_ value: UInt32) -> Step {
    if value < 0x7F {
      lastScalar = Unicode.Scalar(UInt8(value))
      lastWidth = value < 0x20 ? 0 : 1
      isJoined = false
      hasOpenFlag = false
      return Step(width: lastWidth, startsUnit: true)
    }
    guard let scalar = Unicode.Scalar(value) else { return Step(width: 1, startsUnit: true) }
    return advance(wide: scalar)
  }

  private mutating func advance(wide scalar: Unicode.Scalar) -> Step {
    let wasJoined = isJoined
    let wasOpenFlag = hasOpenFlag
    isJoined = false
    hasOpenFlag = false
    switch scalar.value {
    case 0x200D:  // joins emoji into one picture
      isJoined = lastWidth > 0 && lastScalar.properties.isEmoji && lastScalar.value > 0x7F
      return Step(width: 0, startsUnit: false)
    case 0xFE0F:  // asks for the picture of a character that can be both
      guard lastWidth == 1, lastScalar.properties.isEmoji else { return Step(width: 0, startsUnit: false) }
      lastWidth = 2
      return Step(width: 1, startsUnit: false)
    case 0x1F1E6...0x1F1FF:  // two letters make a flag
      hasOpenFlag = !wasOpenFlag
      lastScalar = scalar
      lastWidth = 1
      return Step(width: 1, startsUnit: !wasOpenFlag)
    case 0x1F3FB...0x1F3FF where lastWidth > 0 && lastScalar.properties.isEmojiModifierBase:
      return Step(width: 0, startsUnit: false)
    default: break
    }
    if wasJoined, scalar.properties.isEmoji {
      lastScalar = scalar
      return Step(width: 0, startsUnit: false)
    }
    let width = scalar.columns
    if width > 0 {
      lastScalar = scalar
      lastWidth = width
    }
    return Step(width: width, startsUnit: width > 0)
  }
}

extension Unicode.Scalar {
  /// The columns of the character alone.
  fileprivate var columns: Int {
    switch value {
    case 0x00..<0x20, 0x7F..<0xA0: return 0
    case 0xA0..<0x300: return 1
    // Signs before Arabic, Syriac and Kaithi numbers are seen, although their category is "format".
    case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, 0x110BD, 0x110CD: return 1
    case 0x1160...0x11FF, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: return 0  // vowels and ends of Hangul syllables
    default: break
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    guard value >= 0x1100 else { return 1 }
    return Self.isWide(value) || properties.isEmojiPresentation ? 2 : 1
  }

  /// Whether the character is wide or full-width after Unicode's annex 11, emoji left aside.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F,
      0x2E80...0x303E, 0x3041...0x3247, 0x3250...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
      0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1D300...0x1D376,
      0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
      true
    default: false
    }
  }
}
