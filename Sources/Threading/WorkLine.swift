import Dispatch
import Synchronization

/// Work on one value after the other, done by a thread of its own, in the order in which the values are put in.
///
/// ```swift
/// let line = WorkLine<Int, Int> { { $0 * $0 } }
/// for number in 1...3 { line.put(number) }
/// while let square = line.take() { print(square) }  // 1, 4, 9
/// ```
///
/// Nothing bounds what is put in: whoever puts takes out as well, and looks at `underWay`. What is under way when the
/// line goes out of use is dropped.
public final class WorkLine<Input: Sendable, Output: Sendable>: Sendable {
  /// What both threads see; it outlives the line until the thread has noticed its end.
  private final class Belt: Sendable {
    struct State {
      var inputs: [Input] = []
      var outputs: [Output] = []
      var underWay = 0
      var isStopped = false
    }
    let state = Mutex(State())
    let input = DispatchSemaphore(value: 0)
    let output = DispatchSemaphore(value: 0)

    func run(_ work: (Input) -> Output) {
      while true {
        input.wait()
        let next = state.withLock { state in
          state.isStopped || state.inputs.isEmpty ? nil : state.inputs.removeFirst()
        }
        guard let next else { return }
        let done = work(next)
        state.withLock { $0.outputs.append(done) }
        output.signal()
      }
    }
  }

  private let belt = Belt()

  /// A line that does nothing yet.
  ///
  /// - Parameter makeWork: makes the work; called once, in the line's own thread, so that the work may keep a state.
  public init(_ makeWork: @escaping @Sendable () -> (Input) -> Output) {
    DispatchQueue(label: "armskb.work").async { [belt] in belt.run(makeWork()) }
  }

  deinit {
    belt.state.withLock { $0.isStopped = true }
    belt.input.signal()
  }

  /// How many values were put in and not yet taken out.
  public var underWay: Int { belt.state.withLock { $0.underWay } }

  /// Puts in a value.
  public func put(_ value: Input) {
    belt.state.withLock { state in
      state.inputs.append(value)
      state.underWay += 1
    }
    belt.input.signal()
  }

  /// What became of the value that was put in first of those under way, waiting for it.
  ///
  /// Nil if none is under way.
  public func take() -> Output? {
    guard underWay > 0 else { return nil }
    belt.output.wait()
    return belt.state.withLock { state in
      state.underWay -= 1
      return state.outputs.removeFirst()
    }
  }
}
