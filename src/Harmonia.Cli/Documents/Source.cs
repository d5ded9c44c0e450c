using System.Collections.Immutable;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Cli.Documents;

/// <summary>A JSON or YAML text that somebody named on the command line.</summary>
/// <param name="Name">As findings show it.</param>
/// <param name="Document"><see langword="null"/> when it cannot be understood.</param>
/// <param name="Findings">Why not.</param>
internal sealed record Source(string Name, SourceDocument? Document, ImmutableArray<Finding> Findings)
{
    private const string StandardInput = "-";

    /// <summary>Reads a file, or standard input for <c>-</c>: JSON by name or first character, else YAML.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    public static Source Open(string path, Terminal terminal, DocumentLimits limits)
    {
        var text = Bytes(path, terminal, limits.MaxBytes);
        var isJson = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            || (path == StandardInput && text.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8));
        var name = path == StandardInput ? "(standard input)" : path;
        return Parse(name, text, isJson ? DocumentFormat.Json : DocumentFormat.Yaml, limits);
    }

    public static Source Parse(string name, byte[] text, DocumentFormat format, DocumentLimits limits)
    {
        List<Finding> findings = [];
        var document = SourceDocument.Read(text, format, limits, findings);
        return new Source(name, document, [.. findings]);
    }

    /// <summary>The findings as lines, each at its place in this text.</summary>
    public IEnumerable<string> Lines(IEnumerable<Finding> findings) => findings.Select(Place).Select(Line);

    public string Line(Finding finding) => FindingText.Of(Name, finding);

    public Finding Place(Finding finding) => Document?.Place(finding) ?? finding;

    /// <summary>More than allowed is read, so that the reader of the document can say that it is too large.</summary>
    private static byte[] Bytes(string path, Terminal terminal, int max)
    {
        try
        {
            using var stream = path == StandardInput ? terminal.OpenInput() : File.OpenRead(path);
            using var bytes = new MemoryStream();
            var chunk = new byte[16 * 1024];
            while (bytes.Length <= max && stream.Read(chunk) is var read and > 0)
            {
                bytes.Write(chunk, 0, read);
            }

            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Usage, $"'{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
