import Foundation
import Testing

/// What a person judges, typed.
@Suite struct JudgeTests {
  private func words(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }

  /// An order of twelve and a lot of four, and where they can be found.
  private func desk() throws -> (desk: Desk, order: String, lot: String) {
    let desk = try Desk()
    try desk.write(
      "deals.csv",
      """
      supplier,recipient,weapon,category,quantity,status,from,document_title,document_publisher,document_published
      Israel,Azerbaijan,Kestrel 5,uav,12,ordered,2011,Twelve ordered,The Invented Post,2011-03-01
      Israel,Azerbaijan,Kestrel 5,uav,4,delivered,2013,Four arrived,The Invented Post,2013-03-01

      """)
    #expect(try desk.run(words("import deals.csv")).status == 0)
    let ids = lines(try desk.run(words("query transfers --format csv --columns id,stage")).stdout)
    let order = ids.first { $0.contains("ordered") }?.prefix { $0 != "," } ?? ""
    let lot = ids.first { $0.contains("delivered") }?.prefix { $0 != "," } ?? ""
    return (desk, String(order), String(lot))
  }

  private func transfers(_ desk: Desk) throws -> [String] {
    lines(
      try desk.run(words("query transfers --format csv --columns stage,quantity_low,quantity_high")).stdout
    )
    .dropFirst().filter { !$0.isEmpty }.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
  }

  @Test func sameThenUndo() throws {
    let (desk, order, lot) = try desk()
    #expect(try transfers(desk) == ["ordered,12,12", "delivered,4,4"])
    let tried = try desk.run(["judge", "same", order, lot, "--reason", "one contract", "--dry-run"])
    #expect(tried.status == 0 && tried.stderr.contains("would be recorded"))
    #expect(try transfers(desk).count == 2)
    let outcome = try desk.run(["judge", "same", order, lot, "--reason", "one contract"])
    #expect(outcome.status == 0 && outcome.stderr.contains("2 before, 1 now"), "\(outcome.stderr)")
    #expect(try transfers(desk) == ["delivered,4,12"])
    // The same records again do not take the verdict away.
    #expect(try desk.run(words("import deals.csv")).status == 0)
    #expect(try transfers(desk) == ["delivered,4,12"])
    #expect(try desk.run(words("log --format csv")).stdout.contains("same: one contract"))
    #expect(try desk.run(words("undo --yes")).status == 0)
    #expect(try transfers(desk) == ["ordered,12,12", "delivered,4,4"])
  }

  @Test func walkingTheReviewList() throws {
    let (desk, _, _) = try desk()
    let list = try desk.run(words("review transfers --list --format csv"))
    #expect(list.status == 0 && list.stdout.contains("may-be-part"), "\(list.stdout)")
    let walk = try desk.run(words("review transfers --ask"), input: "x\ns\none contract\n")
    #expect(walk.status == 0, "\(walk.stderr)")
    #expect(walk.stdout.contains("Twelve ordered") && walk.stdout.contains("Four arrived"))
    #expect(walk.stderr.contains("please answer") && walk.stderr.contains("1 verdict recorded"))
    #expect(try transfers(desk) == ["delivered,4,12"])
    #expect(try desk.run(words("review transfers --list")).stderr.contains("no two transfers are left"))
    // Without an answer nothing is recorded.
    #expect(try desk.run(words("undo --yes")).status == 0)
    #expect(try desk.run(words("review transfers --ask"), input: "").stderr.contains("0 verdicts recorded"))
    #expect(
      try desk.run(words("review transfers --ask"), input: "d\n\n").stderr.contains("nothing was recorded"))
    #expect(try transfers(desk).count == 2)
  }

  @Test func rankAndWhatMoved() throws {
    let (desk, order, _) = try desk()
    let claim = "c" + order.dropFirst()
    let outcome = try desk.run(["rank", claim, "deprecated", "--reason", "a misprint"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(try transfers(desk) == ["delivered,4,4"])
    let explained = try desk.run(words("query totals --by pair --explain --format table"))
    #expect(explained.stdout.contains("a person set it aside"), "\(explained.stdout)")
    let moved = try desk.run(
      words("diff 2012 2013 --published --format csv --columns unit,best_before,best_after,because"))
    #expect(moved.status == 0)
    #expect(lines(moved.stdout)[1].hasPrefix("pieces,,4,added c"), "\(moved.stdout)")
    #expect(try desk.run(words("diff 2014 2015 --published")).stderr.contains("no figure moved"))
  }

  @Test func unknownAndAmbiguousIdentifiers() throws {
    let (desk, order, lot) = try desk()
    let unknown = try desk.run(["judge", "same", order, "c0000000000", "--reason", "x"])
    #expect(unknown.status == 66 && unknown.stderr.contains("there is nothing with the identifier"))
    let twice = try desk.run(["judge", "same", lot, lot, "--reason", "x"])
    #expect(twice.status == 64 && twice.stderr.contains("are one claim"))
  }
}
