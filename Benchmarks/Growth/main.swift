import Sampling

// Without arguments: runs each kind of work in processes of its own, for more and more of it, and appends what each
// took to the samples. With arguments: is one of those processes.

let arguments = CommandLine.arguments
if arguments.count > 1 {
    try ChildWork.run(Array(arguments.dropFirst()))
} else {
    try Growth.measureAll()
}
