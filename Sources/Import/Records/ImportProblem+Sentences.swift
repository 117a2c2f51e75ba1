import ArmsModel

extension ImportProblem: CustomStringConvertible {
  /// `FILE:LINE:COLUMN: field: what is wrong`, on one line.
  public var description: String {
    let name = field.map { ProblemText.plain($0) + ": " } ?? ""
    return "\(location): \(name)\(sentence)"
  }

  /// What is wrong, without place and field.
  public var sentence: String {
    switch reason {
    case .syntax(let reason): reason.description
    case .noRecords: "holds no records: is it the right file?"
    case .missingFile: "there is no such file"
    case .missingColumn(let name): "the column '\(name)' is missing"
    case .missingColumns(let names): "the header has no column \(ProblemText.list(names, last: "or"))"
    case .unknownColumn(let name, let nearest):
      "unknown column \(quoted(name))\(suggestion(nearest, else: "; a column of your own begins with x_"))"
    case .unknownKey(let name, let nearest):
      "unknown key \(quoted(name))\(suggestion(nearest, else: "; a key of your own begins with x_"))"
    case .wrongType(let kind, let found, let wanted): wrongType(kind, found, wanted)
    case .notAWholeNumber(let found): NumberText(found, field).wholeNumber
    case .notANumber(let found): NumberText(found, field).number
    case .negative(let found): "\(quoted(found)) is below zero"
    case .tooLarge(let found): "\(quoted(found)) is more than 1000000000000000 (10^15)"
    case .tooManyDecimals(let found): "\(quoted(found)) has more than three decimals"
    case .notAFraction(let found): "\(quoted(found)) is no number from 0 to 1, such as 0.85"
    case .tivIsNotMoney(let found):
      "\(quoted(found)): a TIV is SIPRI's measure of the volume of arms, not money, and has no symbol and no"
        + " cents; write TIV into currency and the figure, in millions of TIV, into value"
    case .unknownCurrency(let found, let nearest): currency(found, nearest)
    case .valueWithoutCurrency(let found):
      "value without currency (found \(quoted(found)) alone); write its ISO 4217 code, such as USD, or TIV,"
        + " into currency"
    case .priceYearOfTIV: "figures in TIV have no price year; leave it empty"
    case .belowLowerEnd(let found, let lower, let field):
      "\(quoted(found)) is less than the \(quoted(lower)) of \(field)"
    default: sentenceOfTime
    }
  }

  private var sentenceOfTime: String {
    switch reason {
    case .notADate(let found): "\(quoted(found)) is no date\(ProblemText.dateHint(found))"
    case .noSuchMonth(let found, let month):
      "\(quoted(found)) is no date: there is no month \(month) (write YYYY, YYYY-MM or YYYY-MM-DD)"
    case .noSuchDay(let found, let length):
      "\(quoted(found)) is no date: that month has \(length) days"
    case .notAYear(let found):
      field == "years"
        ? "\(quoted(found)) is no year; list the years one by one, each with four digits"
        : "\(quoted(found)) is no year; write four digits, such as 2019"
    case .yearOutOfRange(let found): "\(quoted(found)) is not between 1900 and 2100"
    case .endsBeforeBeginning(let to, let from): "\(quoted(to)) is before the beginning, \(quoted(from))"
    default: sentenceOfWords
    }
  }

  private var sentenceOfWords: String {
    switch reason {
    case .unknownWord(let found, let allowed, let nearest):
      if field?.hasSuffix("credibility") == true || field?.hasSuffix("reliability") == true {
        ProblemText.grade(found, allowed: allowed)
      } else if let nearest {
        "unknown word \(quoted(found)); did you mean '\(nearest)'?"
      } else {
        "unknown word \(quoted(found)); allowed: \(ProblemText.allowed(allowed))"
      }
    case .placeholder(let found):
      "\(quoted(found)) stands for nothing in a data frame; leave the field empty"
    case .spreadsheetValue(let value): value.sentence
    case .missingCounterpart(let other): "given without \(other); both belong together"
    case .missingParty: "neither supplier nor recipient is given; at least one is needed"
    case .missingDocument: "the document has neither url nor title; at least one is needed"
    case .notASHA256(let found):
      "\(quoted(found)) is no SHA-256; that is 64 hexadecimal digits, this has \(found.unicodeScalars.count)"
        + " characters"
    default: sentenceOfParties
    }
  }

