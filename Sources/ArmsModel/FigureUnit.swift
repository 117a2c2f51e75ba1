/// What a figure is counted in; figures of different units are never added.
///
/// Written `USD`, `USD/2020` (constant prices of 2020), `TIV` (SIPRI's trend-indicator value, in millions: a
/// volume, never a price), `pieces`, or the word for another unit of quantity, such as `battery`.
public struct FigureUnit: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The unit as written.
  public let rawValue: String
  /// A unit written so.
  public init(rawValue: String) { self.rawValue = rawValue }
  /// Single weapons.
  public static let pieces = FigureUnit(rawValue: "pieces")
  /// SIPRI's trend-indicator value, in millions.
  public static let tiv = FigureUnit(rawValue: "TIV")

  /// Money in current prices, or in constant prices of a year.
  public init(currency: String, priceYear: Int?) {
    rawValue = priceYear.map { "\(currency)/\($0)" } ?? currency
  }
  /// Pieces (nil) or another unit of quantity, as printed; one that is called like money or TIV is marked, so
  /// that they are never added.
  public init(quantityUnit: String?) {
    guard let quantityUnit else {
      rawValue = "pieces"
      return
    }
    let name = quantityUnit.prefix { $0 != "/" }
    let isMoney = name.utf8.count == 3 && (name == "TIV" || Currency.codes.contains { $0 == name })
    rawValue = isMoney ? quantityUnit + " (quantity)" : quantityUnit
  }

  /// Whether it is money, in prices of its time or of a year.
  public var isMoney: Bool {
    let parts = rawValue.split(separator: "/", omittingEmptySubsequences: false)
    let isYear = parts.count == 2 && parts[1].utf8.count == 4 && Int(parts[1]) != nil
    return (parts.count == 1 || isYear) && Currency.codes.contains { $0 == parts[0] }
  }

  /// The unit as written.
  public var description: String { rawValue }
  /// The order of the texts as bytes.
  public static func < (a: FigureUnit, b: FigureUnit) -> Bool { a.rawValue < b.rawValue }
}

/// ISO 4217 codes of currencies in use and of those that arms deals were priced in before.
public enum Currency {
  /// Alphabetic codes, upper case, in the order of the alphabet; `TIV` is not among them.
  public static let codes: [String] = """
    AED AFN ALL AMD ANG AOA ARS ATS AUD AWG AZM AZN BAM BBD BDT BEF BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD \
    CAD CDF CHF CLF CLP CNY COP CRC CSD CSK CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD EEK EGP ERN ESP ETB EUR FIM FJD FKP \
    FRF GBP GEL GHS GIP GMD GNF GRD GTQ GYD HKD HNL HRK HTG HUF IDR IEP ILS INR IQD IRR ISK ITL JMD JOD JPY KES KGS KHR \
    KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LUF LVL LYD MAD MDL MGA MKD MMK MNT MOP MRU MTL MUR MVR MWK MXN MYR \
    MZN NAD NGN NIO NLG NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PLZ PTE PYG QAR ROL RON RSD RUB RUR RWF SAR SBD SCR SDG \
    SEK SGD SHP SIT SKK SLE SLL SOS SRD SSP STN SUR SVC SYP SZL THB TJS TMT TND TOP TRL TRY TTD TWD TZS UAH UAK UGX USD \
    UYU UZS VED VES VND VUV WST XAF XCD XDR XEU XOF XPF YER YUD YUM ZAR ZMW ZRN ZWG ZWL
    """.split(separator: " ").map(String.init)
}
