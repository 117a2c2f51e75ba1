import ArmsModel
import Foundation
import Testing

@Suite("Fingerprints of texts")
struct TextFingerprintTests {
  private static let sentence = "The ministry bought sixty loitering munitions from a company abroad. "
  private static let report =
    sentence + "Deliveries begin next spring and end two years later, a person who knows the contract said. "
    + "Neither the buyer nor the seller has named a price, and parliament has not been asked so far."

  private func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// The share of common runs, from the runs themselves.
  private func exact(_ a: String, _ b: String) -> Double {
    func runs(_ text: String) -> Set<[String]> {
      let words = words(text)
      return Set(words.indices.dropLast(3).map { Array(words[$0..<$0 + 4]) })
    }
    let (first, second) = (runs(a), runs(b))
    return Double(first.intersection(second).count) / Double(max(1, first.union(second).count))
  }

  @Test("A text gives the same numbers for ever, for they stand in files")
  func golden() {
    let fingerprint = TextFingerprint(of: TextFingerprintTests.report)
    #expect(fingerprint.runs == 40)
    #expect(Array(fingerprint.hashes.prefix(4)) == [85_183_262, 210_480_505, 12_879_709, 27_801_345])
    #expect(fingerprint.hashes.reduce(0 as UInt64) { $0 &* 31 &+ UInt64($1) } == 14_234_107_348_803_041_817)
  }

  @Test("What was written as bytes is read again; anything else is not")
  func bytes() {
    let fingerprint = TextFingerprint(of: TextFingerprintTests.report)
    let bytes = fingerprint.bytes
    #expect(bytes.count == 512)
    bytes.withUnsafeBytes { all in
      #expect(TextFingerprint(runs: fingerprint.runs, bytes: all) == fingerprint)
      #expect(TextFingerprint(runs: -1, bytes: all) == nil)
      #expect(TextFingerprint(runs: 3, bytes: UnsafeRawBufferPointer(rebasing: all[0..<511])) == nil)
    }
  }

  @Test(
    "Case, accents, quotes, dashes, line ends and a byte-order mark make no difference",
    arguments: [
      report.uppercased(),
      report.replacingOccurrences(of: "munitions", with: "\u{201C}muni\u{301}tions\u{201D}"),
      report.replacingOccurrences(of: " ", with: "\r\n\t"), "\u{FEFF}" + report,
      report.replacingOccurrences(of: ", ", with: " \u{2014} "),
    ])
  func folding(text: String) {
    #expect(TextFingerprint(of: text) == TextFingerprint(of: TextFingerprintTests.report))
  }

  @Test(
    "A text that is too short is a copy of nothing, not even of itself",
    arguments: ["", "drones", "\u{301}\u{0}", sentence])
  func short(text: String) {
    let fingerprint = TextFingerprint(of: text)
    #expect(!fingerprint.isCopy(of: fingerprint))
    #expect(CopySearch.clusters(of: [fingerprint, fingerprint]) == [])
    #expect((0...1).contains(fingerprint.containment(with: TextFingerprint(of: TextFingerprintTests.report))))
  }

  @Test("Scripts without blanks between words are compared, too")
  func ideographs() {
    let whole = "国防部从国外一家公司购买了六十枚巡飞弹药。合同知情人士说，交付将于明年春天开始，两年后结束。"
    let half = String(whole.prefix(30))
    let other = "外交部长今天在首都会见了邻国大使，双方讨论了边境贸易以及铁路建设等问题，没有谈到军备。"
    let fingerprint = TextFingerprint(of: whole)
    #expect(fingerprint.runs > 30)
    #expect(fingerprint.isCopy(of: TextFingerprint(of: half)))
    #expect(!fingerprint.isCopy(of: TextFingerprint(of: other)))
  }

