using System.Collections;

namespace Harmonia.Server.Hosting.Configuration;

/// <summary>What the command line said, as it was written.</summary>
public sealed record CommandLineSettings
{
    public string? Host { get; init; }

    public string? Port { get; init; }

    public string? DataDirectory { get; init; }

    /// <summary>A path, <c>sqlite:///path</c> or <c>memory:</c>.</summary>
    public string? Database { get; init; }

    /// <summary>The configuration file; it must exist.</summary>
    public string? ConfigurationFile { get; init; }

    public string? LogLevel { get; init; }

    /// <summary>To let workflows run any command of a shell.</summary>
    public bool AllowShell { get; init; }

    /// <summary>The address of Hermes.</summary>
    public string? HermesUrl { get; init; }

    /// <summary>To do without Hermes, whoever names it.</summary>
    public bool NoHermes { get; init; }
}

/// <summary>Everything that a configuration is read from.</summary>
public sealed record ConfigurationSources
{
    public CommandLineSettings CommandLine { get; init; } = new();

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What <c>~</c> stands for.</summary>
    public required string HomeDirectory { get; init; }

    /// <summary>The sources of this process.</summary>
    public static ConfigurationSources OfProcess(CommandLineSettings commandLine) => new()
    {
        CommandLine = commandLine,
        Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        HomeDirectory = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile),
    };

    /// <summary>An absolute path, with <c>~</c> for the home directory.</summary>
    internal string FullPath(string path)
    {
        var expanded = path == "~" ? HomeDirectory
            : path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(HomeDirectory, path[2..])
            : path;
        return Path.GetFullPath(expanded);
    }
}
