namespace Harmonia.Server.Hosting.Configuration;

/// <summary>Where a value came from; a later one wins.</summary>
public enum SettingSource
{
    Default,
    File,
    Environment,
    CommandLine,
}

/// <summary>One setting as it is in force.</summary>
/// <param name="Key">Its key in the file, with dots.</param>
/// <param name="Value">For people; a secret is masked.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Origin">The option, variable or file that said so; empty for a default.</param>
public sealed record Setting(string Key, string Value, SettingSource Source, string Origin);
