import ArmsModel
import Counting
import Reading
import Storage

/// What is said of one amount of money in an article.
struct ArticleFinding {
  /// What kind of finding it is: a stable word for scripts.
  enum Kind: String {
    /// Found by the check of that name, as in records.
    case volumeIndexAsMoney = "volume-index-as-money"
    /// A claim with about the same figure is known.
    case known = "figure-known"
    /// The article says that it was not so.
    case denied = "figure-denied"
    /// Claims of the same parties and years are known, with other figures.
    case differs = "figure-differs"
    /// No figure of these parties and years is known.
    case unknown = "figure-unknown"
    /// It cannot be compared.
    case notCompared = "figure-not-compared"
    /// What the register in force has of the same parties and years.
    case register = "in-the-register"
  }

  var file: String
  var line: Int
  var column: Int
  var kind: Kind
  var severity = Finding.Severity.note
  var supplier: PartyCode?
  var recipient: PartyCode?
  var sentence: String
  /// Identifiers of the known claims.
  var claims: [String] = []
  var numbers: [KnowledgeFinding.Number] = []
  /// The sentence of the article.
  var passage: String
  /// The bytes of that sentence.
  var range: Range<Int>
}

/// Checks the amounts of money in articles: tries as claims what is credited to SIPRI, and looks up the rest.
struct ArticleCheck {
  /// An article with its amounts.
  private struct Article {
    var name: String
    var text: ArticleText
    var figures: [FigureMention]
  }

  /// A claim that an amount was tried as.
  private struct Trial: Hashable {
    var article: Int
    var figure: Int
  }

  private let knowledgeBase: KnowledgeBase
  private let articles: [Article]
  private let checksVolumes: Bool
  private let compares: Bool
  private let passages = Passages()

  /// - Parameters:
  ///   - checksVolumes: look for volumes printed as money.
  ///   - compares: say what is known of the figures.
  init(
    _ texts: [(name: String, text: ArticleText)], _ knowledgeBase: KnowledgeBase, checksVolumes: Bool,
    compares: Bool
  ) {
    let reader = ArticleReader(knowledgeBase.directory, companies: (try? knowledgeBase.makerNames()) ?? [])
    articles = texts.map { Article(name: $0.name, text: $0.text, figures: reader.figures(in: $0.text)) }
    self.knowledgeBase = knowledgeBase
    self.checksVolumes = checksVolumes
    self.compares = compares
  }

  /// Number of amounts.
  var amounts: Int { articles.reduce(0) { $0 + $1.figures.count } }

  /// What is found, in the order of the articles; nothing is stored.
  func findings() throws -> [ArticleFinding] {
    // What is known is asked first, so that no trial is taken for known.
    let known = try KnownFigures(knowledgeBase)
    var comparisons: [Trial: ArticleFinding] = [:]
    var listed: [Trial: ArticleFinding] = [:]
    let register = try ArticleRegister(knowledgeBase)
    if compares {
      for (place, article) in articles.enumerated() {
        for (number, figure) in article.figures.enumerated() {
          var finding = base(article, figure)
          try known.compare(figure, &finding)
          comparisons[Trial(article: place, figure: number)] = finding
          finding = base(article, figure)
          if try register.compare(figure, &finding) {
            listed[Trial(article: place, figure: number)] = finding
          }
        }
      }
    }
    let volumes = checksVolumes ? try volumeFindings() : [:]
    var found: [ArticleFinding] = []
    for (place, article) in articles.enumerated() {
      for number in article.figures.indices {
        let trial = Trial(article: place, figure: number)
        found += volumes[trial] ?? []
        if let comparison = comparisons[trial] { found.append(comparison) }
        if let rows = listed[trial] { found.append(rows) }
      }
    }
    return found
  }

  private func base(_ article: Article, _ figure: FigureMention) -> ArticleFinding {
    let place = article.text.place(of: figure.amount.range.lowerBound)
    return ArticleFinding(
      file: article.name, line: place.line, column: place.column, kind: .notCompared, sentence: "",
      passage: passages.of(figure.sentence, in: article.text, article.name), range: figure.sentence)
  }

  /// The passage that was asked for last: the amounts of a sentence share it.
  private final class Passages {
    private var last: (name: String, range: Range<Int>, text: String)?

    func of(_ range: Range<Int>, in text: ArticleText, _ name: String) -> String {
      if let last, last.range == range, last.name == name { return last.text }
      let passage = text.passage(range)
      last = (name, range, passage)
      return passage
    }
  }

