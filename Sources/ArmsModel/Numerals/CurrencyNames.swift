/// What print calls currencies by: signs, abbreviations, and names in words.
///
/// A bare name that several states share is that of the state that prices most arms in it, such as "riyals" of Saudi
/// Arabia; an adjective before it says otherwise. What no such state has ("dinars", "kroner", "CFA") is not told.
public enum CurrencyNames {
  private static let codes = Set(Currency.codes)

  /// Whether it is a code of ISO 4217.
  static func isCode(_ text: String) -> Bool { codes.contains(text) }

  /// The code of a sign or abbreviation before or behind a number: "US$", "Can$", "€", "NIS", "Rs", "DEM".
  ///
  /// Upper and lower case are one, but an abbreviation without a sign begins with a capital letter.
  public static func code(of sign: String) -> String? {
    if codes.contains(sign) { return sign }
    let folded = sign.lowercased().filter { $0 != "." }
    if let code = signs[folded] { return code }
    if let prefix = prefix(ofDollar: folded) { return dollars[prefix] }
    guard let first = sign.unicodeScalars.first, ("A"..."Z").contains(first) else { return nil }
    return abbreviations[folded]
  }

  /// What stands beside the dollar sign in "US$" and "$US"; nil without such a sign.
  private static func prefix(ofDollar text: String) -> String? {
    if text.hasSuffix("$") { return String(text.dropLast()) }
    return text.hasPrefix("$") ? String(text.dropFirst()) : nil
  }

  /// Whether a name in words, in small letters, may go on with another word: "Hong" with "Kong", "Saudi" with "riyals".
  static func mayGoOn(_ words: String) -> Bool { beginnings.contains(words) }

  /// The code of a name in words, in any case.
  public static func code(named name: String) -> String? { names[name.lowercased()] }

  /// The code of a name in small letters: "dollars", "canadian dollars", "won".
  static func code(ofName name: String) -> String? { names[name] }

  /// Signs that stand before a number or behind it, in UTF-8.
  static let signBytes: [(bytes: [UInt8], code: String)] =
    signs.filter { $0.key.unicodeScalars.first?.isASCII == false }
    .map { (Array($0.key.utf8), $0.value) }.sorted { $0.1 < $1.1 } + [
      (Array("zł".utf8), "PLN"), (Array("Kč".utf8), "CZK"),
    ]

  private static let dollars = [
    "": "USD", "us": "USD", "usd": "USD", "a": "AUD", "au": "AUD", "aus": "AUD", "aust": "AUD", "aud": "AUD",
    "c": "CAD",
    "ca": "CAD", "can": "CAD", "cad": "CAD", "cdn": "CAD", "nz": "NZD", "nzd": "NZD", "s": "SGD", "sg": "SGD",
    "sgd": "SGD", "hk": "HKD", "hkd": "HKD", "nt": "TWD", "ntd": "TWD", "twd": "TWD", "r": "BRL", "b": "BND",
    "mx": "MXN", "n": "NAD",
  ]
  private static let signs = [
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₪": "ILS", "₺": "TRY", "₩": "KRW", "₼": "AZN",
    "₴": "UAH",
    "₸": "KZT", "₱": "PHP", "₦": "NGN", "₾": "GEL", "฿": "THB", "₫": "VND", "֏": "AMD",
  ]
  private static let abbreviations = [
    "pound": "GBP", "stg": "GBP", "rs": "INR", "re": "INR", "nis": "ILS", "rm": "MYR", "rmb": "CNY",
    "sr": "SAR",
    "rp": "IDR", "dh": "AED", "dhs": "AED", "ntd": "TWD", "sfr": "CHF", "fr": "CHF", "ffr": "FRF",
    "bfr": "BEF",
    "skr": "SEK", "nkr": "NOK", "dkr": "DKK", "dm": "DEM", "ash": "ATS", "ecu": "XEU", "fmk": "FIM",
    "hfl": "NLG",
    "lit": "ITL", "yen": "JPY", "euro": "EUR", "won": "KRW", "usd": "USD", "eur": "EUR", "tl": "TRY",
    "zl": "PLN",
    "kc": "CZK",
  ]

