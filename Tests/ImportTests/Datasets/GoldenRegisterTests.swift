import Foundation
import Testing

@testable import Import

/// What is in known editions of SIPRI's register, counted by others than this program.
///
/// The files are not part of the project. Where `ARMSKB_REGISTERS` names a folder with some of them, whatever they
/// are called, each is told by its layout and the day on which it was made.
@Suite("Known editions of the register")
struct GoldenRegisterTests {
  /// An edition and its counts; nil where nobody has counted.
  struct Edition: Sendable {
    var layout: String
    var day: String
    var records: Int
    var deals: Int?
    var suppliers: Int?
    var recipients: Int?
    var names: Int?
    /// Of each condition: of its records, or of its deals where a record is one.
    var conditions: [String: Int]?
    var undelivered: Int?
    var unknownOrders: Int?
    var deliveriesOfSeveralYears: Int?
    var equalRecords: Int?
    var local: [String: Int]?
    /// Of orders: years and numbers; of deliveries: numbers.
    var marks: [Int]?
    var tiv: Int64?
  }

  static let editions = [
    Edition(
      layout: "sipri-deliveries", day: "2026-02-12", records: 25_024, deals: 12_571, suppliers: 110,
      recipients: 206, conditions: ["new": 20_969, "second-hand": 3_572, "modernized": 483],
      local: ["yes": 4_771, "no": 20_253], tiv: 769_810_940),
    Edition(layout: "sipri-deliveries", day: "2025-02-10", records: 1_414, deals: 1_086),
    Edition(
      layout: "sipri-deals", day: "2026-05-18", records: 29_916, deals: 29_916, suppliers: 138,
      recipients: 255,
      names: 258, conditions: ["new": 22_276, "second-hand": 7_121, "modernized": 519], undelivered: 1_220,
      unknownOrders: 318, deliveriesOfSeveralYears: 13_348, equalRecords: 9,
      marks: [15_736, 12_438, 16_680], tiv: 2_133_347_710),
    Edition(
      layout: "sipri-deals", day: "2024-03-18", records: 29_056, deals: 29_056, equalRecords: 9,
      marks: [15_413, 12_092, 16_252], tiv: 2_065_055_210),
    Edition(
      layout: "sipri-deals", day: "2024-10-13", records: 27_951, undelivered: 0, unknownOrders: 57,
      equalRecords: 9, marks: [14_995, 11_765, 16_250], tiv: 2_065_055_210),
    Edition(layout: "sipri-deals", day: "2025-03-13", records: 29_515, unknownOrders: 280),
  ]

  @Test("Their records, deals, parties and volumes")
  func counts() throws {
    guard let folder = ProcessInfo.processInfo.environment["ARMSKB_REGISTERS"] else {
      print("skipped: ARMSKB_REGISTERS names no folder with registers")
      return
    }
    var seen = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"),
        let file = try? DatasetFile(name: name, bytes: Array(data)), let reader = DatasetLayouts.open(file),
        let edition = Self.editions.first(where: {
          $0.layout == reader.release.layout && reader.release.generated?.hasPrefix($0.day) ?? false
        }), !reader.release.isSelection
      else {
        print("passed over: \(name)")
        continue
      }
      try check(edition, reader, name)
      seen += 1
    }
    print("\(seen) known editions looked at")
  }

  private func check(_ edition: Edition, _ opened: any DatasetReader, _ name: String) throws {
    var reader = opened
    var rows: [DatasetRow] = []
    while let row = reader.next() { rows.append(row) }
    #expect(rows.flatMap(\.faults).isEmpty, "\(name)")
    #expect(rows.count == edition.records, "\(name)")
    let claims = rows.flatMap(\.claims)
    let suppliers = Set(claims.compactMap(\.supplier?.name))
    let recipients = Set(claims.compactMap(\.recipient?.name))
    let deliveries = claims.filter { $0.status == "delivered" && $0.currency == "TIV" }
    let isByYear = edition.layout == "sipri-deliveries"
    let orders = isByYear ? [] : rows.compactMap(\.claims.first)
    let counted = isByYear ? deliveries : orders
    func expect<Value: Equatable>(_ found: Value, _ known: Value?, _ what: String) {
      if let known { #expect(found == known, "\(name): \(what)") }
    }
    expect(Set(claims.compactMap(\.deal)).count, edition.deals, "deals")
    expect(suppliers.count, edition.suppliers, "suppliers")
    expect(recipients.count, edition.recipients, "recipients")
    expect(suppliers.union(recipients).count, edition.names, "names")
    expect(
      Dictionary(grouping: counted, by: { $0.condition ?? "" }).mapValues(\.count), edition.conditions,
      "conditions")
    expect(orders.count - deliveries.count, edition.undelivered, "undelivered")
    expect(orders.count { $0.quantity == nil }, edition.unknownOrders, "unknown orders")
    expect(
      deliveries.count { $0.years?.count ?? 0 > 1 }, edition.deliveriesOfSeveralYears,
      "deliveries of several years")
    expect(rows.count - Set(rows.map(\.text)).count, edition.equalRecords, "equal records")
    expect(
      Dictionary(grouping: counted, by: { $0.extra["x_local_production"] ?? "" }).mapValues(\.count),
      edition.local, "local production")
    expect(
      [
        orders.count { $0.estimates.contains("from") }, orders.count { $0.estimates.contains("quantity") },
        deliveries.count { $0.estimates.contains("quantity") },
      ], edition.marks, "marks")
    expect(rows.compactMap(\.tiv).reduce(0, +), edition.tiv, "TIV")
  }
}