  private var sentenceOfParties: String {
    switch reason {
    case .sameParty(let supplier, let recipient, let party):
      "supplier \(quoted(supplier)) and recipient \(quoted(recipient)) are the same party,"
        + " \(ProblemText.named(party))"
    case .datasetFault(let sentence): sentence
    case .unknownParty(let found, let nearest):
      "unknown party \(quoted(found))"
        + suggestion(nearest, else: "; write a code or a known name, or X:NAME for a non-state party")
    case .ambiguousParty(let found, let candidates):
      "\(quoted(found)) can mean \(ProblemText.list(candidates.map(ProblemText.named), last: "or"));"
        + " write the code"
    case .partyOutsideYears(let found, let party, let validity, let successors):
      ProblemText.outsideYears(found, party, validity, successors)
    case .unusableActorName(let found):
      "\(quoted(found)): a name after X: needs at least one Latin letter or digit and nothing of another script"
    case .actorIsCountry(let found, let party):
      "\(quoted(found)): X: is for non-state parties, but this names \(ProblemText.named(party));"
        + " write it without X:"
    default: sentenceOfTables
    }
  }

  private var sentenceOfTables: String {
    switch reason {
    case .emptyCell: "must not be empty"
    case .dangling(let found, let table, let nearest):
      "\(quoted(found)) is not in \(table)\(suggestion(nearest, else: ""))"
    case .malformedCode(let found, let allowed): "\(quoted(found)) is not allowed here; write \(allowed)"
    case .alreadyNamed(let found, let other, let line):
      "\(quoted(found)) already names \(quoted(other)), on line \(line)"
    case .undeclaredAmbiguity(let name, let one, let other):
      "\(quoted(name)) names \(one) and \(other) at the same time; say in ambiguous-names.csv which is meant"
    case .overlappingPeriod(let party, let line):
      "\(party) is a member on some of these days already, by line \(line)"
    case .tooManyRows(let limit): "more than \(limit) rows"
    default: ""
    }
  }

  private func quoted(_ text: String) -> String { ProblemText.quoted(text) }

  private func suggestion(_ nearest: String?, else otherwise: String) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? otherwise
  }

  private func wrongType(_ kind: RawValue.Kind, _ found: String, _ wanted: Wanted) -> String {
    let isScalar = kind == .number || kind == .bool
    switch wanted {
    case .text:
      if isScalar { return "must be text; write \"\(ProblemText.plain(found))\", in double quotes" }
      return "must be text in double quotes, not \(ProblemText.kind(kind))"
    case .wholeNumber, .number:
      guard kind == .string else {
        return "must be a \(wanted == .number ? "" : "whole ")number, not \(ProblemText.kind(kind))"
      }
      return "must be a number; write \(ProblemText.plain(found)), without quotes"
    case .years: return "must be an array of years, such as [2017, 2019], not \(ProblemText.kind(kind))"
    case .fieldNames:
      return "must be an array of names of fields, such as [\"quantity\"], not \(ProblemText.kind(kind))"
    case .object: return "must be an object with url or title, not \(ProblemText.kind(kind))"
    }
  }

  private func currency(_ found: String, _ nearest: String?) -> String {
    if let code = ProblemText.code(ofSymbol: found) {
      return "\(quoted(found)) is no ISO 4217 code; write \(code)"
    }
    return "\(quoted(found)) is no ISO 4217 code and not TIV"
      + suggestion(nearest, else: "; write a code such as USD or EUR")
  }
}
