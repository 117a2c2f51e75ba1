/// One value of a record: borrowed bytes, valid until the reader's next call.
///
/// Places are counted from the beginning of the record each time they are asked for, so ask only for those
/// that are shown.
public struct RawValue {
  /// What a value is; delimited text knows only `null` and `string`.
  public enum Kind: UInt8, Sendable {
    /// No value: JSON's `null`, or an empty field without quotes.
    case null
    /// Text, with escapes and doubled quotes undone.
    case string
    /// A JSON number, as written.
    case number
    /// `true` or `false`.
    case bool
    /// A JSON array, as written; see `JSONArrayElements`.
    case array
    /// A JSON object, as written.
    case object
  }

  /// What the value is.
  public var kind: Kind
  /// The text of a string, unescaped; of all else the text as it stands in the source.
  public var bytes: UnsafeRawBufferPointer
  /// Where the value begins in the source; a quoted one begins with its quote.
  var source: UnsafePointer<UInt8>
  var origin: RecordOrigin

  /// The line on which the value begins, from 1; counted when asked for.
  public var line: Int { origin.position(of: source).line }
  /// The column at which the value begins, from 1, in Unicode scalars; counted when asked for.
  public var column: Int { origin.position(of: source).column }

  /// The place at which the value begins, with the name of the file.
  public func location(in file: String) -> SourceLocation {
    let position = origin.position(of: source)
    return SourceLocation(file: file, line: position.line, column: position.column)
  }
}

/// One named value of a record: borrowed bytes, valid until the reader's next call.
public struct RawField {
  /// The name, unescaped; nested keys are joined by a dot, as in `document.url`.
  public var name: UnsafeRawBufferPointer
  /// The value.
  public var value: RawValue
  /// Where the innermost key begins in the source (at its quote).
  var nameSource: UnsafePointer<UInt8>

  /// The line of the name, from 1; counted when asked for.
  public var nameLine: Int { value.origin.position(of: nameSource).line }
  /// The column of the name, from 1, in Unicode scalars; counted when asked for.
  public var nameColumn: Int { value.origin.position(of: nameSource).column }

  /// The place of the name, with the name of the file.
  public func nameLocation(in file: String) -> SourceLocation {
    let position = value.origin.position(of: nameSource)
    return SourceLocation(file: file, line: position.line, column: position.column)
  }
}

/// A known place in the source from which others are counted.
struct RecordOrigin {
  var start: UnsafePointer<UInt8>
  var position: TextPosition

  func position(of place: UnsafePointer<UInt8>) -> TextPosition {
    var result = position
    result.advance(from: start, to: place)
    return result
  }
}

/// A line and a column, both from 1.
struct TextPosition: Equatable {
  var line = 1
  var column = 1
  /// Whether a carriage return alone ends a line, as in delimited text.
  var endsLineAtReturn = false

  /// Counts the lines and the scalars from `start` to `end`.
  mutating func advance(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) {
    var place = start
    while place < end {
      let byte = place.pointee
      if byte == 0x0A || (byte == 0x0D && endsLineAtReturn && (place + 1 == end || place[1] != 0x0A)) {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      place += 1
    }
  }
}
