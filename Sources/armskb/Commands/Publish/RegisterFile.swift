import ArmsModel
import Import
import Storage

/// Files in SIPRI's shape that armskb worked out itself: nobody else says what is in them.
enum OwnCalculation {
  /// How their line about the source begins.
  static let source = "Source: armskb"

  /// Why a file cannot be imported if it is one; nil if it is none.
  static func problem(_ file: DatasetFile) -> String? {
    guard file.lines.prefix(30).contains(where: { $0.hasPrefix(source) }) else { return nil }
    return "was worked out by armskb and is nobody else's statement; import the files that it was made from"
  }
}

/// What an edition of a register is limited to, as its title says it.
struct RegisterLimits {
  /// From whom to whom, such as `all suppliers to Norway`; nil where the file did not say.
  var parties: String?
  /// The first year asked for; nil for no limit, or not known.
  var first: Int?
  /// The last year asked for.
  var last: Int?

  /// Reads `Trade register, one line a deal: all suppliers to Norway, 1950 to 2024, generated 2024-10-13`.
  init(title: String) {
    guard let colon = title.firstRange(of: ": ") else { return }
    var rest = title[colon.upperBound...]
    if let generated = rest.ranges(of: ", generated ").last { rest = rest[..<generated.lowerBound] }
    guard let comma = rest.ranges(of: ", ").last else { return }
    let years = rest[comma.upperBound...].split(separator: " ")
    func year(_ word: Substring) -> Int? { PartialDate(String(word))?.year }
    switch years.count {
    case 2 where years == ["all", "years"]: break
    case 2 where years[0] == "from": first = year(years[1])
    case 3 where years[0] == "up" && years[1] == "to": last = year(years[2])
    case 3 where years[1] == "to": (first, last) = (year(years[0]), year(years[2]))
    default: return
    }
    parties = String(rest[..<comma.lowerBound])
  }
}

/// Writes lines of a neighbour's file: commas between cells and no quotation marks at all.
///
/// In texts a comma becomes a semicolon, as in SIPRI's own files, and the end of a line a blank.
struct UnquotedFile {
  private let file: OutputFile
  private var bytes: [UInt8] = []

  init(_ output: OutputOptions) throws { file = try OutputFile(output.output) }

  /// Writes a line as it is.
  mutating func write(line: String) throws {
    bytes += line.utf8
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count > 1 << 16 { try flush() }
  }

  /// Writes a line of cells.
  mutating func write(_ cells: [String]) throws {
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      for byte in cell.utf8 {
        switch byte {
        case UInt8(ascii: ","): bytes.append(UInt8(ascii: ";"))
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0: bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
      }
    }
    bytes.append(UInt8(ascii: "\n"))
    if bytes.count > 1 << 16 { try flush() }
  }

  /// Puts the file under its name.
  mutating func finish() throws {
    try flush()
    try file.close()
  }

  private mutating func flush() throws {
    try bytes.withUnsafeBytes { try file.write($0) }
    bytes.removeAll(keepingCapacity: true)
  }
}

/// A moment as SIPRI's files print it: `2024-10-13T14:20:11` is `13 Oct 2024 2:20:11 PM`.
func printedMoment(_ moment: String) -> String {
  let parts = moment.split(separator: "T")
  let date = (parts.first ?? "").split(separator: "-").compactMap { Int($0) }
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  guard date.count == 3, months.indices.contains(date[1] - 1) else { return moment }
  let day = "\(date[2]) \(months[date[1] - 1]) \(date[0])"
  let clock = parts.count > 1 ? parts[1].split(separator: ":") : []
  guard clock.count >= 2, let hour = Int(clock[0]), (0..<24).contains(hour) else { return day }
  let rest = clock[1...].joined(separator: ":")
  return "\(day) \(hour % 12 == 0 ? 12 : hour % 12):\(rest) \(hour < 12 ? "AM" : "PM")"
}

/// Finds the edition that an export of a register is made from.
struct RegisterChoice {
  /// The one that is taken.
  let edition: Edition
  /// The others that could have been.
  let others: [Edition]

  /// The edition of that identifier, else the first.
  init(_ knowledgeBase: KnowledgeBase, _ filter: Filter, identifier: String?) throws {
    let editions = try knowledgeBase.registerEditions(filter)
    let chosen: Edition
    if let identifier {
      let digits = identifier.lowercased()
      let found = editions.filter { $0.identifier.hasPrefix(digits.hasPrefix("d") ? digits : "d" + digits) }
      guard found.count == 1, let edition = found.first else {
        throw CommandFailure(
          .usage,
          found.isEmpty
            ? "no edition of a register with anything that passes is \(quoted(identifier))"
              + RegisterChoice.list(editions)
            : "\(quoted(identifier)) may be any of:" + RegisterChoice.list(found))
      }
      chosen = edition
    } else {
      guard let edition = editions.first else {
        throw CommandFailure(
          .failure,
          "no register's deals are here that pass; armskb import takes SIPRI's files\n"
            + "  what other sources tell: armskb export transfers")
      }
      chosen = edition
    }
    edition = chosen
    others = editions.filter { $0.document != chosen.document }
  }

  /// Says which edition it was, and which others there are.
  func tell() {
    Console.say("from \(edition.identifier), \(edition.title)")
    if !others.isEmpty {
      Console.say("not in it (--release takes one of them):\(RegisterChoice.list(others))")
    }
    if edition.isRestricted {
      Console.say(
        "for your own use: the terms of \(edition.dataset) do not let its rows be passed on")
    }
  }

  private static func list(_ editions: [Edition]) -> Words {
    editions.reduce("") { $0 + "\n  \($1.identifier)  \($1.title)" }
  }
}
