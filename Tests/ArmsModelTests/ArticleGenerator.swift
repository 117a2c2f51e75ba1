/// Writes articles in a made-up language, and copies of them as outlets make them.
///
/// As in any language some words are far more frequent than others, and each is mostly followed by a few. Articles
/// on one subject use its stock phrases and repeat its background sentences word for word, as reports on one
/// conflict do.
struct ArticleGenerator {
  /// Paragraphs of words with their punctuation; the first is the title, the second the agency's line.
  typealias Article = [[String]]

  /// What outlets do to a text.
  enum Edit: String, CaseIterable {
    case signs = "other quotes, dashes, capitals"
    case title = "other title, no agency line"
    case words2 = "1 to 2 % of words changed"
    case words5 = "3 to 5 % of words changed"
    case words10 = "6 to 10 % of words changed"
    case words20 = "11 to 20 % of words changed"
    case cut = "breaks off after 50 to 90 %"
    case cutDeep = "breaks off after 25 to 50 %"
    case dropped = "up to 40 % of paragraphs dropped"
    case inserted = "up to 50 % of paragraphs added"
    case mixed = "breaks off, title, signs, 1 to 5 % of words"
    case rewritten = "dropped, added, 6 to 10 % of words"
  }

  /// How a text that is no copy is related to another.
  enum Kinship: String, CaseIterable {
    case stranger = "another subject"
    case subject = "the same subject"
    case quoting = "the same subject, the same statement quoted"
    case sequel = "the next day's report, up to a third taken over"
  }

  /// What articles on one thing have in common.
  struct Subject {
    fileprivate var phrases: [[Int]]
    fileprivate var background: [[String]]
    fileprivate var names: [Int]
  }

