using System.Globalization;
using Harmonia.Components.Tekton;

namespace Harmonia.Server.Hosting.Configuration;

/// <summary>Reads what the operator says of the Tekton family.</summary>
internal static class FamilySettings
{
    private const string RootVariable = "TEKTON_ROOT";
    private const int MaxIntervalSeconds = 3_600;

    public static FamilyOptions Read(ConfigurationSources sources, SettingReader reader)
    {
        var host = FamilyVariables.HostOf(sources.Environment, reader.Findings);
        var hermes = ReadHermes(sources.CommandLine, reader);
        return new FamilyOptions
        {
            HermesUrl = hermes,
            HeartbeatInterval = ReadInterval(reader),
            PublishEvents = ReadPublishing(reader, hermes),
            Host = host,
            Addresses = FamilyVariables.AddressesOf(sources.Environment, host, reader.Findings),
        };
    }

    /// <summary>Where a Tekton installation is, if one is named.</summary>
    public static string? RootOf(ConfigurationSources sources) =>
        sources.Environment.TryGetValue(RootVariable, out var root) && root.Length > 0 ? sources.FullPath(root) : null;

    private static Uri? ReadHermes(CommandLineSettings commandLine, SettingReader reader)
    {
        var text = reader.Text(SettingKeys.HermesUrl);
        if (commandLine is { NoHermes: true, HermesUrl: not null })
        {
            reader.Refuse(SettingKeys.HermesUrl, "and --no-hermes contradict each other. Give one.");
            return null;
        }

        if (text.Length is 0 || text.Equals(SettingReader.Off, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (FamilyOptions.ParseHermesUrl(text) is { } url)
        {
            return url;
        }

        reader.Refuse(
            SettingKeys.HermesUrl,
            "must be an address of http or https without user and query, such as http://localhost:8001, or 'off'.");
        return null;
    }

    private static bool ReadPublishing(SettingReader reader, Uri? hermes)
    {
        var isWanted = reader.Flag(SettingKeys.PublishEvents);
        if (isWanted && hermes is null)
        {
            reader.Warn(SettingKeys.PublishEvents, $"has no effect without {SettingKeys.HermesUrl.Key}.");
        }

        return isWanted;
    }

    /// <summary>Guides of the family say 60, with which Hermes would think us dead now and then.</summary>
    private static TimeSpan ReadInterval(SettingReader reader)
    {
        var seconds = reader.Integer(SettingKeys.HeartbeatInterval, 1, MaxIntervalSeconds);
        if (seconds > FamilyOptions.MaxHeartbeatSeconds)
        {
            reader.Warn(
                SettingKeys.HeartbeatInterval,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {seconds}, but Hermes takes whoever is silent for 60 seconds for dead: "
                        + $"{FamilyOptions.MaxHeartbeatSeconds} is used."));
        }

        return TimeSpan.FromSeconds(Math.Min(seconds, FamilyOptions.MaxHeartbeatSeconds));
    }
}