  // MARK: Volumes

  /// Runs the check of records over trial claims, in a transaction that is taken back.
  private func volumeFindings() throws -> [Trial: [ArticleFinding]] {
    func isTried(_ figure: FigureMention) -> Bool {
      figure.credit != nil && !figure.isExpenditure && !figure.isDenied && !figure.pairs.isEmpty
    }
    guard articles.contains(where: { $0.figures.contains(where: isTried) }) else { return [:] }
    let tried = TriedClaims()
    var trials: [ContentHash: [Trial]] = [:]
    var options = ImportOptions()
    (options.commit, options.fullText, options.settle) = (false, false, false)
    var report = FindingReport()
    _ = try knowledgeBase.importClaims(by: .current(nil), options: options) { writer in
      for (place, article) in articles.enumerated() {
        for (number, figure) in article.figures.enumerated() where isTried(figure) {
          for pair in figure.pairs {
            let key = try add(figure, pair, article, to: writer, tried)
            trials[key, default: []].append(Trial(article: place, figure: number))
          }
        }
      }
      report = try knowledgeBase.findings(checks: [.volumeIndexAsMoney], tried: tried)
      return 0
    }
    var found: [Trial: [ArticleFinding]] = [:]
    for finding in report.findings {
      for trial in Set(finding.claims.flatMap { trials[$0.key] ?? [] }) {
        found[trial, default: []].append(article(finding, trial, trials))
      }
    }
    // Where the order of the parties is not told, the one that a release confirms is meant; else the first says it.
    return found.mapValues { findings in
      let errors = findings.filter { $0.severity == .error }
      return errors.isEmpty ? Array(findings.prefix(1)) : errors
    }
  }

  private func article(
    _ finding: KnowledgeFinding, _ trial: Trial, _ trials: [ContentHash: [Trial]]
  ) -> ArticleFinding {
    let article = articles[trial.article]
    let figure = article.figures[trial.figure]
    var result = base(article, figure)
    result.kind = .volumeIndexAsMoney
    result.severity = finding.severity
    (result.supplier, result.recipient) = (finding.supplier, finding.recipient)
    result.claims = finding.claims.filter { trials[$0.key] == nil }.map { $0.key.identifier("c") }
    result.numbers = finding.numbers
    result.sentence = ([finding.sentence] + remarks(figure)).joined(separator: " ")
    return result
  }

  /// What the reader is not sure of.
  private func remarks(_ figure: FigureMention) -> [String] {
    var remarks: [String] = []
    switch figure.credit {
    case .before: remarks.append("SIPRI is named in the sentence before.")
    case .behind: remarks.append("SIPRI is named in the sentence after.")
    case .here, nil: break
    }
    if figure.pairs.count > 1 {
      remarks.append("The wording does not tell who supplied whom; both were tried.")
    }
    if figure.isFromBefore { remarks.append("Parties of the sentence before were taken in.") }
    return remarks
  }

  private func add(
    _ figure: FigureMention, _ pair: FigureMention.Pair, _ article: Article, to writer: ClaimWriter,
    _ tried: TriedClaims
  ) throws -> ContentHash {
    let place = article.text.place(of: figure.amount.range.lowerBound)
    let texts = ["SIPRI", figure.amount.currency, article.name].map { Array($0.utf8) }
    return try texts[0].withUnsafeBytes { asserter in
      try texts[1].withUnsafeBytes { currency in
        try texts[2].withUnsafeBytes { title in
          try article.text.bytes[figure.sentence].withUnsafeBytes { evidence in
            var claim = ClaimDraft()
            claim.supplier = pair.supplier ?? -1
            claim.recipient = pair.recipient ?? -1
            claim.valueThousandths = figure.amount.thousandths
            claim.valueMaxThousandths = figure.amount.thousandthsMax
            claim.currency = BorrowedText(currency)
            claim.scope = .aggregate
            claim.period = figure.years
            claim.assertedBy = BorrowedText(asserter)
            claim.evidence = BorrowedText(evidence)
            claim.evidenceStart = Int64(figure.sentence.lowerBound)
            claim.evidenceEnd = Int64(figure.sentence.upperBound)
            claim.document.title = BorrowedText(title)
            _ = try writer.add(claim)
            return tried.add(
              claim, at: TriedClaims.Place(file: article.name, line: place.line), in: knowledgeBase)
          }
        }
      }
    }
  }
}