  @Test("The digest is SHA-256 in small hexadecimal digits")
  func digest() {
    #expect(
      TextDigest.sha256(Array("abc".utf8))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("The estimates are near the truth", arguments: 0..<5 as Range<UInt64>)
  func estimates(seed: UInt64) {
    var generator = ArticleGenerator(seed: seed)
    let subject = generator.subject()
    for edit in ArticleGenerator.Edit.allCases where edit != .signs {
      let article = generator.article(on: subject)
      let (a, b) = (
        ArticleGenerator.text(article).replacingOccurrences(of: "é", with: "e"),
        ArticleGenerator.text(generator.copy(of: article, edit, on: subject)).replacingOccurrences(
          of: "é", with: "e"
        ).replacingOccurrences(of: "'", with: "")
      )
      let resemblance = TextFingerprint(of: a).resemblance(to: TextFingerprint(of: b))
      // Four times the standard error of 128 throws.
      #expect(abs(resemblance - exact(a, b)) < 0.18, "\(edit)")
      #expect(resemblance == TextFingerprint(of: b).resemblance(to: TextFingerprint(of: a)))
    }
  }

  @Test("The order of the texts makes no difference to who is whose copy", arguments: 0..<3 as Range<UInt64>)
  func order(seed: UInt64) {
    var generator = ArticleGenerator(seed: seed)
    let texts = Collection(&generator, subjects: 3).texts
    let fingerprints = texts.map { TextFingerprint(of: $0) }
    let clusters = Set(CopySearch.clusters(of: fingerprints).map(Set.init))
    var places = Array(fingerprints.indices)
    places.shuffle(using: &generator.random)
    let shuffled = CopySearch.clusters(of: places.map { fingerprints[$0] })
    #expect(Set(shuffled.map { Set($0.map { places[$0] }) }) == clusters)
    // What the search joins, comparing all pairs joins, too.
    for cluster in clusters {
      var reached: Set<Int> = []
      var open = [cluster.min() ?? 0]
      while let place = open.popLast() {
        guard reached.insert(place).inserted else { continue }
        open += cluster.filter { fingerprints[$0].isCopy(of: fingerprints[place]) }
      }
      #expect(reached == cluster)
    }
  }

  @Test("A thousand prints of one text are one cluster, soon found", .timeLimit(.minutes(1)))
  func manyCopies() {
    let fingerprint = TextFingerprint(of: TextFingerprintTests.report)
    let fingerprints = (0..<1_000).compactMap { number in
      var bytes = fingerprint.bytes
      bytes[number % 512] ^= 1
      return bytes.withUnsafeBytes { TextFingerprint(runs: fingerprint.runs, bytes: $0) }
    }
    #expect(CopySearch.clusters(of: fingerprints).map(\.count) == [1_000])
  }

  /// Articles, copies of the first of each subject, and what only looks like copies.
  struct Collection {
    var texts: [String] = []
    /// Per text the number of the story that it is a copy of.
    var stories: [Int] = []

    init(_ generator: inout ArticleGenerator, subjects: Int) {
      for _ in 0..<subjects {
        let subject = generator.subject()
        var article = generator.article(on: subject)
        for kinship in ArticleGenerator.Kinship.allCases {
          add(generator.relative(kinship, of: &article, on: subject), story: stories.count)
        }
        let story = stories.count
        add(article, story: story)
        for edit in ArticleGenerator.Edit.allCases {
          add(generator.copy(of: article, edit, on: subject), story: story)
        }
      }
    }

    private mutating func add(_ article: ArticleGenerator.Article, story: Int) {
      texts.append(ArticleGenerator.text(article))
      stories.append(story)
    }
  }

  // MARK: The figures in docs/origins.md

  private func percent(_ part: Int, of whole: Int) -> String {
    String(format: "%.1f", 100 * Double(part) / Double(max(1, whole)))
  }

  /// Other seeds than those by which the limits were chosen.
  @Test("Recall and precision on generated copies")
  func recallAndPrecision() {
    let rounds = ProcessInfo.processInfo.environment["COPIES_ROUNDS"].flatMap { UInt64($0) } ?? 1
    var found: [String: Int] = [:]
    var tried: [String: Int] = [:]
    var together = (right: 0, found: 0, wanted: 0)
    for seed in 101...100 + max(1, rounds) {
      var generator = ArticleGenerator(seed: seed)
      func compare(_ a: ArticleGenerator.Article, _ b: ArticleGenerator.Article, _ name: String) {
        let texts = [a, b].map { TextFingerprint(of: ArticleGenerator.text($0)) }
        tried[name, default: 0] += 1
        if !CopySearch.clusters(of: texts).isEmpty { found[name, default: 0] += 1 }
      }
      for _ in 0..<10 {
        let subject = generator.subject()
        for edit in ArticleGenerator.Edit.allCases {
          let article = generator.article(on: subject)
          compare(article, generator.copy(of: article, edit, on: subject), edit.rawValue)
        }
        for kinship in ArticleGenerator.Kinship.allCases {
          for _ in 0..<3 {
            var article = generator.article(on: subject)
            compare(generator.relative(kinship, of: &article, on: subject), article, kinship.rawValue)
          }
        }
      }
      count(Collection(&generator, subjects: 8), &together)
    }
    func sum(_ names: [String], _ counts: [String: Int]) -> Int { names.reduce(0) { $0 + (counts[$1] ?? 0) } }
    let edits = ArticleGenerator.Edit.allCases.map(\.rawValue)
    let kinships = ArticleGenerator.Kinship.allCases.map(\.rawValue)
    let hits = sum(edits, found)
    let recall = (hits, sum(edits, tried))
    let precision = (hits, hits + sum(kinships, found))
    var lines = ["| Pair | Pairs | Taken for copies, % |", "| --- | ---: | ---: |"]
    for name in edits + kinships {
      lines.append("| \(name) | \(tried[name] ?? 0) | \(percent(found[name] ?? 0, of: tried[name] ?? 0)) |")
    }
    lines.append("")
    lines.append(
      "pairs: recall \(percent(recall.0, of: recall.1)) %, precision \(percent(precision.0, of: precision.1)) %"
    )
    lines.append(
      "clusters of collections: recall \(percent(together.right, of: together.wanted)) %, "
        + "precision \(percent(together.right, of: together.found)) %")
    print(lines.joined(separator: "\n"))
    // One round is a small sample: these only catch a method that broke; the figures proper take ten rounds.
    #expect(Double(recall.0) >= 0.95 * Double(recall.1))
    #expect(Double(precision.0) >= 0.95 * Double(precision.1))
    #expect(Double(together.right) >= 0.95 * Double(together.wanted))
    #expect(Double(together.right) >= 0.95 * Double(together.found))
  }

  /// Counts the pairs of a collection that are, and that should be, in one cluster.
  private func count(_ collection: Collection, _ together: inout (right: Int, found: Int, wanted: Int)) {
    var cluster: [Int: Int] = [:]
    let clusters = CopySearch.clusters(of: collection.texts.map { TextFingerprint(of: $0) })
    for (number, places) in clusters.enumerated() { for place in places { cluster[place] = number } }
    for a in collection.texts.indices {
      for b in 0..<a {
        let isFound = cluster[a] != nil && cluster[a] == cluster[b]
        let isWanted = collection.stories[a] == collection.stories[b]
        if isFound { together.found += 1 }
        if isWanted { together.wanted += 1 }
        if isFound && isWanted { together.right += 1 }
      }
    }
  }
}
