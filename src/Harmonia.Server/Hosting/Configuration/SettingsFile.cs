using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Hosting.Configuration;

/// <summary>The configuration file: YAML, or JSON, which is a subset of it.</summary>
internal sealed class SettingsFile
{
    private const string FileName = "config.yaml";

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly SourceDocument? _document;

    private SettingsFile(string path, SourceDocument? document) => (Path, _document) = (path, document);

    /// <summary>Empty when there is none.</summary>
    public string Path { get; }

    /// <summary>Reads the file that somebody named, or the usual one if it is there.</summary>
    public static SettingsFile Read(ConfigurationSources sources, List<Finding> findings)
    {
        var named = sources.CommandLine.ConfigurationFile
            ?? sources.Environment.GetValueOrDefault(SettingKeys.FileVariable);
        var path = sources.FullPath(named ?? System.IO.Path.Combine(UsualDirectory(sources), FileName));
        if (named is null && !File.Exists(path))
        {
            return new SettingsFile("", null);
        }

        try
        {
            List<Finding> own = [];
            var document = SourceDocument.Read(
                File.ReadAllBytes(path), DocumentFormat.Yaml, DocumentLimits.Default, own);
            var file = new SettingsFile(path, document);
            file.Collect(own);
            findings.AddRange(own.Select(file.Place));
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Add(new Finding(
                FindingCodes.InvalidValue, "", $"The configuration file '{path}' cannot be read: {exception.Message}"));
            return new SettingsFile(path, null);
        }
    }

    public JsonElement? Find(string key) => _values.TryGetValue(key, out var value) ? value : null;

    public static string PointerOf(string key) => "/" + key.Replace('.', '/');

    /// <summary>Says which file, and where in it.</summary>
    public Finding Place(Finding finding) =>
        (_document?.Place(finding) ?? finding) with { Message = $"{Path}: {finding.Message}" };

    /// <summary>
    /// The data directory decides where the file usually is, unless only the file knows the data directory.
    /// </summary>
    private static string UsualDirectory(ConfigurationSources sources) =>
        sources.CommandLine.DataDirectory
        ?? sources.Environment.GetValueOrDefault(SettingKeys.DataDirectory.Variables[0])
        ?? SettingKeys.DataDirectory.Default;

    private void Collect(List<Finding> findings)
    {
        if (_document is null || _document.Root.ValueKind == JsonValueKind.Null)
        {
            return; // Unreadable, which was said, or empty, which is fine.
        }

        Collect(_document.Root, "", findings);
    }

    private void Collect(JsonElement element, string prefix, List<Finding> findings)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            findings.Add(new Finding(
                FindingCodes.WrongType,
                prefix.Length == 0 ? "" : PointerOf(prefix),
                $"{(prefix.Length == 0 ? "The configuration" : prefix)} must be a map of settings."));
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            var key = prefix.Length == 0 ? member.Name : $"{prefix}.{member.Name}";
            var pointer = JsonPointer.Append(prefix.Length == 0 ? "" : PointerOf(prefix), member.Name);
            if (SettingKeys.NotSupported.Contains(key, StringComparer.Ordinal))
            {
                findings.Add(new Finding(
                    FindingCodes.NotSupported,
                    pointer,
                    $"{key} is not supported by this release. Remove it; nothing is ignored silently."));
            }
            else if (SettingKeys.Sections.Contains(key, StringComparer.Ordinal)
                || Array.Exists(SettingKeys.All, known => known.Key == key))
            {
                _values[key] = member.Value;
            }
            else if (KnownKeys().Any(known => known.StartsWith(key + ".", StringComparison.Ordinal)))
            {
                Collect(member.Value, key, findings);
            }
            else
            {
                findings.Add(Unknown(key, pointer));
            }
        }
    }

    private static Finding Unknown(string key, string pointer)
    {
        var suggestion = NearestName.Find(key, [.. KnownKeys(), .. Sections()]);
        var hint = suggestion is null ? "docs/configuration.md lists them" : $"did you mean {suggestion}?";
        return new Finding(FindingCodes.UnknownField, pointer, $"There is no setting {key}; {hint}")
        {
            Suggestion = suggestion,
        };
    }

    private static IEnumerable<string> KnownKeys() =>
        SettingKeys.All.Select(known => known.Key).Concat(SettingKeys.NotSupported).Concat(SettingKeys.Sections);

    private static IEnumerable<string> Sections() =>
        KnownKeys()
            .Where(key => key.Contains('.', StringComparison.Ordinal))
            .Select(key => key.Split('.')[0])
            .Distinct();
}
