/// A field of delimited text as the scan finds it.
struct DelimitedField {
  /// Where it begins in the source; at its quote, if it has one.
  var source: UnsafePointer<UInt8>
  /// The text; in the scratch buffer once escapes are undone.
  var start: UnsafePointer<UInt8>
  var count: Int
  var isQuoted: Bool
  /// Whether the text holds doubled quotes or backslash escapes.
  var isEscaped: Bool
}

/// One attempt to find the end of a record, and its fields, in the bytes at hand.
struct DelimitedScan {
  enum Outcome { case complete, needsMore, unclosedQuote }

  let start: UnsafePointer<UInt8>
  let end: UnsafePointer<UInt8>
  /// Whether nothing follows `end`.
  var isFinal = false

  var outcome = Outcome.needsMore
  /// Fields found; only the first `capacity` are stored.
  var count = 0
  /// The end of the record, without its line end, and the beginning of what follows.
  var recordEnd: UnsafePointer<UInt8>
  var nextStart: UnsafePointer<UInt8>
  /// Line ends in the record and after it.
  var lineEnds = 0
  /// All bytes or-ed together: the high bits tell whether any is not ASCII.
  var seen: UInt64 = 0
  var hasEscapes = false
  var fault: UnsafePointer<UInt8>?
  /// For `textAfterQuote` the offset of the opening quote stands in for its line.
  var reason: RecordSyntaxError.Reason?
  /// The quote that is open at the end.
  private var openQuote: UnsafePointer<UInt8>

  /// How far after an error quotes are still honoured in search of the record's end.
  private static let recoveryReach = 8192

  init(start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) {
    self.start = start
    self.end = end
    recordEnd = end
    nextStart = end
    openQuote = start
  }

  var quotedLength: Int { end - openQuote }

  /// Finds the fields from `start` to the end of the record.
  mutating func run(separator: UInt8, fields: UnsafeMutablePointer<DelimitedField>, capacity: Int) {
    let end = self.end
    let separatorPattern = Word.repeating(separator)
    let feedPattern = Word.repeating(0x0A)
    let returnPattern = Word.repeating(0x0D)
    let quotePattern = Word.repeating(0x22)
    var place = start
    var seen: UInt64 = 0
    var lines = 0
    var count = 0
    var escapes = false
    while true {
      let fieldStart = place
      if place < end && place.pointee == 0x22 {
        place += 1
        var doubled = false
        while true {
          let word = Word.load(place)
          seen |= word
          let hits =
            Word.matches(word, quotePattern) | Word.matches(word, feedPattern)
            | Word.matches(word, returnPattern)
          if hits == 0 {
            place += 8
            if place < end { continue }
          } else {
            place += hits.trailingZeroBitCount >> 3
          }
          if place >= end {
            openQuote = fieldStart
            outcome = .unclosedQuote
            return
          }
          switch place.pointee {
          case 0x22:
            if place + 1 < end && place[1] == 0x22 {
              doubled = true
              place += 2
              continue
            }
          case 0x0A:
            lines += 1
            place += 1
            continue
          default:
            if place + 1 == end || place[1] != 0x0A { lines += 1 }
            place += 1
            continue
          }
          break
        }
        if count < capacity {
          fields[count] = DelimitedField(
            source: fieldStart, start: fieldStart + 1, count: place - fieldStart - 1, isQuoted: true,
            isEscaped: doubled)
        }
        escapes = escapes || doubled
        place += 1
        if place < end && place.pointee != separator && place.pointee != 0x0A && place.pointee != 0x0D {
          self.seen = seen
          recover(from: place, quote: fieldStart, separator: separator)
          return
        }
      } else {
        while true {
          let word = Word.load(place)
          seen |= word
          let hits =
            Word.matches(word, separatorPattern) | Word.matches(word, feedPattern)
            | Word.matches(word, returnPattern)
          if hits != 0 {
            place += hits.trailingZeroBitCount >> 3
            break
          }
          place += 8
          if place >= end { break }
        }
        if place > end { place = end }
        if count < capacity {
          fields[count] = DelimitedField(
            source: fieldStart, start: fieldStart, count: place - fieldStart, isQuoted: false,
            isEscaped: false)
        }
      }
      count += 1
      if place < end && place.pointee == separator {
        place += 1
        continue
      }
      self.count = count
      self.seen = seen
      hasEscapes = escapes
      lineEnds = lines
      endRecord(at: place)
      return
    }
  }