  var random: SeededGenerator
  private var words: [String] = []
  private var followers: [[Int]] = []
  private var phrases: [[Int]] = []

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    var known: Set<String> = []
    while words.count < 4_000 {
      var word = ""
      // Frequent words are short.
      for _ in 0..<(words.count < 60 ? 1 : number(2...4)) {
        word += one(of: ["b", "br", "d", "f", "g", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "v"])
        word += one(of: ["a", "e", "i", "o", "u", "ai", "ea", "é"])
        word += one(of: ["", "n", "r", "s", "l", "t"])
      }
      if known.insert(word).inserted { words.append(word) }
    }
    for _ in words { followers.append((0..<8).map { _ in frequentWord() }) }
    for _ in 0..<60 { phrases.append(run(of: number(3...8))) }
  }

  // MARK: Texts

  mutating func subject() -> Subject {
    var subject = Subject(phrases: [], background: [], names: [])
    for _ in 0..<8 { subject.names.append(number(200...3_999)) }
    for _ in 0..<30 { subject.phrases.append(run(of: number(3...9)) + [one(of: subject.names)]) }
    for _ in 0..<6 { subject.background.append(sentence(on: subject)) }
    return subject
  }

  /// An article of 120 to 900 words.
  mutating func article(on subject: Subject) -> Article {
    var article: Article = [
      sentence(on: subject).prefix(9).map { $0 }, ["(" + word(3), word(9), word(40) + ")"],
    ]
    let length = number(120...900)
    var written = 0
    while written < length {
      let paragraph = paragraph(on: subject)
      written += paragraph.count
      article.append(paragraph)
    }
    for sentence in subject.background where oneIn(4) {
      article.insert(sentence, at: number(2...article.count))
    }
    return article
  }

  /// A text that has to do with `article` and is no copy.
  mutating func relative(_ kinship: Kinship, of article: inout Article, on subject: Subject) -> Article {
    switch kinship {
    case .stranger: return self.article(on: self.subject())
    case .subject: return self.article(on: subject)
    case .quoting:
      let statement = paragraph(on: subject) + paragraph(on: subject).prefix(20)
      var other = self.article(on: subject)
      article.insert(statement, at: number(2...article.count))
      other.insert(statement, at: number(2...other.count))
      return other
    case .sequel:
      var other = self.article(on: subject)
      let limit = min(ArticleGenerator.count(article) / 3, ArticleGenerator.count(other) / 2)
      var taken: Article = []
      for paragraph in article.dropFirst(2).shuffled(using: &random)
      where ArticleGenerator.count(taken) + paragraph.count <= limit {
        taken.append(paragraph)
      }
      other.insert(contentsOf: taken, at: number(2...other.count))
      return other
    }
  }

  /// A copy of `article`.
  mutating func copy(of article: Article, _ edit: Edit, on subject: Subject) -> Article {
    var copy = article
    switch edit {
    case .signs: changeSigns(&copy)
    case .title: changeTitle(&copy, subject)
    case .words2: changeWords(&copy, 0.01...0.02)
    case .words5: changeWords(&copy, 0.03...0.05)
    case .words10: changeWords(&copy, 0.06...0.10)
    case .words20: changeWords(&copy, 0.11...0.20)
    case .cut: breakOff(&copy, 0.5...0.9)
    case .cutDeep: breakOff(&copy, 0.25...0.5)
    case .dropped: drop(&copy, upTo: 0.4)
    case .inserted: insert(&copy, upTo: 0.5, subject)
    case .mixed:
      breakOff(&copy, 0.5...0.9)
      changeTitle(&copy, subject)
      changeSigns(&copy)
      changeWords(&copy, 0.01...0.05)
    case .rewritten:
      drop(&copy, upTo: 0.3)
      insert(&copy, upTo: 0.3, subject)
      changeWords(&copy, 0.06...0.10)
    }
    return copy
  }

  static func text(_ article: Article) -> String {
    article.map { $0.joined(separator: " ") }.joined(separator: "\n\n")
  }

  // MARK: Edits

  private mutating func changeSigns(_ article: inout Article) {
    for paragraph in article.indices {
      article[paragraph] = article[paragraph].map { word in
        var word = word.replacing("\"", with: "\u{201D}").replacing("-", with: "\u{2013}")
        if oneIn(30) { word = word.uppercased() }
        if oneIn(30) { word = "'" + word + "'" }
        return word.replacing("é", with: "e")
      }
    }
  }

  private mutating func changeTitle(_ article: inout Article, _ subject: Subject) {
    article[0] = sentence(on: subject).prefix(8).map { $0 }
    article.remove(at: 1)
  }

  private mutating func changeWords(_ article: inout Article, _ share: ClosedRange<Double>) {
    let share = Double.random(in: share, using: &random)
    for paragraph in article.indices {
      var changed: [String] = []
      for word in article[paragraph] {
        guard Double.random(in: 0..<1, using: &random) < share else {
          changed.append(word)
          continue
        }
        switch number(0...3) {
        case 0: break
        case 1: changed += [word, words[frequentWord()]]
        default: changed.append(words[frequentWord()])
        }
      }
      article[paragraph] = changed
    }
  }

  private mutating func breakOff(_ article: inout Article, _ share: ClosedRange<Double>) {
    var left = Int(Double.random(in: share, using: &random) * Double(ArticleGenerator.count(article)))
    article = article.map { paragraph in
      let kept = Array(paragraph.prefix(max(0, left)))
      left -= paragraph.count
      return kept
    }.filter { !$0.isEmpty }
    if article.count < 2 { article.append([]) }
  }

  private mutating func drop(_ article: inout Article, upTo share: Double) {
    var left = Int(Double.random(in: 0.1...share, using: &random) * Double(ArticleGenerator.count(article)))
    for paragraph in article.indices.dropFirst(2).shuffled(using: &random)
    where article[paragraph].count <= left {
      left -= article[paragraph].count
      article[paragraph] = []
    }
  }

  private mutating func insert(_ article: inout Article, upTo share: Double, _ subject: Subject) {
    var left = Int(Double.random(in: 0.1...share, using: &random) * Double(ArticleGenerator.count(article)))
    while left > 0 {
      let paragraph = paragraph(on: subject)
      article.insert(paragraph, at: number(2...article.count))
      left -= paragraph.count
    }
  }

  // MARK: Words

  private static func count(_ article: Article) -> Int { article.reduce(0) { $0 + $1.count } }

  private mutating func paragraph(on subject: Subject) -> [String] {
    (0..<number(1...3)).flatMap { _ in sentence(on: subject) }
  }

  /// A third of the words come in stock phrases.
  private mutating func sentence(on subject: Subject) -> [String] {
    var numbers: [Int] = []
    let length = number(10...30)
    while numbers.count < length {
      switch number(0...8) {
      case 0: numbers += one(of: phrases)
      case 1: numbers += one(of: subject.phrases)
      case 2: numbers.append(one(of: subject.names))
      default: numbers += run(of: number(2...5), after: numbers.last)
      }
    }
    var sentence = numbers.map { words[$0] }
    sentence[0] = sentence[0].capitalized
    if oneIn(3), sentence.count > 6 {
      sentence[3] = "\"" + sentence[3]
      sentence[sentence.count - 2] += ",\" - "
    }
    if oneIn(3) { sentence[1] = String(number(2...900)) }
    sentence[sentence.count - 1] += "."
    return sentence
  }

  /// Words of which each is mostly one that likes to follow the one before.
  private mutating func run(of length: Int, after last: Int? = nil) -> [Int] {
    var run: [Int] = []
    var last = last
    for _ in 0..<length {
      let next = last.flatMap { oneIn(3) ? nil : one(of: followers[$0]) } ?? frequentWord()
      run.append(next)
      last = next
    }
    return run
  }

  /// The number of a word: the smaller, the more frequent.
  private mutating func frequentWord() -> Int {
    let share = Double.random(in: 0..<1, using: &random)
    return Int(share * share * share * Double(words.count))
  }

  private mutating func word(_ number: Int) -> String { words[number].capitalized }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func oneIn(_ count: Int) -> Bool { number(1...count) == 1 }
  private mutating func one<T>(of values: [T]) -> T { values[number(0...values.count - 1)] }
}
