/// Records that stand in a file once more because several exports were put together.
///
/// Within one export equal records are different ones; the same record in two exports is one.
struct DatasetRepeats: Sendable {
  private let isNeeded: Bool
  private var section = 0
  private var before: Set<String> = []
  private var here: Set<String> = []
  private var count = 0

  init(sections: Int) { isNeeded = sections > 1 }

  /// Goes on to that section.
  /// - Returns: whether it is a new one.
  mutating func enter(section: Int) -> Bool {
    guard section != self.section else { return false }
    self.section = section
    before.formUnion(here)
    here = []
    return true
  }

  /// Whether an export before this one has that record; it is noted.
  mutating func isRepeated(_ record: String) -> Bool {
    guard isNeeded else { return false }
    here.insert(record)
    guard before.contains(record) else { return false }
    count += 1
    return true
  }

  /// How many there were, for a person.
  var remarks: [String] {
    count == 0
      ? [] : ["\(count) record\(count == 1 ? "" : "s") in more than one of the exports, counted once"]
  }
}
