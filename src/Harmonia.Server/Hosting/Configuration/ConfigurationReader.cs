using System.Collections.Frozen;
using System.Collections.Immutable;
using Harmonia.Components.Commands;
using Harmonia.Components.Http;
using Harmonia.Components.Mcp;
using Harmonia.Components.Workers;
using Harmonia.Core.Failures;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting.Configuration;

/// <summary>
/// Reads the configuration: command line before environment before file before default, all mistakes at once.
/// </summary>
public static class ConfigurationReader
{
    private const string DatabaseFile = "harmonia.db";
    private const int MaxBytes = 256 * 1024 * 1024;
    private const double MaxSeconds = 100d * 365 * 24 * 3600;
    private const double MaxCheckpointSeconds = 30d * 24 * 3600;
    private const double MaxRequestSeconds = 600;

    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["TRACE"] = LogLevel.Trace,
        ["DEBUG"] = LogLevel.Debug,
        ["INFO"] = LogLevel.Information,
        ["INFORMATION"] = LogLevel.Information,
        ["WARN"] = LogLevel.Warning,
        ["WARNING"] = LogLevel.Warning,
        ["ERROR"] = LogLevel.Error,
        ["CRITICAL"] = LogLevel.Critical,
    };

    public static ConfigurationResult Read(ConfigurationSources sources)
    {
        List<Finding> findings = [];
        var file = SettingsFile.Read(sources, findings);
        var reader = new SettingReader(sources, file, findings);
        EnvironmentNames.Check(sources.Environment, findings);
        var configuration = Read(sources, reader) with
        {
            Commands = ReadCommands(file, findings),
            Llm = LlmReader.Read(file, reader, findings),
            Mcp = ReadMcp(file, findings),
            Warnings = [.. findings.Where(finding => !finding.IsError)],
        };
        return findings.Exists(finding => finding.IsError)
            ? new ConfigurationResult.Invalid([.. findings])
            : new ConfigurationResult.Valid(configuration with
            {
                OperatorVariables = ReadOperatorVariables(sources, configuration),
                Settings = [.. reader.Settings],
            });
    }

    private static HarmoniaConfiguration Read(ConfigurationSources sources, SettingReader reader)
    {
        var dataDirectory = sources.FullPath(reader.Text(SettingKeys.DataDirectory));
        var state = reader.Text(SettingKeys.StateDirectory);
        var stateDirectory = state == SettingKeys.StateDirectory.Default ? dataDirectory : sources.FullPath(state);
        CheckTaskTimeout(reader);
        return new HarmoniaConfiguration
        {
            Port = reader.Integer(SettingKeys.Port, 0, ushort.MaxValue),
            Host = ReadHost(reader),
            PublicUrl = ReadPublicUrl(reader),
            LogLevel = ReadLevel(reader),
            DataDirectory = dataDirectory,
            Database = ReadDatabase(sources, reader, Path.Combine(stateDirectory, DatabaseFile)),
            MaxConcurrentTasks = reader.Integer(SettingKeys.MaxConcurrentTasks, 1, 100_000),
            MaxWorkflowSize = reader.Integer(SettingKeys.MaxWorkflowSize, 1, MaxBytes),
            MaxTaskCount = reader.Integer(SettingKeys.MaxTaskCount, 1, 1_000_000),
            MaxValueSize = reader.Integer(SettingKeys.MaxValueSize, 1, MaxBytes),
            MaxExecutionTime = reader.Seconds(SettingKeys.WorkflowExecution, MaxSeconds, SettingReader.Unlimited),
            CheckpointInterval = reader.Seconds(
                SettingKeys.CheckpointInterval, MaxCheckpointSeconds, SettingReader.Off),
            ApiRequestTimeout =
                reader.Seconds(SettingKeys.ApiRequest, MaxRequestSeconds, none: null)!.Value,
            Workers = new WorkerOptions { Lease = ReadLease(reader) },
            OutboundAllowList = ReadOutbound(reader),
            Environment = ReadVariables(sources, reader, SettingKeys.EnvironmentAllow),
            SecretVariables = ReadVariables(sources, reader, SettingKeys.SecretsEnvironment),
            AllowShell = ReadShell(reader),
            Family = FamilySettings.Read(sources, reader),
            TektonRoot = FamilySettings.RootOf(sources),
        };
    }

    private static TimeSpan ReadLease(SettingReader reader)
    {
        var lease = reader.Seconds(SettingKeys.WorkerLease, WorkerOptions.MaxLease.TotalSeconds, none: null)!.Value;
        if (lease >= WorkerOptions.MinLease)
        {
            return lease;
        }

        reader.Refuse(SettingKeys.WorkerLease, "must be at least a second.");
        return WorkerOptions.MinLease;
    }

    private static string ReadHost(SettingReader reader)
    {
        var host = reader.Text(SettingKeys.Host);
        if (string.IsNullOrWhiteSpace(host))
        {
            reader.Refuse(SettingKeys.Host, "must name a host, such as 127.0.0.1.");
        }

        return host;
    }

    private static Uri? ReadPublicUrl(SettingReader reader)
    {
        var text = reader.Text(SettingKeys.PublicUrl);
        if (text == SettingKeys.PublicUrl.Default)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" })
        {
            return url;
        }

        reader.Refuse(
            SettingKeys.PublicUrl, "must be an address of http or https, such as https://harmonia.example.com.");
        return null;
    }

    private static LogLevel ReadLevel(SettingReader reader)
    {
        var text = reader.Text(SettingKeys.LogLevel);
        if (!Levels.TryGetValue(text, out var level))
        {
            reader.Refuse(SettingKeys.LogLevel, $"must be one of {string.Join(", ", Levels.Keys)}, not '{text}'.");
        }

        return level;
    }

    private static DatabaseLocation ReadDatabase(ConfigurationSources sources, SettingReader reader, string usual)
    {
        var text = reader.Text(SettingKeys.Database, DatabaseUrl.Mask);
        if (text == SettingKeys.Database.Default)
        {
            return new DatabaseLocation.File(usual);
        }

        switch (DatabaseUrl.Parse(text))
        {
            case DatabaseLocation.File { Path: var path }:
                return new DatabaseLocation.File(sources.FullPath(path));
            case { } memory:
                return memory;
            default:
                reader.Refuse(
                    SettingKeys.Database,
                    "must be sqlite:///path, a plain path, or memory:. "
                        + "Other databases are not supported by this release.",
                    FindingCodes.NotSupported);
                return new DatabaseLocation.Memory();
        }
    }

    /// <summary>The default is a rule of the language, the same on every node; each workflow can say its own.</summary>
    private static void CheckTaskTimeout(SettingReader reader)
    {
        if (reader.Text(SettingKeys.TaskExecution) != SettingKeys.TaskExecution.Default)
        {
            reader.Refuse(
                SettingKeys.TaskExecution,
                "can only be 300 in this release. Write `defaults: {timeout: …}` into the workflow instead.",
                FindingCodes.NotSupported);
        }
    }

    /// <summary>Never without a word: whoever may start a workflow may do what the user of this process may.</summary>
    private static bool ReadShell(SettingReader reader)
    {
        var isAllowed = reader.Flag(SettingKeys.AllowShell);
        if (isAllowed)
        {
            reader.Warn(
                SettingKeys.AllowShell,
                "lets every workflow run any command with a shell, with the rights of this process.");
        }

        return isAllowed;
    }

    private static OutboundAllowList ReadOutbound(SettingReader reader)
    {
        try
        {
            return OutboundAllowList.Parse(reader.List(SettingKeys.OutboundAllow));
        }
        catch (FormatException exception)
        {
            reader.Refuse(SettingKeys.OutboundAllow, $"is wrong: {exception.Message}");
            return OutboundAllowList.Empty;
        }
    }

    /// <summary>Those that the operator named and that are set.</summary>
    private static FrozenDictionary<string, string> ReadVariables(
        ConfigurationSources sources, SettingReader reader, SettingKey names) =>
        reader.List(names)
            .Distinct(StringComparer.Ordinal)
            .Where(sources.Environment.ContainsKey)
            .ToFrozenDictionary(name => name, name => sources.Environment[name], StringComparer.Ordinal);

    private static McpSettings ReadMcp(SettingsFile file, List<Finding> findings)
    {
        if (file.Find(SettingKeys.Mcp) is not { } section)
        {
            return McpSettings.None;
        }

        List<Finding> own = [];
        var settings = McpSettingsReader.Read(section, "/" + SettingKeys.Mcp, own);
        findings.AddRange(own.Select(file.Place));
        return settings;
    }

    /// <summary>Whoever writes the file may name any variable in it; declarations over REST may not.</summary>
    private static FrozenDictionary<string, string> ReadOperatorVariables(
        ConfigurationSources sources, HarmoniaConfiguration configuration) =>
        configuration.Llm.SecretVariables.Concat(configuration.Mcp.SecretVariables)
            .Distinct(StringComparer.Ordinal)
            .Where(sources.Environment.ContainsKey)
            .ToFrozenDictionary(name => name, name => sources.Environment[name], StringComparer.Ordinal);

    private static ImmutableArray<CommandDeclaration> ReadCommands(SettingsFile file, List<Finding> findings)
    {
        if (file.Find(SettingKeys.Commands) is not { } commands)
        {
            return [];
        }

        List<Finding> own = [];
        var declarations = CommandDeclarationReader.Read(commands, "/" + SettingKeys.Commands, own);
        findings.AddRange(own.Select(file.Place));
        return [.. declarations];
    }
}
