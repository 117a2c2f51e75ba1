import Foundation
import Testing

/// One question has one answer, whichever command it is put to.
@Suite struct FilterTests {
  private static func record(
    _ supplier: String, _ recipient: String, _ weapon: String, _ stage: String, year: Int, _ publisher: String
  ) -> String {
    """
    {"supplier": "\(supplier)", "recipient": "\(recipient)", "weapon": "\(weapon)", "quantity": 5, \
    "status": "\(stage)", "from": "\(year)", "document": {"title": "\(weapon)", "publisher": "\(publisher)"}}

    """
  }

  private func desk() throws -> Desk {
    let desk = try Desk.empty()
    let records = [
      FilterTests.record("ISR", "AZE", "Quill-1", "delivered", year: 2008, "Gazette"),
      FilterTests.record("ISR", "AZE", "Quill-2", "in-use", year: 2012, "Courier"),
      FilterTests.record("RUS", "AZE", "Quill-3", "ordered", year: 2012, "Courier"),
      FilterTests.record("AZE", "ARM", "Quill-4", "ordered", year: 2013, "Herald"),
    ]
    try desk.write("records.jsonl", records.joined())
    #expect(try desk.run("import", "records.jsonl").status == 0)
    return desk
  }

  /// The first column behind the heading.
  private func column(_ desk: Desk, _ arguments: String) throws -> [String] {
    let outcome = try desk.run(arguments.split(separator: " ").map(String.init) + ["--format", "tsv"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return lines(outcome.stdout).dropFirst().filter { !$0.isEmpty }.map {
      String($0.split(separator: "\t", omittingEmptySubsequences: false)[0])
    }
  }

  @Test(arguments: [
    ("agreed", 4), ("delivered", 2), ("in-use", 1), ("delivered,ordered", 4), ("approved", 0),
  ])
  func stagesMeanTheSame(_ stage: String, count: Int) throws {
    let desk = try desk()
    #expect(try column(desk, "query transfers --stage \(stage)").count == count)
    #expect(try column(desk, "query claims --stage \(stage)").count == count)
    let counted = try column(desk, "query totals --stage \(stage) --columns transfers").compactMap { Int($0) }
    #expect(counted.reduce(0, +) == count)
  }

  @Test func aPageKeepsToItsQuestion() throws {
    let desk = try desk()
    func sections(_ filter: String) throws -> Set<String> {
      Set(try column(desk, "query country AZE --columns section \(filter)"))
    }
    let received: Set = ["received_by_supplier", "received_by_category", "received_by_year"]
    #expect(try sections("--supplier ISR") == received)
    #expect(try sections("--recipient AZE") == received)
    #expect(try sections("--recipient ARM").isDisjoint(with: received))
    #expect(try sections("").count == 6)
    let page = try desk.run(
      "query", "country", "AZE", "--since", "2010", "--supplier", "ISR", "--format", "table")
    #expect(page.stdout.contains("Courier: 1 claim"))
    #expect(!page.stdout.contains("Gazette") && !page.stdout.contains("Armenia"))
    let other = try desk.run("query", "country", "AZE", "--country", "ISR")
    #expect(other.status == 64 && other.stderr.contains("--supplier or --recipient"))
  }
}
