import Foundation
import Testing

/// A PostgreSQL server of its own for the tests, reached by a socket in a temporary folder only.
///
/// It is a child of a shell that waits for its input to end: when this process ends, however it does, the shell stops
/// the server and removes the folder.
final class PostgresServer: @unchecked Sendable {
  /// The folder of `initdb`, `postgres` and the others; nil where there is no server.
  static let programs: URL? = {
    let root = URL(fileURLWithPath: "/usr/lib/postgresql")
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    let folders =
      versions.compactMap { Int($0) }.filter { $0 >= 14 }.sorted().reversed().map {
        root.appendingPathComponent("\($0)/bin")
      } + ["/usr/local/bin", "/usr/bin"].map { URL(fileURLWithPath: $0) }
    return folders.first { folder in
      ["initdb", "postgres", "psql"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent($0).path)
      }
    }
  }()
  static var isInstalled: Bool { programs != nil }

  /// The one server of this run.
  static let shared = Result { try PostgresServer() }

  /// The folder of the socket.
  let folder: String
  private let process = Process()
  private let life = Pipe()

  private init() throws {
    let programs = try #require(PostgresServer.programs)
    folder = "/tmp/armskb-postgres-\(UUID().uuidString.prefix(8))"
    // The server refuses to be run by root.
    let asOther = getuid() == 0 ? "setpriv --reuid=nobody --regid=nogroup --clear-groups" : ""
    let script = """
      set -eu
      mkdir -m 700 '\(folder)'; cd '\(folder)'
      trap 'cd /; rm -rf "\(folder)"' EXIT
      trap '' INT
      if [ "$(id -u)" = 0 ]; then chown nobody:nogroup .; fi
      \(asOther) '\(programs.path)/initdb' -D '\(folder)/data' -U armskb -A trust -E UTF8 --locale=C.UTF-8 --no-sync > log 2>&1
      \(asOther) '\(programs.path)/postgres' -D '\(folder)/data' -c listen_addresses= -c fsync=off \
        -c unix_socket_directories='\(folder)' >> log 2>&1 < /dev/null &
      server=$!
      cat > /dev/null || true
      kill -QUIT $server 2> /dev/null || true
      wait $server || true
      """
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", script]
    process.standardInput = life
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let start = ContinuousClock.now
    while try Desk().psql(self, "postgres", "SELECT 1").status != 0 {
      usleep(100_000)
      if ContinuousClock.now - start > .seconds(60) || !process.isRunning {
        let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "no log"
        throw Failure(description: "the server does not start: \(log)")
      }
    }
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Makes an empty database and gives its name.
  func database(_ desk: Desk) throws -> String {
    let name = "d" + UUID().uuidString.lowercased().filter { $0 != "-" }
    let made = try desk.psql(self, "postgres", "CREATE DATABASE \(name)")
    #expect(made.status == 0, "\(made.stderr)")
    return name
  }
}

extension Desk {
  /// Asks the server; rows without a header, columns parted by `|`.
  func psql(_ server: PostgresServer, _ database: String, _ sql: String) throws -> Outcome {
    try write(".run-question.sql", sql)
    return try psql(server, database, file: ".run-question.sql", in: ".")
  }

  /// Runs a script in a folder of the desk.
  func psql(_ server: PostgresServer, _ database: String, file: String, in folder: String) throws -> Outcome {
    let program = PostgresServer.programs.map { $0.path + "/psql" } ?? "psql"
    return try shell(
      "cd '\(folder)' && '\(program)' -X -q -A -t -h '\(server.folder)' -U armskb -d \(database) -f '\(file)'"
    )
  }
}
