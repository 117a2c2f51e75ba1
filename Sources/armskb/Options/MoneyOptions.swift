import ArgumentParser
import ArmsModel
import Storage

/// Whether and how money is converted.
struct MoneyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Convert money into this currency, at the average rates of its year; TIV never.", valueName: "code"))
  var currency: String?
  @Option(
    help: ArgumentHelp("Convert money into prices of that year (of US dollars).", valueName: "year"))
  var constant: Int?

  func validate() throws {
    if let currency, !Currency.codes.contains(currency.uppercased()) {
      if currency.uppercased() == "TIV" {
        throw ValidationError("--currency TIV: a volume index is no money, and nothing is converted into it")
      }
      let near = NearestName.of(currency.uppercased(), among: Currency.codes)
      throw ValidationError("there is no currency '\(currency)'\(suggestion(near))")
    }
    if let constant, !(1900...2100).contains(constant) {
      throw ValidationError("--constant \(constant): a year, such as 2020")
    }
  }

  /// Enters the wishes into the filter.
  func apply(to filter: inout Filter, _ knowledgeBase: KnowledgeBase) throws {
    filter.currency = currency?.uppercased()
    filter.constantYear = constant
    guard let constant else { return }
    let code = filter.currency ?? "USD"
    let years = try knowledgeBase.priceYears(of: code)
    guard years.contains(constant) else {
      let known =
        years.isEmpty
        ? "there are no consumer prices for \(code)"
        : "consumer prices for \(code) are known for \(years[0]) to \(years[years.count - 1])"
      throw CommandFailure(.usage, "--constant \(constant): \(known)")
    }
  }
}
