using Harmonia.Core.Failures;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>Collects what is wrong with the schema that is compiled and with those that it refers to.</summary>
internal sealed class SchemaProblems(ICollection<Finding> findings)
{
    /// <summary>Findings reported at most by one compilation; what follows is mostly the same mistake again.</summary>
    public const int MaxFindings = 100;

    public int Count { get; private set; }

    public void Add(SchemaDocument document, string pointer, string message)
    {
        if (++Count > MaxFindings)
        {
            return;
        }

        findings.Add(document.Uri is null
            ? new Finding(FindingCodes.InvalidSchema, document.ReportedAt + pointer, message)
            : new Finding(
                FindingCodes.InvalidSchema, document.ReportedAt, $"In {document.Uri}#{pointer}: {message}"));
    }
}
