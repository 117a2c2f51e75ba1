extension JSONRecordReader {
  /// Reads the next element of the array.
  func nextElement() throws -> Bool {
    while true {
      switch state {
      case .done: return false
      case .opening:
        guard try passSpace() else {
          state = .done
          throw RecordSyntaxError(.truncated, line: position.line, column: position.column)
        }
        if input.base[input.start] != 0x5B {
          state = .done
          throw try unexpected(.array)
        }
        consume(1)
        state = .first
      case .first, .element:
        guard try passSpace() else { throw truncated() }
        let byte = input.base[input.start]
        if byte == 0x5D && state == .first {
          try finishArray()
          return false
        }
        if byte == 0x5D || byte == 0x2C {  // a comma too many; the separator state takes it from here
          state = .separator
          throw try unexpected(.object)
        }
        state = .separator
        do {
          return try element()
        } catch {
          if input.isAtEnd && input.start == input.end { state = .done }  // one error is enough
          throw error
        }
      case .separator:
        guard try passSpace() else { throw truncated() }
        switch input.base[input.start] {
        case 0x2C:
          consume(1)
          state = .element
        case 0x5D:
          try finishArray()
          return false
        default:
          let error = try unexpected(.commaOrBracket)
          try passGarbage()
          throw error
        }
      }
    }
  }

  /// Reads the element at hand, and moves the input past it whether or not it is well formed.
  private func element() throws -> Bool {
    recordLine = position.line
    while true {
      let held = min(input.end - input.start, limit + 1)
      let start = UnsafePointer(input.base + input.start)
      let end = start + held
      let isFinal = input.isAtEnd && input.start + held == input.end
      origin = RecordOrigin(start: start, position: position)
      var scanner = JSONScanner(from: start, to: end)
      if start.pointee != 0x7B {
        let error = syntaxError(.notAnObject, at: start)
        try passElement()
        throw error
      }
      do throws(ScanFailure) {
        try record(&scanner)
        let length = scanner.place - start
        if length <= limit {
          recordBytes = UnsafeRawBufferPointer(start: start, count: length)
          consume(length)
          return true
        }
        fieldCount = 0
      } catch {
        let isCut = error.code == .truncated || error.code == .unterminatedString || end - error.place < 4
        if !isCut || isFinal {
          let result = syntaxError(reason(error, end: end), at: error.place)
          try passElement()
          throw result
        }
      }
      if held > limit {
        try passElement()
        recordBytes = UnsafeRawBufferPointer(start: nil, count: 0)
        throw RecordSyntaxError(
          .recordTooLong(limit: limit), line: origin.position.line, column: origin.position.column)
      }
      _ = try input.fill(limit: limit)
    }
  }

  /// Moves the input past an element that is malformed or too long, and sets `recordBytes` if it can be held.
  private func passElement() throws {
    while true {
      let held = min(input.end - input.start, limit + 1)
      let start = UnsafePointer(input.base + input.start)
      var skip = ElementSkip()
      if let end = skip.end(from: start, to: start + held) {
        recordBytes = UnsafeRawBufferPointer(start: start, count: end - start)
        consume(end - start)
        return
      }
      if input.isAtEnd && held <= limit {
        recordBytes = UnsafeRawBufferPointer(start: start, count: held)
        consume(held)
        return
      }
      if held > limit { break }
      _ = try input.fill(limit: limit)
    }
    var skip = ElementSkip()
    while true {
      let start = UnsafePointer(input.base + input.start)
      let stop = skip.end(from: start, to: UnsafePointer(input.base + input.end))
      consume(stop.map { $0 - start } ?? (input.end - input.start))
      if stop != nil { return }
      if try !input.fill(limit: limit) { return }
    }
  }

  /// Moves the input from the text between two elements to the next comma, bracket or object.
  private func passGarbage() throws {
    while true {
      let start = UnsafePointer(input.base + input.start)
      let end = UnsafePointer(input.base + input.end)
      var place = start
      while place < end, place.pointee != 0x2C, place.pointee != 0x5D, place.pointee != 0x7B { place += 1 }
      let isFound = place < end
      if isFound && place.pointee == 0x7B { state = .first }
      consume(place - start)
      if isFound { return }
      if try !input.fill(limit: limit) { return }
    }
  }

  /// Consumes the closing bracket; nothing but white space may follow.
  private func finishArray() throws {
    consume(1)
    state = .done
    if try passSpace() {
      throw RecordSyntaxError(.trailingText, line: position.line, column: position.column)
    }
  }

  private func consume(_ count: Int) {
    let start = UnsafePointer(input.base + input.start)
    position.advance(from: start, to: start + count)
    input.start += count
  }

  private func truncated() -> RecordSyntaxError {
    state = .done
    return RecordSyntaxError(.truncated, line: position.line, column: position.column)
  }

  /// An error about the character at hand.
  private func unexpected(_ expected: RecordSyntaxError.Expectation) throws -> RecordSyntaxError {
    while input.end - input.start < 4, try input.fill(limit: limit) {}
    let start = UnsafePointer(input.base + input.start)
    let end = UnsafePointer(input.base + input.end)
    var result = RecordSyntaxError(.truncated, line: position.line, column: position.column)
    if start.pointee < 0x80 {
      result.reason = .unexpectedCharacter(Unicode.Scalar(start.pointee), expected: expected)
      return result
    }
    let length = UTF8Check.sequenceLength(at: start, end: end)
    let text = String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
    if let scalar = text.unicodeScalars.first {
      result.reason = .unexpectedCharacter(scalar, expected: expected)
    } else {
      result.reason = .invalidUTF8(byte: start.pointee)
    }
    return result
  }
}

/// Finds the end of an array's element without checking it: brackets are matched, as far as they do.
struct ElementSkip {
  /// One bit a level, 1 for an object; the innermost lowest.
  private var levels: UInt64 = 0
  private var depth = 0
  private var isString = false
  private var isEscape = false

  /// The place behind the element, or nil if it goes on after `end`; call again with the bytes that follow.
  mutating func end(
    from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
  ) -> UnsafePointer<UInt8>? {
    var place = start
    while place < end {
      let byte = place.pointee
      if isString {
        if isEscape {
          isEscape = false
        } else if byte == 0x5C {
          isEscape = true
        } else if byte == 0x22 || byte == 0x0A {  // no string goes over a line end
          isString = false
        }
      } else {
        switch byte {
        case 0x22: isString = true
        case 0x7B, 0x5B:
          levels = levels << 1 | (byte == 0x7B ? 1 : 0)
          depth += 1
        case 0x2C where depth == 0: return place
        case 0x5D:
          if depth == 0 { return place }
          if levels & 1 == 0 || depth > 64 {
            pop()
            if depth == 0 { return place + 1 }
          } else if levels.nonzeroBitCount >= min(depth, 64) {
            return place  // no array is open within the element: this ends the one around it
          }
        case 0x7D:
          while depth > 0 && depth <= 64 && levels & 1 == 0 { pop() }
          if depth == 0 { return place }
          pop()
          if depth == 0 { return place + 1 }
        default: break
        }
      }
      place += 1
    }
    return nil
  }

  private mutating func pop() {
    levels >>= 1
    depth -= 1
  }
}
