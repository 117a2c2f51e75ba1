import Testing

@testable import Import

/// Bytes of a register changed at random: nothing crashes, and every line of data is in a row.
@Suite("Registers with random damage")
struct DatasetFuzzTests {
  private static let names = [
    "Israel", "Azerbaijan", "Cote d'Ivoire", "Türkiye", "Hill Front (Chad)*", "unknown supplier(s)",
  ]

  private static func deals(_ generator: inout ReaderSeed) -> String {
    let lines = (0..<25).map { _ in
      let supplier = names.randomElement(using: &generator) ?? ""
      let recipient = names.filter { $0 != supplier }.randomElement(using: &generator) ?? ""
      let year = Int.random(in: 1950...2020, using: &generator)
      let mark = Bool.random(using: &generator) ? "?" : ""
      let number = Int.random(in: 1...400, using: &generator)
      let comment =
        ["", "$12 m deal", "Part of $9-10 m deal; Owl version", "Broken\n", "Supplier uncertain; 2 (of 3)"]
        .randomElement(using: &generator) ?? ""
      return
        "\(recipient),\(supplier),\(year),\(mark),\(number),\(mark),Owl-\(number),radar,\(number),,\(year + 1); "
        + "\(year + 3),New,\(comment),1.25,\(number),0.\(number)"
    }
    return InventedRegister.deals(lines)
  }

  private static func deliveries(_ generator: inout ReaderSeed, isOld: Bool) -> String {
    let lines = (0..<25).map { place in
      let supplier = names.randomElement(using: &generator) ?? ""
      let recipient = names.filter { $0 != supplier }.randomElement(using: &generator) ?? ""
      let number = Int.random(in: 1...400, using: &generator)
      let cells = [
        "\(90_000 + place)", supplier, recipient, "Owl-\(number)", "radar", "Sensors", "2001", "No",
        "\(number)", "Yes",
        "\(2002 + place % 7)", "", "Second hand", "4.5", "1.8", "\(number).25", "No",
      ]
      return cells.joined(separator: isOld ? ";" : ",")
    }
    return isOld ? InventedRegister.oldDeliveries(lines) : InventedRegister.deliveries(lines)
  }

  private static func base(_ generator: inout ReaderSeed) -> [UInt8] {
    let text =
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: deals(&generator)
      case 1: deliveries(&generator, isOld: false)
      default: deliveries(&generator, isOld: true)
      }
    return Array(text.utf8)
  }

  private static func damage(_ bytes: [UInt8], _ generator: inout ReaderSeed) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      guard let place = bytes.indices.randomElement(using: &generator) else { break }
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: bytes.removeLast(Int.random(in: 0...min(300, bytes.count), using: &generator))
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &generator)
      case 2: bytes[place] = Array("\",;?\n\r\t 0".utf8).randomElement(using: &generator) ?? 0
      case 3: bytes.insert(Array("\",;?\n\r\t 0\u{FF}".utf8).randomElement(using: &generator) ?? 0, at: place)
      case 4: bytes.remove(at: place)
      case 5: bytes = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
      case 6: bytes = bytes.map { $0 == 0x0A ? 0x0D : $0 }
      default:
        let end = min(bytes.count, place + Int.random(in: 0...200, using: &generator))
        bytes.insert(contentsOf: bytes[place..<end], at: bytes.indices.randomElement(using: &generator) ?? 0)
      }
    }
    return bytes
  }

  @Test(
    "Every line of data is in one row, and whole lines are rows of their own",
    arguments: 0..<150 as Range<UInt64>)
  func accounted(seed: UInt64) throws {
    var generator = ReaderSeed(state: seed)
    let original = Self.base(&generator)
    var wholeLines = Set(try ReadDataset(original).good.map(\.text).filter { !$0.contains("\n") })
    let damaged = Self.damage(original, &generator)
    guard let file = try? DatasetFile(name: "test", bytes: damaged), var reader = DatasetLayouts.open(file)
    else {
      return
    }
    var taken = [Int](repeating: 0, count: file.lines.count)
    var texts = Set<String>()
    var first: Int?
    while let row = reader.next() {
      first = first ?? row.line
      let lines = row.text.split(separator: "\n", omittingEmptySubsequences: false)
      texts.insert(row.text)
      for (offset, line) in lines.enumerated() {
        #expect(file.lines[row.line - 1 + offset] == line)
        taken[row.line - 1 + offset] += 1
      }
      #expect(row.claims.isEmpty != row.faults.isEmpty)
    }
    let isHeader: (String) -> Bool = {
      $0.contains("upplier") && $0.contains("ecipient") || $0.contains("Seller")
    }
    let start = file.lines.firstIndex(where: isHeader).map { $0 + 1 } ?? (first ?? 1) - 1
    let headers = Set(
      [InventedRegister.deals(), InventedRegister.deliveries(), InventedRegister.oldDeliveries()].flatMap {
        text in
        text.split(whereSeparator: \.isNewline).map(String.init).filter(isHeader)
      })
    // Which lines are whole only an undamaged header tells.
    if !file.lines.filter(isHeader).allSatisfy(headers.contains) { wholeLines = [] }
    let preamble = Set(InventedRegister.preamble + [""])
    for place in start..<max(start, file.lines.count) {
      let line = file.lines[place]
      let isData = line.contains { !",; \t\"".contains($0) } && !isHeader(line) && !preamble.contains(line)
      if isData { #expect(taken[place] == 1, "line \(place + 1): \(line)") }
      if wholeLines.contains(line) {
        #expect(texts.contains(line) == true, "seed \(seed) line \(place + 1) was taken in: \(line)")
      }
    }
  }
}
