using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Hosting.Configuration;

/// <summary>Finds each setting in the source that wins, checks it, and remembers where it came from.</summary>
internal sealed class SettingReader(ConfigurationSources sources, SettingsFile file, List<Finding> findings)
{
    /// <summary>The words for having no time limit, and for not doing a thing at all.</summary>
    public const string Unlimited = "unlimited";
    public const string Off = "off";

    private readonly List<Setting> _settings = [];

    public IReadOnlyList<Setting> Settings => _settings;

    /// <summary>Where readers of other things report what they find.</summary>
    public ICollection<Finding> Findings => findings;

    /// <summary>The text of a setting; its default when nobody says anything.</summary>
    public string Text(SettingKey key, Func<string, string>? mask = null)
    {
        var (text, source, origin) = Winner(key);
        _settings.Add(new Setting(key.Key, mask is null ? text : mask(text), source, origin));
        return text;
    }

    public int Integer(SettingKey key, int min, int max)
    {
        var text = Text(key);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
        {
            return value;
        }

        Refuse(key, $"must be a whole number from {min} to {max}, not '{text}'.");
        return min;
    }

    /// <summary>A time in seconds; <see langword="null"/> for the word <paramref name="none"/>, if there is
    /// one.</summary>
    public TimeSpan? Seconds(SettingKey key, double max, string? none)
    {
        var text = Text(key);
        if (string.Equals(text, none, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0 && seconds <= max)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Refuse(
            key,
            $"must be a number of seconds above 0, up to {max:0}"
                + $"{(none is null ? "" : $", or '{none}'")}, not '{text}'.");
        return TimeSpan.FromSeconds(1);
    }

    public bool Flag(SettingKey key)
    {
        var text = Text(key);
        if (bool.TryParse(text, out var value))
        {
            return value;
        }

        Refuse(key, $"must be true or false, not '{text}'.");
        return false;
    }

    /// <summary>A list: in the file a list of texts, elsewhere one text with commas.</summary>
    public string[] List(SettingKey key)
    {
        var text = Text(key);
        return text == key.Default
            ? []
            : text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>Refuses the value of a setting, saying who gave it.</summary>
    public void Refuse(SettingKey key, string message, string code = FindingCodes.InvalidValue) =>
        Report(key, message, code, FindingSeverity.Error);

    /// <summary>Says what became of the value of a setting, and who gave it.</summary>
    public void Warn(SettingKey key, string message) =>
        Report(key, message, FindingCodes.InvalidValue, FindingSeverity.Warning);

    private void Report(SettingKey key, string message, string code, FindingSeverity severity)
    {
        var (_, source, origin) = Winner(key);
        var finding = new Finding(code, SettingsFile.PointerOf(key.Key), $"{Name(key, source, origin)} {message}")
        {
            Severity = severity,
        };
        findings.Add(source == SettingSource.File ? file.Place(finding) : finding with { Pointer = "" });
    }

    private static string Name(SettingKey key, SettingSource source, string origin) =>
        source is SettingSource.CommandLine or SettingSource.Environment ? origin : key.Key;

    private (string Text, SettingSource Source, string Origin) Winner(SettingKey key)
    {
        if (key.FromCommandLine is { } line && line.Read(sources.CommandLine) is { } option)
        {
            return (option, SettingSource.CommandLine, line.Option);
        }

        foreach (var variable in key.Variables)
        {
            if (sources.Environment.TryGetValue(variable, out var value) && value.Length > 0)
            {
                return (value, SettingSource.Environment, variable);
            }
        }

        return file.Find(key.Key) is { } element
            ? (TextOf(element), SettingSource.File, file.Path)
            : (key.Default, SettingSource.Default, "");
    }

    private static string TextOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => string.Join(',', element.EnumerateArray().Select(TextOf)),
        _ => element.GetRawText(),
    };
}
