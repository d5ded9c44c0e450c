using System.Text;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Reading;

/// <summary>Reads documents for tests.</summary>
internal static class Reader
{
    public static SourceDocument Accept(string text, DocumentFormat format)
    {
        var findings = new List<Finding>();
        var document = SourceDocument.Read(Encoding.UTF8.GetBytes(text), format, DocumentLimits.Default, findings);
        Assert.Empty(findings);
        Assert.NotNull(document);
        return document;
    }

    public static string Json(string yaml) => DefinitionText.Of(Accept(yaml, DocumentFormat.Yaml).Root) is var text
        ? Encoding.UTF8.GetString(text.Utf8.Span)
        : "";

    public static List<Finding> Refuse(string text, DocumentFormat format, DocumentLimits? limits = null) =>
        Refuse(Encoding.UTF8.GetBytes(text), format, limits);

    public static List<Finding> Refuse(byte[] text, DocumentFormat format, DocumentLimits? limits = null)
    {
        var findings = new List<Finding>();
        Assert.Null(SourceDocument.Read(text, format, limits ?? DocumentLimits.Default, findings));
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.True(finding.IsError));
        Assert.All(findings, finding => Assert.NotNull(finding.Position));
        return findings;
    }

    public static void Refuse(
        string text, DocumentFormat format, string code, string pointer, SourcePosition position, string words)
    {
        var finding = Assert.Single(Refuse(text, format));
        Assert.Equal(code, finding.Code);
        Assert.Equal(pointer, finding.Pointer);
        Assert.Equal(position, finding.Position);
        Assert.Contains(words, finding.Message, StringComparison.Ordinal);
    }
}
