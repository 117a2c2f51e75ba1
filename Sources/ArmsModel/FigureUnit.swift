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
  /// Pieces (nil) or another unit of quantity, in its one spelling ("Batteries" is "battery"); one that is called like
  /// money or TIV is marked, so that they are never added.
  public init(quantityUnit: String?) {
    guard let quantityUnit else {
      rawValue = "pieces"
      return
    }
    let name = quantityUnit.prefix { $0 != "/" }
    let isMoney = name.utf8.count == 3 && (name == "TIV" || Currency.codes.contains { $0 == name })
    rawValue = isMoney ? quantityUnit + " (quantity)" : QuantityUnit.canonical(quantityUnit)
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

/// ISO 4217 codes of currencies in use, and of those that were in use before.
public enum Currency {
  /// The code with the letters of a mistyped one in another order, or nil: what is near otherwise is mostly the money of
  /// another state.
  public static func withLetters(of text: String) -> String? {
    let letters = text.uppercased().sorted()
    return (["USD", "EUR", "TIV"] + codes).first { $0.sorted() == letters }
  }

  /// Alphabetic codes, upper case, in the order of the alphabet; `TIV` is not among them.
  public static let codes: [String] = """
    ADP AED AFA AFN ALK ALL AMD ANG AOA AOK AON AOR ARA ARP ARS ARY ATS AUD AWG AYM AZM AZN BAD BAM BBD BDT BEC \
    BEF BEL BGJ BGK BGL BGN BHD BIF BMD BND BOB BOP BRB BRC BRE BRL BRN BRR BSD BTN BUK BWP BYB BYN BYR BZD CAD \
    CDF CHC CHF CLF CLP CNX CNY COP CRC CSD CSJ CSK CUC CUP CVE CYP CZK DDM DEM DJF DKK DOP DZD ECS ECV EEK EGP \
    ERN ESA ESB ESP ETB EUR FIM FJD FKP FRF GBP GEK GEL GHC GHP GHS GIP GMD GNE GNF GNS GQE GRD GTQ GWE GWP GYD \
    HKD HNL HRD HRK HTG HUF IDR IEP ILP ILR ILS INR IQD IRR ISJ ISK ITL JMD JOD JPY KES KGS KHR KMF KPW KRW KWD \
    KYD KZT LAJ LAK LBP LKR LRD LSL LSM LTL LTT LUC LUF LUL LVL LVR LYD MAD MDL MGA MGF MKD MLF MMK MNT MOP MRO \
    MRU MTL MTP MUR MVQ MVR MWK MXN MXP MYR MZE MZM MZN NAD NGN NIC NIO NLG NOK NPR NZD OMR PAB PEH PEI PEN PES \
    PGK PHP PKR PLN PLZ PTE PYG QAR RHD ROK ROL RON RSD RUB RUR RWF SAR SBD SCR SDD SDG SDP SEK SGD SHP SIT SKK \
    SLE SLL SOS SRD SRG SSP STD STN SUR SVC SYP SZL THB TJR TJS TMM TMT TND TOP TPE TRL TRY TTD TWD TZS UAH UAK \
    UGS UGW UGX USD USS UYN UYP UYU UZS VEB VED VEF VES VNC VND VUV WST XAF XCD XDR XEU XFO XOF XPF XRE YDD YER \
    YUD YUM YUN ZAL ZAR ZMK ZMW ZRN ZRZ ZWC ZWD ZWG ZWL ZWN ZWR
    """.split(separator: " ").map(String.init)
}
