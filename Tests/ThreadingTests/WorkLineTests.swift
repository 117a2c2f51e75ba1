import Dispatch
import Synchronization
import Testing

@testable import Threading

@Suite struct WorkLineTests {
  @Test func whatIsPutInComesOutInOrder() {
    let line = WorkLine<Int, Int> { { $0 * $0 } }
    for number in 0..<1_000 { line.put(number) }
    var squares: [Int] = []
    while let square = line.take() { squares.append(square) }
    #expect(squares == (0..<1_000).map { $0 * $0 })
    #expect(line.take() == nil && line.underWay == 0)
    line.put(7)
    #expect(line.underWay == 1 && line.take() == 49)
  }

  @Test func theWorkKeepsItsState() {
    let line = WorkLine<Int, Int> {
      var sum = 0
      return { number in
        sum += number
        return sum
      }
    }
    for number in 1...4 { line.put(number) }
    #expect([line.take(), line.take(), line.take(), line.take()] == [1, 3, 6, 10])
  }

  @Test func anAbandonedLineEnds() {
    /// Signals when the work is let go.
    final class Witness: Sendable {
      let gone = DispatchSemaphore(value: 0)
    }
    final class Held: Sendable {
      let witness: Witness
      init(_ witness: Witness) { self.witness = witness }
      deinit { witness.gone.signal() }
    }
    let witness = Witness()
    var line: WorkLine<Int, Int>? = {
      let held = Held(witness)
      return WorkLine {
        { [held] in
          _ = held; return $0
        }
      }
    }()
    for number in 0..<100 { line?.put(number) }
    _ = line?.take()
    line = nil
    #expect(witness.gone.wait(timeout: .now() + 20) == .success)
  }
}
