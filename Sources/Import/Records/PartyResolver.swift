import ArmsModel

/// Finds the parties that names mean, and remembers the answers.
final class PartyResolver {
  private(set) var directory: PartyDirectory
  private(set) var newParties: [Party] = []
  /// Answers that do not depend on the time.
  private var timeless = ByteTable()
  /// Answers for a name followed by the dates that it was asked for.
  private var timely = ByteTable()
  /// The nearest names to those that nobody bears: finding them is slow.
  private var nearest: [String: String?] = [:]
  private let key = TextArena()

  init(_ directory: PartyDirectory) { self.directory = directory }

  /// What a name turned out to be.
  enum Answer {
    case party(PartyDirectory.Index)
    /// A non-state party that is not known yet.
    case newActor(Party)
    case problem(ImportProblem.Reason)

    /// Whether it is known and of other years.
    var isOutsideYears: Bool {
      if case .problem(.partyOutsideYears) = self { true } else { false }
    }
  }

  /// Whether a name is the code of an actor that is not known.
  @inline(__always)
  func isNewCode(_ name: BorrowedText) -> Bool {
    name.bytes.starts(with: "X-".utf8) && directory.index(of: PartyCode(name.string)) == nil
  }

  /// The party of that code, whatever the time; nil if it is no code.
  func codeItself(_ name: BorrowedText) -> Answer? {
    let code = name.string
    if let index = directory.index(of: PartyCode(code)) { return .party(index) }
    return actor(ofCode: code).map { .newActor($0) }
  }

  /// The party that `name` means at that time.
  @inline(__always)
  func resolve(_ name: BorrowedText, time: Period, published: PartialDate?) -> Answer {
    if let index = timeless.value(name.bytes) { return .party(index) }
    return resolveTimely(name, time: time, published: published)
  }

  private func resolveTimely(_ name: BorrowedText, time: Period, published: PartialDate?) -> Answer {
    key.clear()
    let room = key.reserve(name.bytes.count + 12)
    room.copyMemory(from: name.bytes)
    var offset = name.bytes.count
    for date in [time.from, time.to, published] {
      room.storeBytes(of: date?.packed ?? 0, toByteOffset: offset, as: Int32.self)
      offset += 4
    }
    let timed = UnsafeRawBufferPointer(room)
    if let index = timely.value(timed) { return .party(index) }
    let text = name.string
    do throws(PartyDirectory.Failure) {
      let index = try directory.resolve(text, time: time, published: published, suggesting: false)
      if directory.isTimeless(index, name: text) {
        timeless.set(name.bytes, index)
      } else {
        timely.set(timed, index)
      }
      return .party(index)
    } catch {
      guard case .unknown = error else { return answer(error, for: text) }
      if text.hasPrefix("X:") { return actor(text) }
      if text.hasPrefix("X-"), let party = exportedActor(text) { return .newActor(party) }
      return .problem(.unknownParty(text, nearest: suggestion(for: text)))
    }
  }

  /// The nearest known name, or nil; of names that came before, the one that was nearest then.
  private func suggestion(for name: String) -> String? {
    if let known = nearest[name] { return known }
    // What is near two letters is another state's code.
    let found = name.utf8.count < 3 ? nil : directory.nearest(name)
    if nearest.count >= 4096 { nearest.removeAll() }
    nearest[name] = .some(found)
    return found
  }

  /// Adds a non-state party, so that its name is known from now on.
  func add(_ party: Party) -> PartyDirectory.Index {
    if let index = directory.index(of: party.code) { return index }
    if !directory.isFree(party.name) || !directory.isFree(party.code.rawValue) {
      // Somebody else is called so, too: what the name meant so far may have been the other.
      timeless.removeAll()
      timely.removeAll()
    }
    newParties.append(party)
    return directory.add(party)
  }

  /// What an `X:NAME` that nobody bears stands for.
  private func actor(_ text: String) -> Answer {
    let name = String(trimmed(text.dropFirst(2)))
    let folded = NameFolding.fold(name)
    let isLatin = folded.utf8.allSatisfy { $0 == 0x20 || $0 &- 0x30 <= 9 || $0 &- 0x61 < 26 }
    guard !folded.isEmpty, isLatin else { return .problem(.unusableActorName(text)) }
    do throws(PartyDirectory.Failure) {
      let index = try directory.resolve(name, suggesting: false)
      return directory[index].kind.isCountry
        ? .problem(.actorIsCountry(text, directory[index])) : .party(index)
    } catch {
      switch error {
      case .unknown: break
      case .ambiguous(let candidates):
        if let first = candidates.first { return .problem(.actorIsCountry(text, first)) }
      case .outsideYears(let party, _, _): return .problem(.actorIsCountry(text, party))
      }
    }
    let slug = String(folded.uppercased().map { $0 == " " ? "-" : $0 })
    return .newActor(Party(code: PartyCode("X-" + slug), kind: .nonState, name: name))
  }

  /// The actor of a code that another knowledge base gave and exported; nil if the code is misspelt or malformed.
  ///
  /// Its name is read from the code. A code near a known one is taken for a slip of the pen.
  private func exportedActor(_ code: String) -> Party? {
    guard let party = actor(ofCode: code) else { return nil }
    let codes = directory.parties.lazy.map(\.code.rawValue).filter { $0.hasPrefix("X-") }
    return NearestName.of(code, among: codes) == nil ? party : nil
  }

  /// The actor of a well-formed code, with the name that can be read from it.
  private func actor(ofCode code: String) -> Party? {
    let isCode = code.utf8.dropFirst(2).allSatisfy { $0 == 0x2D || $0 &- 0x30 <= 9 || $0 &- 0x41 < 26 }
    let words = code.dropFirst(2).split(separator: "-")
    guard code.hasPrefix("X-"), isCode, !words.isEmpty else { return nil }
    let name = words.map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined(separator: " ")
    return Party(code: PartyCode(code), kind: .nonState, name: name)
  }

  private func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private func answer(_ failure: PartyDirectory.Failure, for name: String) -> Answer {
    switch failure {
    case .unknown(let nearest): .problem(.unknownParty(name, nearest: nearest))
    case .ambiguous(let candidates): .problem(.ambiguousParty(name, candidates: candidates))
    case .outsideYears(let party, let validity, let successors):
      .problem(.partyOutsideYears(name, party, validity: validity, successors: successors))
    }
  }
}
