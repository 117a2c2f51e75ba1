import ArgumentParser
import ArmsModel
import Publishing
import SQLite
import Storage

/// `armskb show`.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One claim, transfer, document or party, down to the passage.",
    discussion: """
      An identifier begins with c (claim), t (transfer) or d (document); its first digits are enough.

        armskb show c3f2a9
        armskb show t81b4
        armskb show Azerbaijan
      """)

  @Argument(help: ArgumentHelp("An identifier, or the name of a party.", valueName: "id")) var id: String
  @OptionGroup var output: OutputOptions
  @OptionGroup var database: DatabaseOptions

  func run() throws {
    try database.reading { knowledgeBase in
      try knowledgeBase.loadDirectory()
      let digits = String(id.dropFirst()).lowercased()
      let isIdentifier = digits.count >= 3 && digits.count <= 32 && digits.allSatisfy(\.isHexDigit)
      if isIdentifier, let letter = id.lowercased().first {
        switch letter {
        case "c":
          if let claim = try one(try knowledgeBase.findClaims(idPrefix: digits), "c") {
            return try show(claims: [claim], knowledgeBase)
          }
        case "d":
          if let document = try one(try knowledgeBase.findDocuments(idPrefix: digits), "d") {
            return try show(claims: try knowledgeBase.claimRows(ofDocument: document), knowledgeBase)
          }
        case "t":
          if let claim = try one(try knowledgeBase.findClaims(idPrefix: digits), "t"),
            let transfer = try knowledgeBase.transfer(ofClaim: claim)
          {
            return try show(transfer: transfer.row, knowledgeBase)
          }
        default: break
        }
      }
      let party: Party
      do throws(PartyDirectory.Failure) {
        party = knowledgeBase.directory[try knowledgeBase.directory.typed(id)]
      } catch {
        if isIdentifier {
          throw CommandFailure(.noInput, "there is nothing with the identifier \(quoted(id))")
        }
        throw CommandFailure(.noInput, "\(error.sentence(for: id))")
      }
      try show(party, knowledgeBase)
    }
  }

  private func show(_ party: Party, _ knowledgeBase: KnowledgeBase) throws {
    var filter = Filter()
    filter.countries = [party.code]
    let columns = ListColumn.parties
    if output.isForReading {
      return try knowledgeBase.list(.parties, filter) { row in try fields(row, columns) }
    }
    let answer = try Answer(output, columns.map { Column($0) }, title: party.name)
    try knowledgeBase.list(.parties, filter) { try answer.write($0, columns.map(\.kind)) }
    try answer.finish()
  }

  private func one(_ found: [(row: Int64, hash: ContentHash)], _ letter: Character) throws -> Int64? {
    guard found.count > 1 else { return found.first?.row }
    let all = found.map { $0.hash.identifier(letter) }.joined(separator: ", ")
    throw CommandFailure(.usage, "\(quoted(id)) may be any of: \(all)")
  }

  private func show(transfer row: Int64, _ knowledgeBase: KnowledgeBase) throws {
    if output.isForReading {
      let columns = ListColumn.transfers
      try knowledgeBase.transfer(row: row) { try fields($0, columns) }
      if let grouping = try knowledgeBase.grouping(ofTransfer: row) {
        try field("grouped so", "since batch \(grouping.batch), \(grouping.recordedAt)")
      }
      try Console.print("")
    }
    let members = try knowledgeBase.members(ofTransfer: row)
    try show(
      claims: members.map(\.claim), knowledgeBase,
      rules: Dictionary(
        members.map { ($0.claim, $0.score > 0 ? "\($0.rule), \(count(Int($0.score), "point"))" : $0.rule) },
        uniquingKeysWith: { a, _ in a }))
  }

  private func show(claims rows: [Int64], _ knowledgeBase: KnowledgeBase, rules: [Int64: String] = [:]) throws
  {
    let columns = ListColumn.claims
    if !output.isForReading {
      let answer = try Answer(output, columns.map { Column($0) }, title: id)
      try knowledgeBase.claims(rows: rows) { try answer.write($0, columns.map(\.kind)) }
      return try answer.finish()
    }
    let answers = try knowledgeBase.registerAnswers(ofClaims: rows)
    var told: [[String]] = []
    for (place, row) in rows.sorted().enumerated() {
      if place > 0 { try Console.print("") }
      try knowledgeBase.claims(rows: [row]) { try fields($0, columns) }
      let standing = try knowledgeBase.standing(ofClaim: row)
      let batches = standing.batches.map(String.init).joined(separator: ", ")
      try field("recorded in", "batch \(batches)\(standing.stands ? "" : "; withdrawn")")
      for judgement in try knowledgeBase.judgements(ofClaim: row) {
        let other = judgement.other.map { " as \($0.identifier("c"))" } ?? ""
        try field(
          "judged",
          "\(judgement.word)\(other) by \(judgement.hand), \(judgement.recordedAt): "
            + "\(judgement.reason) (batch \(judgement.batch))")
      }
      if let rule = rules[row] {
        try field("stands here by", rule)
      } else if let transfer = try knowledgeBase.transfer(ofClaim: row) {
        try field("transfer", "\(transfer.key.identifier("t")) (by: \(transfer.rule))")
      }
      if let (edition, answer) = answers[row] {
        let lines = RegisterBlock.lines(answer, edition, knowledgeBase.directory)
        // Outlets that print the same are answered once.
        try Console.print(told.contains(lines) ? "in the register   as above" : Words(lines: lines))
        told.append(lines)
      }
    }
  }

  /// The cells of a row that say something, one a line.
  private func fields(_ row: Statement, _ columns: [ListColumn]) throws {
    for (place, column) in columns.enumerated() {
      let place = Int32(place)
      switch column.kind {
      case .identity(let letter):
        if let hash = try row.identityOrNil(place) {
          try field(column.name, hash.identifier(letter))
        }
      case .thousandths:
        if let number = try row.integerOrNil(place) { try field(column.name, groupedDecimal(number)) }
      case .boolean:
        if try row.integerOrNil(place) == 1 { try field(column.name, "yes") }
      default:
        if let bytes = try row.utf8(place) {
          try field(column.name, String(decoding: bytes, as: UTF8.self))
        }
      }
    }
  }

  private func field(_ name: String, _ text: String) throws {
    let name = name.split(separator: ".").last.map(String.init) ?? name
    try Console.print("\(name)\(String(repeating: " ", count: max(1, 18 - name.count)))\(text)")
  }
}
