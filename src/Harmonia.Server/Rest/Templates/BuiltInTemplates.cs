using System.Diagnostics;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest.Templates;

/// <summary>A template that comes with this release.</summary>
/// <param name="Template">As if it were stored; its id is derived from its file.</param>
/// <param name="Version">Its only version.</param>
/// <param name="Aliases">Short names by which it is found too.</param>
internal sealed record BuiltInTemplate(
    StoredTemplate Template, StoredTemplateVersion Version, IReadOnlyList<string> Aliases);

/// <summary>The templates of <c>samples/templates</c>, which are part of this program.</summary>
internal static class BuiltInTemplates
{
    private const string Folder = "templates/";

    /// <summary>When they were written.</summary>
    private static readonly DateTimeOffset Written = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<IReadOnlyList<BuiltInTemplate>> Loaded = new(Load);

    public static IReadOnlyList<BuiltInTemplate> All => Loaded.Value;

    private static List<BuiltInTemplate> Load() =>
    [
        .. typeof(BuiltInTemplates).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Load),
    ];

    private static BuiltInTemplate Load(string resource)
    {
        List<Finding> findings = [];
        var source = SourceDocument.Read(Bytes(resource), DocumentFormat.Yaml, DocumentLimits.Default, findings)?.Root;
        var document = source is { } root ? TemplateReader.Read(root, TemplateLimits.Default).Document : null;
        var id = new TemplateId(DerivedId.From($"template/{resource[Folder.Length..]}"));
        var content = document is null
            ? null
            : TemplateComposer.Compose(
                document, id, null, new Dictionary<TemplateLink, LinkedTemplate>(), TemplateLimits.Default).Content;
        if (document is null || content is null)
        {
            throw new UnreachableException($"The template {resource} of this release is wrong.");
        }

        var text = content.ToText();
        var version = document.Version ?? TemplateVersions.First;
        return new BuiltInTemplate(
            new StoredTemplate
            {
                Id = id,
                Name = document.Name,
                Slug = TemplateSlug.Of(document.Name),
                Description = document.Description,
                Version = version,
                Tags = document.Tags,
                Metadata = document.Metadata?.GetRawText(),
                CreatedAt = Written,
                UpdatedAt = Written,
            },
            new StoredTemplateVersion
            {
                Template = id,
                Version = version,
                CreatedAt = Written,
                ContentHash = text.Hash,
                Content = text.Utf8,
            },
            Aliases(document));
    }

    private static List<string> Aliases(TemplateDocument document) =>
        document.Metadata?.TryGetProperty("aliases", out var aliases) == true
            ? [.. aliases.EnumerateArray().Select(alias => TemplateSlug.Of(alias.GetString()!))]
            : [];

    private static byte[] Bytes(string resource)
    {
        using var stream = typeof(BuiltInTemplates).Assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
