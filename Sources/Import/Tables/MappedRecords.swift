public import ArmsModel
import Threading

/// One record of a dataset's file, ready to be stored.
public struct MappedRecord {
  /// The record as it was read.
  public var row: DatasetRow
  /// What keeps it from being stored; empty if nothing does.
  public var obstacles: [DatasetMapper.Obstacle]
  /// Its claims, where nothing keeps it; their texts are valid as long as the records live, and until the next one is
  /// asked for.
  public var drafts: [ClaimDraft]
}

/// The records of a dataset's file, read and mapped by a thread of its own, ahead of whoever stores them.
public final class MappedRecords {
  /// Some records; at the end of the file fewer, or none, with what is known of it by then.
  ///
  /// Sendable, though texts in it are borrowed from its arena and from the mapper, which the line keeps: one thread
  /// makes it, gives it away and keeps nothing of it; the other only reads, and gives it back to be freed.
  private struct Stretch: @unchecked Sendable {
    var records: [MappedRecord] = []
    var remarks: [String] = []
    var extraKeys: Set<String> = []
    let texts = TextArena()
  }

  private static let recordsInStretch = 128
  private static let stretches = 8

  /// What a person should know of the file; known once there is no next record.
  public private(set) var remarks: [String] = []
  /// The keys beyond those of the record format that the claims have brought along, as far as the file was read.
  public private(set) var extraKeys: Set<String> = []
  /// Takes back what was read, so that letting go of it does not hold up whoever stores it.
  private let line: WorkLine<Stretch, Stretch>
  private var stretch = Stretch()
  private var place = 0

  /// The records of that reader, which is at the first of them.
  ///
  /// - Parameter file: the name for messages.
  public init(
    _ reader: any DatasetReader, file: String, directory: PartyDirectory, tree: CategoryTree
  ) {
    line = WorkLine {
      let mapper = DatasetMapper(file: file, release: reader.release, directory: directory, tree: tree)
      var reader = OnePartyRows(reader) { mapper.parties(of: $0) }
      return { _ in
        var stretch = Stretch()
        while stretch.records.count < MappedRecords.recordsInStretch, let row = reader.next() {
          stretch.records.append(mapper.map(row, stretch.texts))
          for claim in row.claims { stretch.extraKeys.formUnion(claim.extra.keys) }
        }
        if stretch.records.count < MappedRecords.recordsInStretch { stretch.remarks = reader.remarks }
        return stretch
      }
    }
    for _ in 0..<MappedRecords.stretches { line.put(Stretch()) }
  }

  /// The next record, or nil at the end.
  public func next() -> MappedRecord? {
    if place == stretch.records.count {
      guard let next = line.take() else { return nil }
      if !next.records.isEmpty { line.put(stretch) }
      (stretch, place) = (next, 0)
      remarks = stretch.remarks
      extraKeys.formUnion(stretch.extraKeys)
      if stretch.records.isEmpty {
        // What is still under way is empty, too.
        while line.take() != nil {}
        return nil
      }
    }
    defer { place += 1 }
    return stretch.records[place]
  }
}

@available(*, unavailable)
extension MappedRecords: Sendable {}
