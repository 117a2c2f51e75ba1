import ArmsModel
import Testing

@Suite("The table of names as bytes")
struct ByteTableTests {
  @Test("It gives what a dictionary gives", arguments: 0..<60 as Range<UInt64>)
  func likeADictionary(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var table = ByteTable()
    var model: [[UInt8]: Int32] = [:]
    let names = (0..<Int.random(in: 1...3_000, using: &generator)).map { _ in
      Array(String.random(upTo: 20, using: &generator).utf8)
    }
    for step in 0..<(names.count * 2) {
      let name = names[Int.random(in: 0..<names.count, using: &generator)]
      if Bool.random(using: &generator) {
        let value = Int32(truncatingIfNeeded: step &* 7_919)
        name.withUnsafeBytes { table.set($0, value) }
        model[name] = value
      } else {
        let found = name.withUnsafeBytes { table.value($0) }
        #expect(found == model[name])
      }
    }
    for name in names {
      let found = name.withUnsafeBytes { table.value($0) }
      #expect(found == model[name])
    }
  }

  @Test("Negative numbers and zero are numbers like any other")
  func anyNumber() {
    var table = ByteTable()
    for (place, value) in [0, -1, Int32.min, Int32.max].enumerated() {
      "n\(place)".withBytes { table.set($0, value) }
      let found = "n\(place)".withBytes { table.value($0) }
      #expect(found == value)
    }
  }

  @Test("The empty name and very long ones are names")
  func sizes() {
    var table = ByteTable()
    let long = String(repeating: "ö", count: 100_000)
    "".withBytes { table.set($0, 1) }
    long.withBytes { table.set($0, 2) }
    (long + "x").withBytes { table.set($0, 3) }
    #expect("".withBytes { table.value($0) } == 1)
    #expect(long.withBytes { table.value($0) } == 2)
    #expect((long + "x").withBytes { table.value($0) } == 3)
    #expect("o".withBytes { table.value($0) } == nil)
  }

  @Test("It forgets when it is full, and never says anything wrong")
  func bounded() {
    var table = ByteTable(capacity: 100)
    for number in 0..<1_000 as Range<Int32> {
      "name \(number)".withBytes { table.set($0, number) }
      #expect("name \(number)".withBytes { table.value($0) } == number)
    }
    var known = 0
    for number in 0..<1_000 as Range<Int32> {
      guard let value = "name \(number)".withBytes({ table.value($0) }) else { continue }
      #expect(value == number)
      known += 1
    }
    #expect(known <= 100)
    table.removeAll()
    #expect("name 999".withBytes { table.value($0) } == nil)
  }
}
