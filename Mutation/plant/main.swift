// plant ROOT FOLDER DROPPED FILE…
//
// Writes each FILE of ROOT, with every fault planted whose number does not stand in the file DROPPED, to the same path
// below FOLDER; the switch is shown by `plant --switch`. A line
// of the output is a fault, with its fields parted by tabs: number, kind, file, line, original.

import Foundation
import Planting

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments == ["--switch"] {
    print(switchText, terminator: "")
    exit(0)
}
guard arguments.count > 3 else {
    FileHandle.standardError.write(Data("usage: plant ROOT FOLDER DROPPED FILE…, or plant --switch\n".utf8))
    exit(2)
}
let (root, folder) = (arguments[0], arguments[1])
let dropped = Set(
    try String(contentsOfFile: arguments[2], encoding: .utf8).split(separator: "\n").compactMap { Int($0) }
)
var number = 0
for path in arguments.dropFirst(3) {
    let source = try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    // Numbers go to what was dropped, too, so that those of the rest are the same in the next round.
    let numbered = sites(in: source).map { site in
        number += 1
        return (number: number, site: site)
    }
    let kept = numbered.filter { !dropped.contains($0.number) }
    for (number, site) in kept { print("\(number)\t\(site.kind)\t\(path)\t\(site.line)\t\(site.original)") }
    let target = URL(fileURLWithPath: "\(folder)/\(path)")
    try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(),
        withIntermediateDirectories: true
    )
    try planted(source, kept).write(to: target, atomically: true, encoding: .utf8)
}
