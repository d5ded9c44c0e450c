using Harmonia.Cli.Documents;
using Harmonia.Client;
using Harmonia.Core.Failures;

namespace Harmonia.Cli.Remote;

/// <summary>Findings of a server, told as if they were found here.</summary>
internal static class WireFindings
{
    public static Finding Read(WireFinding wire) => new(wire.Code, wire.Pointer, wire.Message)
    {
        Severity = wire.Severity == "warning" ? FindingSeverity.Warning : FindingSeverity.Error,
        Suggestion = wire.Suggestion,
    };

    /// <summary>Lines that lead to the places in the document that was sent.</summary>
    /// <param name="source">What was sent.</param>
    /// <param name="findings">What the server found.</param>
    /// <param name="root">Where the server saw the document in the request.</param>
    public static IEnumerable<string> Lines(Source source, IEnumerable<Finding> findings, string root = "") =>
        source.Lines(findings.Select(finding =>
            finding.Pointer.StartsWith(root + "/", StringComparison.Ordinal) || finding.Pointer == root
                ? finding with { Pointer = finding.Pointer[root.Length..] }
                : finding));
}