  /// Ends the record at a line end or at the end of the bytes.
  private mutating func endRecord(at place: UnsafePointer<UInt8>) {
    recordEnd = place
    if place == end {
      nextStart = end
      outcome = isFinal ? .complete : .needsMore
      return
    }
    if place.pointee == 0x0D && place + 1 == end && !isFinal {
      outcome = .needsMore
      return
    }
    let isPair = place.pointee == 0x0D && place + 1 < end && place[1] == 0x0A
    nextStart = place + (isPair ? 2 : 1)
    lineEnds += 1
    outcome = .complete
  }

  /// Notes that text follows a closing quote, and finds the end of the record.
  ///
  /// Quotes are honoured for some distance; if one is then still open, the record ends with the first line.
  private mutating func recover(
    from fault: UnsafePointer<UInt8>, quote: UnsafePointer<UInt8>, separator: UInt8
  ) {
    self.fault = fault
    reason = .textAfterQuote(quoteLine: quote - start)
    let reach = end - fault > DelimitedScan.recoveryReach ? fault + DelimitedScan.recoveryReach : end
    var firstLineEnd: UnsafePointer<UInt8>?
    var place = fault
    var isQuoted = false
    var isFieldStart = false
    while place < end {
      let byte = place.pointee
      if isQuoted {
        if byte == 0x22 {
          if place + 1 < end && place[1] == 0x22 { place += 1 } else { isQuoted = false }
        } else if (byte == 0x0A || byte == 0x0D) && firstLineEnd == nil {
          firstLineEnd = place
        }
        if isQuoted && place >= reach {
          if firstLineEnd != nil { break }
          isQuoted = false
        }
      } else {
        if byte == 0x0A || byte == 0x0D { break }
        isQuoted = byte == 0x22 && isFieldStart
      }
      isFieldStart = !isQuoted && byte == separator
      place += 1
    }
    if isQuoted && (place < end || isFinal), let firstLineEnd { place = firstLineEnd }
    var position = TextPosition(endsLineAtReturn: true)
    position.advance(from: start, to: place)
    lineEnds = position.line - 1
    endRecord(at: place)
  }

  /// Ends the record with the line on which the open quote stands, and notes the error.
  ///
  /// - Returns: false if that line has no end within the bytes at hand.
  mutating func endLineOfQuote() -> Bool {
    var place = openQuote
    while place < end && place.pointee != 0x0A && place.pointee != 0x0D { place += 1 }
    var position = TextPosition(endsLineAtReturn: true)
    position.advance(from: start, to: place)
    lineEnds = position.line - 1
    endRecord(at: place)
    fault = openQuote
    reason = .unbalancedQuote
    return outcome == .complete
  }
}

extension DelimitedReader {
  /// Writes the text of a quoted field with each doubled quote once; returns the place behind it.
  func undoDoubledQuotes(
    _ field: DelimitedField, into target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var target = target
    var place = field.start
    let end = place + field.count
    while place < end {
      target.pointee = place.pointee
      target += 1
      place += place.pointee == 0x22 ? 2 : 1
    }
    return target
  }

  /// Writes the text of a field with `\t`, `\n`, `\r`, `\\` and `\"` undone; returns the place behind it.
  func undoBackslashes(
    _ field: DelimitedField, into target: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    var target = target
    var place = field.start
    let end = place + field.count
    while place < end {
      var byte = place.pointee
      place += 1
      if byte == 0x5C && place < end {
        var known = true
        switch place.pointee {
        case 0x74: byte = 0x09
        case 0x6E: byte = 0x0A
        case 0x72: byte = 0x0D
        case 0x5C: byte = 0x5C
        case 0x22: byte = 0x22
        default: known = false
        }
        if known { place += 1 }
      }
      target.pointee = byte
      target += 1
    }
    return target
  }
}
