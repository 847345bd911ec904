import TONBlocks
import TONCells
import TONCrypto

extension GetMethod {
    /// Runs a method, and again with each library that it lacks and that a source has, up to as many as a run may load.
    ///
    /// Throws where the program can't be made, and what the source throws.
    ///
    /// - Parameter observer: Called before each step of the last run.
    public func run<Source: EmulationSource>(
        method: Int, arguments: [StackEntry], librariesFrom source: Source, observer: ((TraceStep) -> Void)? = nil
    ) async throws -> RunResult {
        var call = self
        var found: [Hash256: Cell] = [:]
        while true {
            call.libraries = LibraryCollection(
                libraries.roots + (try LibraryCollection(contents: found.values)).roots)
            var request = try call.request(method: method, arguments: arguments)
            let result = request.run()
            if let hash = result.missingLibrary, found[hash] == nil, found.count < Self.maximumLibraryLoads,
                let library = try await source.library(hash)
            {
                found[hash] = library
                continue
            }
            guard let observer else { return result }
            request.observer = observer
            return request.run()
        }
    }
}
