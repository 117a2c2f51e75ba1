// Small readers, written from the formats' rules and not from the writer. A field is its bytes, nil for null.

typealias Field = [UInt8]?

struct Malformed: Error {
  var reason: String
}

/// RFC 4180, strictly: CRLF ends every record, a bare quote is an error, `""` is empty and nothing is null.
func readCSV(_ input: [UInt8], delimiter: UInt8 = 0x2C) throws -> [[Field]] {
  var records: [[Field]] = []
  var record: [Field] = []
  var at = 0
  while at < input.count {
    var field: [UInt8] = []
    var isQuoted = false
    if input[at] == 0x22 {
      isQuoted = true
      at += 1
      while true {
        guard at < input.count else { throw Malformed(reason: "open quote") }
        if input[at] == 0x22 {
          at += 1
          guard at < input.count, input[at] == 0x22 else { break }
        }
        field.append(input[at])
        at += 1
      }
    } else {
      while at < input.count, input[at] != delimiter, input[at] != 0x0D {
        guard input[at] != 0x22, input[at] != 0x0A else { throw Malformed(reason: "bare quote or line feed") }
        field.append(input[at])
        at += 1
      }
    }
    record.append(field.isEmpty && !isQuoted ? nil : field)
    guard at < input.count else { throw Malformed(reason: "last record is not ended") }
    if input[at] == delimiter {
      at += 1
      if at < input.count, input[at] == 0x0D { record.append(nil) } else { continue }
    }
    guard at + 1 < input.count, input[at] == 0x0D, input[at + 1] == 0x0A else {
      throw Malformed(reason: "text after a closing quote")
    }
    at += 2
    records.append(record)
    record = []
  }
  return records
}

/// Tab-separated lines, with backslash escapes; `""` is empty, nothing is null.
func readTSV(_ input: [UInt8]) throws -> [[Field]] {
  guard input.last == 0x0A else { throw Malformed(reason: "last line is not ended") }
  return try input.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
    try line.split(separator: 0x09, omittingEmptySubsequences: false).map { raw -> Field in
      if raw.isEmpty { return nil }
      if Array(raw) == [0x22, 0x22] { return [] }
      guard raw.first != 0x22 else { throw Malformed(reason: "field begins with a quote") }
      var field: [UInt8] = []
      var rest = raw[...]
      while let byte = rest.popFirst() {
        guard byte == 0x5C else {
          field.append(byte)
          continue
        }
        switch rest.popFirst() {
        case 0x74: field.append(0x09)
        case 0x6E: field.append(0x0A)
        case 0x72: field.append(0x0D)
        case 0x5C: field.append(0x5C)
        case 0x22: field.append(0x22)
        default: throw Malformed(reason: "unknown escape")
        }
      }
      return field
    }
  }
}

/// A table of GitHub's Markdown; the first two lines are the header and the rule.
func readMarkdown(_ input: [UInt8]) throws -> [[Field]] {
  guard input.last == 0x0A else { throw Malformed(reason: "last line is not ended") }
  var rows: [[Field]] = []
  for line in input.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false) {
    guard line.first == 0x7C, line.last == 0x7C else { throw Malformed(reason: "line without bars") }
    var cells: [[UInt8]] = [[]]
    var rest = line.dropFirst()
    while let byte = rest.popFirst() {
      if byte == 0x5C, let next = rest.popFirst() {
        cells[cells.count - 1] += [byte, next]
      } else if byte == 0x7C {
        cells.append([])
      } else {
        cells[cells.count - 1].append(byte)
      }
    }
    cells.removeLast()
    rows.append(try cells.map(readMarkdownCell))
  }
  return rows
}

private func readMarkdownCell(_ raw: [UInt8]) throws -> Field {
  var rest = raw[...]
  while rest.first == 0x20 || rest.first == 0x09 { rest.removeFirst() }
  while rest.last == 0x20 || rest.last == 0x09 { rest.removeLast() }
  if rest.isEmpty { return nil }
  if Array(rest) == Array("<!-- -->".utf8) { return [] }
  var field: [UInt8] = []
  while let byte = rest.first {
    if byte == 0x5C, rest.count > 1 {
      field.append(rest[rest.startIndex + 1])
      rest = rest.dropFirst(2)
    } else if rest.starts(with: "<br>".utf8) {
      field.append(0x0A)
      rest = rest.dropFirst(4)
    } else if rest.starts(with: "&amp;".utf8) {
      field.append(0x26)
      rest = rest.dropFirst(5)
    } else if rest.starts(with: "&#".utf8), let end = rest.firstIndex(of: 0x3B),
      let number = UInt32(String(decoding: rest[(rest.startIndex + 2)..<end], as: UTF8.self)),
      let scalar = Unicode.Scalar(number)
    {
      field += Array(String(scalar).utf8)
      rest = rest[(end + 1)...]
    } else {
      guard byte != 0x3C else { throw Malformed(reason: "markup") }
      field.append(byte)
      rest = rest.dropFirst()
    }
  }
  return field
}

/// The rows of the body of the one table of a page, and its header first.
func readHTML(_ input: [UInt8]) throws -> [[Field]] {
  // As a browser does before anything else.
  var text = String(decoding: input, as: UTF8.self).unicodeScalars.map { $0 }
  guard !text.contains("\r"), !text.contains("\0") else { throw Malformed(reason: "raw control character") }
  var rows: [[Field]] = []
  var cell: [UInt8]?
  var hasElement = false
  var isShown = true
  text.reverse()
  while let scalar = text.popLast() {
    if scalar == "<" {
      var tag = ""
      while let next = text.popLast(), next != ">" { tag.unicodeScalars.append(next) }
      if tag == "tr" {
        rows.append([])
      } else if tag.hasPrefix("td") || tag.hasPrefix("th ") {
        cell = []
        hasElement = false
      } else if tag == "/td" || tag == "/th" {
        guard let bytes = cell else { throw Malformed(reason: "cell closed twice") }
        rows[rows.count - 1].append(bytes.isEmpty && !hasElement ? nil : bytes)
        cell = nil
      } else if tag.hasPrefix("data value=\""), cell != nil {
        hasElement = true
        isShown = false
        let value = tag.dropFirst("data value=\"".count).dropLast()
        guard !value.isEmpty else { continue }
        guard value.hasPrefix("U+"), let number = UInt32(value.dropFirst(2), radix: 16),
          let scalar = Unicode.Scalar(number)
        else { throw Malformed(reason: "value") }
        cell?.append(contentsOf: Array(String(scalar).utf8))
      } else if tag == "/data" {
        isShown = true
      } else if cell != nil, !tag.hasPrefix("a href="), tag != "/a" {
        throw Malformed(reason: "element \(tag) in a cell")
      }
    } else if cell != nil, isShown {
      guard scalar == "&" else {
        cell?.append(contentsOf: Array(String(scalar).utf8))
        continue
      }
      var name = ""
      while let next = text.popLast(), next != ";" { name.unicodeScalars.append(next) }
      let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'", "#13": "\r"]
      guard let meaning = known[name] else { throw Malformed(reason: "reference \(name)") }
      cell?.append(contentsOf: Array(meaning.utf8))
    }
  }
  return rows
}
