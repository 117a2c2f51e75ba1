import Foundation
import Testing

@testable import Import

@Suite struct ByteInputTests {
  @Test func aFileIsReadWhole() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { unlink(path) }
    let row = "\u{FEFF}" + String(repeating: "abc,\"d\ne\"\n", count: 100_000)
    try Data(row.utf8).write(to: URL(fileURLWithPath: path))
    let input = try ByteInput(path: path)
    #expect(input.totalBytes == row.utf8.count)
    let reader = DelimitedReader(input, separator: 0x2C)
    var rows = 0
    while try reader.next() {
      rows += 1
      #expect(reader.recordLine == rows * 2 - 1)
    }
    #expect(rows == 100_000)
    #expect(input.bytesRead == row.utf8.count)
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    #expect(throws: InputError.notFound(path: "/nowhere/at/all")) { try ByteInput(path: "/nowhere/at/all") }
    #expect(throws: InputError.isDirectory(path: "/")) { try ByteInput(path: "/") }
    let reader = DelimitedReader(ByteInput(descriptor: -1, name: "x"), separator: 0x2C)
    #expect(throws: InputError.self) { try reader.next() }
    let closed = JSONRecordReader(ByteInput(descriptor: 9999, name: "pipe"), layout: .lines)
    let error = #expect(throws: InputError.self) { try closed.next() }
    #expect(error?.description == "pipe: reading failed (Bad file descriptor)")
    #expect(InputError.notFound(path: "a.csv").description == "a.csv: there is no such file")
  }

  @Test(arguments: [false, true])
  func aPipeIsReadAsItComes(withoutBlocking: Bool) throws {
    let pipe = Pipe()
    if withoutBlocking { _ = fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFL, O_NONBLOCK) }
    let writer = Thread {
      for number in 0..<1000 {
        pipe.fileHandleForWriting.write(Data("{\"n\":\(number)}\n".utf8))
      }
      try? pipe.fileHandleForWriting.close()
    }
    writer.start()
    let input = ByteInput(descriptor: pipe.fileHandleForReading.fileDescriptor, name: "<stdin>")
    #expect(input.totalBytes == nil)
    let reader = JSONRecordReader(input, layout: .detect)
    var count = 0
    while try reader.next() {
      #expect(readText(reader.field(0).value.bytes) == "\(count)")
      count += 1
    }
    #expect(count == 1000)
  }

  @Test(arguments: [[0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0x41], [0xBB]] as [[UInt8]])
  func halfAByteOrderMarkIsNoText(bytes: [UInt8]) throws {
    let all = try inAllChunks { try readDelimited(bytes, chunk: $0) }
    #expect(all.readings == [.error(.invalidUTF8(byte: bytes[0]), line: 1, column: 1)])
  }

  @Test func onlyAByteOrderMark() throws {
    #expect(try readCSV("\u{FEFF}").isEmpty)
    #expect(try readJSON("\u{FEFF}\n").isEmpty)
    #expect(try readCSV("\u{FEFF}\u{FEFF}a").readings == [.record("‹\u{FEFF}a›", line: 1)])
  }

  @Test func longRecordsGrowTheWindow() throws {
    let long = String(repeating: "Türkiye ", count: 200_000)
    let source = "a,\"\(long)\"\nb,c\n"
    let all = try readDelimited(Array(source.utf8), chunk: 4096)
    #expect(all.readings == [.record("‹a›‹\(long)›", line: 1), .record("‹b›‹c›", line: 2)])
    let object = try readJSON(Array("[{\"a\":\"\(long)\"},{\"b\":1}]".utf8), chunk: 4096)
    #expect(object.readings == [.record("a=‹\(long)›", line: 1), .record("b=1", line: 1)])
  }

  @Test func utf8IsCheckedAsSwiftDoes() {
    let edges: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xED, 0xF4, 0xFF]
    for first in UInt8(0x80)...0xFF {
      for second in edges {
        for third in edges {
          for fourth in edges {
            let bytes = [first, second, third, fourth]
            for length in 1...4 {
              let piece = Array(bytes.prefix(length))
              let padded = piece + Array(repeating: 0, count: ByteInput.padding)
              let isValid = padded.withUnsafeBufferPointer { buffer in
                guard let start = buffer.baseAddress else { return true }
                return UTF8Check.firstFault(from: start, to: start + length) == nil
              }
              if isValid != (String(validating: piece, as: UTF8.self) != nil) { Issue.record("\(piece)") }
            }
          }
        }
      }
    }
  }
}