  /// Each family of names: the words themselves, the code of the bare word if it has one, and adjectives with codes.
  private static let families: [(words: String, bare: String?, states: String)] = [
    (
      "dollar dollars", "USD",
      """
      us:USD american:USD united_states:USD australian:AUD canadian:CAD singapore:SGD singaporean:SGD hong_kong:HKD \
      new_zealand:NZD taiwan:TWD taiwanese:TWD new_taiwan:TWD brunei:BND namibian:NAD jamaican:JMD fijian:FJD
      """
    ),
    (
      "pound pounds", "GBP",
      "british:GBP uk:GBP egyptian:EGP lebanese:LBP syrian:SYP sudanese:SDG south_sudanese:SSP cypriot:CYP irish:IEP"
    ),
    ("sterling", "GBP", "pounds:GBP pound:GBP"), ("euro euros", "EUR", ""),
    (
      "rupee rupees", "INR",
      "indian:INR pakistani:PKR pakistan:PKR sri_lankan:LKR nepalese:NPR nepali:NPR mauritian:MUR"
    ),
    (
      "franc francs", "CHF", "swiss:CHF french:FRF belgian:BEF luxembourg:LUF cfa:- rwandan:RWF congolese:CDF"
    ),
    ("riyal riyals", "SAR", "saudi:SAR saudi_arabian:SAR qatari:QAR yemeni:YER omani:OMR iranian:IRR"),
    ("rial rials", "IRR", "iranian:IRR omani:OMR yemeni:YER saudi:SAR qatari:QAR"),
    (
      "dinar dinars", nil,
      "kuwaiti:KWD iraqi:IQD jordanian:JOD algerian:DZD bahraini:BHD libyan:LYD tunisian:TND serbian:RSD yugoslav:YUD"
    ),
    ("dirham dirhams", "AED", "emirati:AED uae:AED moroccan:MAD"),
    ("krona kronor kronas", "SEK", "swedish:SEK icelandic:ISK"),
    ("krone kroner", nil, "norwegian:NOK danish:DKK"), ("kronur", "ISK", "icelandic:ISK"),
    (
      "crown crowns", nil,
      "czech:CZK swedish:SEK norwegian:NOK danish:DKK slovak:SKK czechoslovak:CSK estonian:EEK"
    ),
    ("koruna korunas koruny korun", "CZK", "czech:CZK slovak:SKK czechoslovak:CSK"),
    (
      "peso pesos", nil,
      "mexican:MXN philippine:PHP filipino:PHP chilean:CLP colombian:COP argentine:ARS argentinian:ARS uruguayan:UYU cuban:CUP"
    ),
    ("mark marks", nil, "german:DEM deutsche:DEM finnish:FIM east_german:DDM"),
    ("deutschmark deutschmarks deutschemark deutschemarks", "DEM", ""),
    ("markka markkaa", "FIM", "finnish:FIM"),
    ("lira liras", "TRY", "turkish:TRY italian:ITL syrian:SYP"), ("lire", "ITL", "italian:ITL"),
    ("won", "KRW", "south_korean:KRW korean:KRW north_korean:KPW"), ("yen", "JPY", "japanese:JPY"),
    ("yuan renminbi", "CNY", "chinese:CNY"),
    (
      "rouble roubles ruble rubles", "RUB", "russian:RUB soviet:SUR belarusian:BYN belarussian:BYN"
    ),
    ("shekel shekels", "ILS", "israeli:ILS new_israeli:ILS"),
    ("manat manats", "AZN", "azerbaijani:AZN turkmen:TMT"),
    ("dram drams", "AMD", "armenian:AMD"), ("lari laris", "GEL", "georgian:GEL"),
    ("tenge", "KZT", "kazakh:KZT kazakhstani:KZT"),
    ("hryvnia hryvnias hryvnya hryvnyas hryven", "UAH", "ukrainian:UAH"),
    ("zloty zlotys zlotych zloties", "PLN", "polish:PLN"), ("forint forints", "HUF", "hungarian:HUF"),
    ("leu lei", "RON", "romanian:RON moldovan:MDL"), ("lev leva levs", "BGN", "bulgarian:BGN"),
    ("baht", "THB", "thai:THB"), ("ringgit ringgits", "MYR", "malaysian:MYR"),
    ("rupiah rupiahs", "IDR", "indonesian:IDR"), ("dong", "VND", "vietnamese:VND"),
    ("taka", "BDT", "bangladeshi:BDT"), ("rand", "ZAR", "south_african:ZAR"),
    ("real reais reals", nil, "brazilian:BRL"), ("reais", "BRL", ""), ("naira", "NGN", "nigerian:NGN"),
    ("birr", "ETB", "ethiopian:ETB"), ("guilder guilders", "NLG", "dutch:NLG"),
    ("peseta pesetas", "ESP", "spanish:ESP"),
    ("drachma drachmas", "GRD", "greek:GRD"), ("escudo escudos", "PTE", "portuguese:PTE"),
    ("schilling schillings", "ATS", "austrian:ATS"), ("kyat kyats", "MMK", ""),
    ("afghani afghanis", "AFN", ""),
    ("soum som sums", nil, "uzbek:UZS kyrgyz:KGS"),
    ("shilling shillings", nil, "kenyan:KES ugandan:UGX tanzanian:TZS"),
    ("nuevo_sol soles", "PEN", "peruvian:PEN"), ("ecu ecus", "XEU", ""),
  ]

  private static let names: [String: String] = {
    var table: [String: String] = [:]
    func phrase(_ word: Substring) -> String { word.split(separator: "_").joined(separator: " ") }
    for (words, bare, states) in families {
      for word in words.split(separator: " ") {
        if let bare { table[phrase(word)] = bare }
        for state in states.split(separator: " ") {
          let parts = state.split(separator: ":")
          guard parts.count == 2, parts[1] != "-" else { continue }
          table[phrase(parts[0]) + " " + phrase(word)] = String(parts[1])
        }
      }
    }
    return table
  }()

  private static let beginnings: Set<String> = {
    var found: Set<String> = []
    for name in names.keys {
      let words = name.split(separator: " ")
      for count in 1..<max(words.count, 1) { found.insert(words.prefix(count).joined(separator: " ")) }
    }
    return found
  }()
}
