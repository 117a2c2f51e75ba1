/// What is wrong with the text of one record, and where.
///
/// The reader that threw it can go on with the following record.
public struct RecordSyntaxError: Error, Equatable, Sendable {
  /// What is wrong.
  public var reason: Reason
  /// The line, from 1.
  public var line: Int
  /// The column, from 1, in Unicode scalars.
  public var column: Int

  /// An error at a place.
  public init(_ reason: Reason, line: Int, column: Int) {
    self.reason = reason
    self.line = line
    self.column = column
  }

  /// The place, with the name of the file.
  public func location(in file: String) -> SourceLocation {
    SourceLocation(file: file, line: line, column: column)
  }

  /// The kinds of error.
  public enum Reason: Equatable, Sendable {
    /// A quoted field is not closed before the end of the file, or not within the limit for a record.
    case unbalancedQuote
    /// Something other than a separator follows the closing quote of a field; the field began on `quoteLine`.
    case textAfterQuote(quoteLine: Int)
    /// A row has fewer fields than the header.
    case shortRow(found: Int, expected: Int)
    /// A row has more fields than the header.
    case longRow(found: Int, expected: Int)
    /// A header names a column twice.
    case duplicateColumn(String)
    /// A header has a column without a name.
    case emptyColumnName
    /// A record or header has more fields than `limit`.
    case tooManyFields(limit: Int)
    /// A record has more bytes than `limit`.
    case recordTooLong(limit: Int)
    /// A byte that cannot stand where it stands in UTF-8.
    case invalidUTF8(byte: UInt8)
    /// A JSON text has one thing where another must be.
    case unexpectedCharacter(Unicode.Scalar, expected: Expectation)
    /// A JSON string has no closing quote.
    case unterminatedString
    /// A backslash in a JSON string is followed by something that is no escape.
    case badEscape
    /// A `\u` escape names half of a surrogate pair.
    case loneSurrogate
    /// A number that JSON does not allow.
    case badNumber(String)
    /// A bare word other than `null`, `true` and `false`.
    case badLiteral(String)
    /// A record is not a JSON object.
    case notAnObject
    /// An object has the same key twice; nested keys are written with dots.
    case duplicateKey(String)
    /// A key, with the keys above it, has more bytes than `limit`.
    case keyTooLong(limit: Int)
    /// Arrays and objects stand within each other more than `limit` levels deep.
    case tooDeep(limit: Int)
    /// Something follows a complete record, or the end of the array.
    case trailingText
    /// A control character stands unescaped in a JSON string.
    case controlCharacter(UInt8)
    /// The input, or the line, ends within a record or array.
    case truncated
  }

  /// What JSON allows at a place.
  public enum Expectation: String, Equatable, Sendable {
    /// Any value.
    case value = "a value"
    /// A key of an object.
    case key = "a key in double quotes"
    /// A key, or the end of an empty object.
    case keyOrBrace = "a key in double quotes, or '}'"
    /// The colon after a key.
    case colon = "':'"
    /// The next member or the end of an object.
    case commaOrBrace = "',' or '}'"
    /// The next element or the end of an array.
    case commaOrBracket = "',' or ']'"
    /// The beginning of an array.
    case array = "'['"
    /// The beginning of an object.
    case object = "'{'"
  }
}

extension RecordSyntaxError: CustomStringConvertible {
  /// What is wrong, in plain English, without the place.
  public var description: String { reason.description }
}

extension RecordSyntaxError.Reason: CustomStringConvertible {
  /// What is wrong, in plain English.
  public var description: String {
    switch self {
    case .unbalancedQuote: "the double quote opened here is never closed"
    case .textAfterQuote(let line):
      "text follows the closing quote of a field that began on line \(line); double each quote in a field"
    case .shortRow(let found, let expected):
      "the row has \(counted(found)), but the header has \(expected)"
    case .longRow(let found, let expected):
      "the row has \(counted(found)), but the header has \(expected); the first one too many is here"
    case .duplicateColumn(let name): "the column '\(name)' stands twice in the header"
    case .emptyColumnName: "a column of the header has no name"
    case .tooManyFields(let limit): "more than \(limit) fields"
    case .recordTooLong(let limit): "the record is longer than \(limit) bytes"
    case .invalidUTF8(let byte): "byte 0x\(hexadecimal(byte, width: 2)) is not valid UTF-8 here"
    case .unexpectedCharacter(let scalar, let expected):
      "unexpected \(printable(scalar)); expected \(expected.rawValue)"
    case .unterminatedString: "the string that begins here has no closing quote"
    case .badEscape: "not an escape that JSON knows; write a backslash twice"
    case .loneSurrogate: "half of a surrogate pair (a \\u escape from D800 to DFFF without its other half)"
    case .badNumber(let text): "'\(text)' is not a number in JSON"
    case .badLiteral(let text): "'\(text)' is not a value in JSON; text stands in double quotes"
    case .notAnObject: "a record must be an object, {…}"
    case .duplicateKey(let name): "the key '\(name)' stands twice in the record"
    case .keyTooLong(let limit): "a key is longer than \(limit) bytes"
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    case .trailingText: "something follows the end of the record"
    case .controlCharacter(let byte):
      "control character U+\(hexadecimal(byte, width: 4)) in a string; write it as an escape"
    case .truncated: "ends in the middle of a record"
    }
  }

  private func counted(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }

  private func printable(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0...0x20, 0x7F...0xA0: "character U+\(hexadecimal(scalar.value, width: 4))"
    default: "'\(scalar)'"
    }
  }

  private func hexadecimal(_ number: some BinaryInteger, width: Int) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
