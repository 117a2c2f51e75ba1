import ArmsModel

/// Finds documents that copy one another by what they say, where their texts are not known.
///
/// Two documents are copies when they were published at most two days apart, name the same news agency or one
/// of them none, and have two statements with a figure in common, said in their own name.
struct CopyFinder {
  /// One document with its statements that others make, too.
  private struct Document {
    var claim: Int
    var agency: Int64
    /// Days since an arbitrary one.
    var day: Int32
    var key: ContentHash
    var contents: [Int32] = []

    /// Whether the other one is rather the copy: agency first, then day, then the smaller key.
    func goesBefore(_ other: Document) -> Bool {
      if (agency != 0) != (other.agency != 0) { return agency != 0 }
      return day == other.day ? key < other.key : day < other.day
    }

    func mayCopy(_ other: Document) -> Bool {
      (agency == 0 || other.agency == 0 || agency == other.agency) && abs(day - other.day) <= 2
    }
  }

  /// The documents, each before those that copy it.
  private var documents: [Document] = []
  /// Per statement that several documents make, these in ascending order.
  private var holders: [[Int32]] = []

  /// Gives the claims of copies that name nobody the origin of what they copy.
  static func settleOrigins(_ claims: inout [CountedClaim]) {
    guard mayHaveCopies(claims) else { return }
    let finder = CopyFinder(claims)
    let origins = finder.origins(claims)
    guard !origins.isEmpty else { return }
    for place in claims.indices where !claims[place].hasAsserter {
      if let origin = origins[claims[place].document] { claims[place].origin = origin }
    }
  }

  /// Whether a claim tells anything about copying: a figure, a day, nobody else's words, no register's row.
  private static func tells(_ claim: CountedClaim) -> Bool {
    !claim.hasAsserter && claim.published > 0 && claim.dataset == 0
      && (claim.saidQuantity != nil || claim.saidValue != nil)
  }

  /// Whether two documents have two such claims each: rarely so, and quickly seen.
  private static func mayHaveCopies(_ claims: [CountedClaim]) -> Bool {
    guard claims.count > 3 else { return false }
    return withUnsafeTemporaryAllocation(of: Int64.self, capacity: claims.count) { numbers in
      var count = 0
      for claim in claims where tells(claim) {
        numbers[count] = claim.document
        count += 1
      }
      guard count > 3 else { return false }
      var sorted = UnsafeMutableBufferPointer(rebasing: numbers[..<count])
      sorted.sort()
      var repeated = 0
      for place in 1..<count where sorted[place] == sorted[place - 1] {
        if place == 1 || sorted[place - 2] != sorted[place] { repeated += 1 }
      }
      return repeated > 1
    }
  }

  private init(_ claims: [CountedClaim]) {
    var numbers: [Int64: Int] = [:]
    for (place, claim) in claims.enumerated() where CopyFinder.tells(claim) {
      if let number = numbers[claim.document] {
        if claim.key < documents[number].key {
          documents[number].key = claim.key
          documents[number].claim = place
        }
      } else {
        numbers[claim.document] = documents.count
        documents.append(
          Document(
            claim: place, agency: claim.agency, day: CopyFinder.day(claim.published), key: claim.key))
      }
    }
    documents.sort { $0.goesBefore($1) }
    for (number, document) in documents.enumerated() { numbers[claims[document.claim].document] = number }
    let shared = CopyFinder.sharedContents(claims) { numbers[$0] ?? 0 }
    for holding in shared {
      for document in holding { documents[Int(document)].contents.append(Int32(holders.count)) }
      holders.append(holding)
    }
  }

  /// Per statement that at least two documents make, the documents' numbers in ascending order.
  private static func sharedContents(_ claims: [CountedClaim], _ number: (Int64) -> Int) -> [[Int32]] {
    var shared: [[Int32]] = []
    for scope in Scope.allCases {
      let groups = ContentGroups(claims) { tells($0) && $0.scope == scope }
      for group in groups.contents.indices {
        let places = groups.claims(of: group)
        guard places.count > 1 else { continue }
        let holding = Set(places.map { Int32(number(claims[$0].document)) }).sorted()
        if holding.count > 1 { shared.append(holding) }
      }
    }
    return shared
  }

  /// Per document that copies another one the origin that it speaks for.
  private func origins(_ claims: [CountedClaim]) -> [Int64: Int64] {
    var origins: [Int64: Int64] = [:]
    // What a document copies stands before it, so that its origin is settled already.
    var settled = documents.map { claims[$0.claim].origin }
    for number in documents.indices where documents[number].contents.count > 1 {
      guard let original = original(of: number) else { continue }
      settled[number] = settled[original]
      origins[claims[documents[number].claim].document] = settled[original]
    }
    return origins
  }

  /// The first of the documents that one copies, or nil.
  private func original(of copy: Int) -> Int? {
    let own = documents[copy]
    // Two in common are found from any list but one: the longest is only looked into.
    let longest = own.contents.max { holders[Int($0)].count < holders[Int($1)].count }
    var first: Int?
    for content in own.contents where content != longest {
      for candidate in holders[Int(content)] {
        let candidate = Int(candidate)
        if candidate >= first ?? copy { break }
        guard own.mayCopy(documents[candidate]) else { continue }
        if shares(candidate, own, besides: content) { first = candidate }
      }
    }
    return first
  }

  /// Whether a document makes another of those statements.
  private func shares(_ candidate: Int, _ own: Document, besides content: Int32) -> Bool {
    let others = documents[candidate].contents
    return own.contents.contains { other in
      guard other != content else { return false }
      var low = 0
      var high = others.count
      while low < high {
        let middle = (low + high) / 2
        if others[middle] < other { low = middle + 1 } else { high = middle }
      }
      return low < others.count && others[low] == other
    }
  }

  /// Days since an arbitrary one, of year × 10000 + month × 100 + day in the Gregorian calendar.
  static func day(_ packed: Int32) -> Int32 {
    let month = packed / 100 % 100
    // Years begin in March, so that the leap day comes last.
    let year = packed / 10_000 - (month <= 2 ? 1 : 0)
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + packed % 100
    return year * 365 + year / 4 - year / 100 + year / 400 + ofYear
  }
}
