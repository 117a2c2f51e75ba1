import ArmsModel
import Foundation
import Testing

@testable import Import

/// A small world, so that the tests do not depend on the tables in `data/`.
enum SmallWorld {
  static let directory = PartyDirectory(
    parties: [
      Party(code: "ISR", kind: .state, name: "Israel", alpha2: "IL"),
      Party(code: "AZE", kind: .state, name: "Azerbaijan", alpha2: "AZ"),
      Party(code: "TUR", kind: .state, name: "Türkiye", alpha2: "TR"),
      Party(code: "IND", kind: .state, name: "India", alpha2: "IN"),
      Party(code: "MMR", kind: .state, name: "Myanmar", alpha2: "MM"),
      Party(code: "RUS", kind: .state, name: "Russia", alpha2: "RU"),
      Party(code: "DEU", kind: .state, name: "Germany", alpha2: "DE"),
      Party(code: "KOR", kind: .state, name: "South Korea", alpha2: "KR"),
      Party(code: "PRK", kind: .state, name: "North Korea", alpha2: "KP"),
      Party(
        code: "SUN", kind: .formerState, name: "Soviet Union", validity: years("1922-12-30", "1991-12-26")),
      Party(
        code: "DDR", kind: .formerState, name: "East Germany", validity: years("1949-10-07", "1990-10-02")),
      Party(code: "X-HILL-FRONT", kind: .nonState, name: "Hill Front"),
    ],
    names: [
      PartyName(party: "AZE", name: "Azeri", kind: .demonym),
      PartyName(party: "AZE", name: "Azerbaijani", kind: .demonym),
      PartyName(party: "TUR", name: "Turkey", kind: .alias),
      PartyName(party: "SUN", name: "USSR", kind: .alias),
      PartyName(party: "MMR", name: "Burma", kind: .former, validity: years("1948-01-04", "1989-06-18")),
      PartyName(party: "KOR", name: "Korea", kind: .alias),
      PartyName(party: "PRK", name: "Korea", kind: .alias),
    ],
    ambiguous: [PartyDirectory.AmbiguousName(name: "Korea", prefers: nil)],
    successors: ["SUN": ["RUS"], "DDR": ["DEU"]])

  static let tree = CategoryTree([
    WeaponCategory(slug: "missile", parent: nil, name: "Missiles"),
    WeaponCategory(slug: "loitering-munition", parent: "missile", name: "Loitering munitions"),
  ])

  static func years(_ from: String, _ to: String) -> Period {
    Period(from: PartialDate(from), to: PartialDate(to))
  }
}

extension PartyCode: ExpressibleByStringLiteral {
  /// A code written as a literal.
  public init(stringLiteral text: String) { self.init(text) }
}

/// A claim with texts of its own, to be compared after the reader has gone on.
struct KeptClaim: Equatable {
  var supplier: String?
  var recipient: String?
  var fields: [String: String] = [:]
  var hash: ContentHash

  init(_ claim: ClaimDraft, _ reader: RecordReader) {
    supplier = claim.supplier < 0 ? nil : reader.directory[claim.supplier].code.rawValue
    recipient = claim.recipient < 0 ? nil : reader.directory[claim.recipient].code.rawValue
    let slug = claim.category < 0 ? nil : reader.tree.slug(claim.category)
    let texts: [(String, BorrowedText?)] = [
      ("weapon", claim.weapon), ("quantity_text", claim.quantityText), ("quantity_unit", claim.quantityUnit),
      ("currency", claim.currency), ("years", claim.years), ("estimates", claim.estimates),
      ("asserted_by", claim.assertedBy), ("evidence", claim.evidence), ("note", claim.note),
      ("extra", claim.extra), ("url", claim.document.url), ("title", claim.document.title),
      ("publisher", claim.document.publisher), ("agency", claim.document.agency),
      ("author", claim.document.author), ("language", claim.document.language),
      ("sha256", claim.document.sha256),
    ]
    for (name, text) in texts { fields[name] = text?.string }
    let numbers: [(String, Int64?)] = [
      ("quantity", claim.quantity), ("quantity_max", claim.quantityMax), ("value", claim.valueThousandths),
      ("value_max", claim.valueMaxThousandths), ("price_year", claim.priceYear.map(Int64.init)),
      ("evidence_start", claim.evidenceStart), ("evidence_end", claim.evidenceEnd),
      ("credibility", claim.credibility.map(Int64.init)), ("reliability", claim.reliability.map(Int64.init)),
    ]
    for (name, number) in numbers { fields[name] = number.map { "\($0)" } }
    fields["category"] = slug
    fields["status"] = claim.status.slug
    fields["mode"] = claim.mode?.rawValue
    fields["condition"] = claim.condition?.rawValue
    fields["scope"] = claim.scope.rawValue
    fields["from"] = claim.period.from?.description
    fields["to"] = claim.period.to?.description
    fields["published"] = claim.document.published?.description
    fields["confidence"] = claim.confidence.map { "\($0)" }
    var buffer = ContentBuffer()
    let document = claim.document.hash(using: &buffer)
    func bytes<T>(_ text: String?, _ body: (UnsafeRawBufferPointer?) -> T) -> T {
      guard let text else { return body(nil) }
      return Array(text.utf8).withUnsafeBytes { body($0) }
    }
    let (supplier, recipient) = (supplier, recipient)
    hash = bytes(supplier) { supplier in
      bytes(recipient) { recipient in
        bytes(slug) { slug in
          claim.hash(
            document: document, supplier: supplier, recipient: recipient, category: slug, using: &buffer)
        }
      }
    }
  }
}

/// All that a reader hands over for an input.
struct ClaimReading {
  var good: [KeptClaim] = []
  /// Problems of the header come first.
  var problems: [ImportProblem] = []
  /// The bad records as they stand in the source.
  var rejected: [String] = []
  var newParties: [Party] = []
  var header = ""
  var messages: [String] { problems.map(\.description) }

  init(_ input: ByteInput, _ format: RecordFormat) throws {
    do {
      let reader = try RecordReader(
        input, format: format, directory: SmallWorld.directory, tree: SmallWorld.tree)
      header = String(decoding: reader.headerBytes, as: UTF8.self)
      while try reader.next({ claim, found in
        if found.isEmpty {
          good.append(KeptClaim(claim, reader))
        } else {
          problems += found
          rejected.append(String(decoding: reader.recordBytes, as: UTF8.self))
        }
      }) {}
      newParties = reader.newParties
    } catch let header as ImportProblems {
      problems = header.problems
    }
  }

  init(_ text: String, _ format: RecordFormat) throws {
    try self.init(ByteInput(bytes: Array(text.utf8), name: "records.\(format.rawValue)"), format)
  }
}

/// The folder of the tests' files.
func testFile(_ path: String) -> URL {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(path)
}

/// Compares with a file in `Golden`; with RECORD_GOLDEN=1 it is written anew, and the test fails to say so.
func expectGolden(
  _ name: String, _ text: String, sourceLocation: Testing.SourceLocation = #_sourceLocation
) throws {
  let file = testFile("Golden/\(name).txt")
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
    try Data(text.utf8).write(to: file)
    Issue.record("wrote Golden/\(name).txt; look at the difference", sourceLocation: sourceLocation)
    return
  }
  let wanted = (try? String(decoding: Data(contentsOf: file), as: UTF8.self)) ?? "(no golden file)"
  #expect(text == wanted, sourceLocation: sourceLocation)
}
