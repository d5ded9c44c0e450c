using System.CommandLine;

namespace Harmonia.Cli.CommandLine;

/// <summary>Options and arguments of many commands. Each call makes a new one, as a symbol has one parent.</summary>
internal static class CommonOptions
{
    private const string ServerVariable = "HARMONIA_SERVER";
    private const string UsualServer = "http://127.0.0.1:8002";

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for programs." };

    public static Option<string?> Server() => new("--server")
    {
        Description = $"The URL of the server. [{ServerVariable}, {UsualServer}]",
        HelpName = "url",
    };

    public static Option<string?> Payload() => new("--payload")
    {
        Description = "What is told: JSON, @file or - for standard input.",
        HelpName = "json",
    };

    public static Option<int> Limit() => new("--limit")
    {
        Description = "Rows at most.",
        HelpName = "rows",
        DefaultValueFactory = _ => 100,
    };

    public static Option<long> After(string description) => new("--after")
    {
        Description = description,
        HelpName = "version",
        DefaultValueFactory = _ => 0,
    };

    public static Argument<Guid> ExecutionId() => new("id") { Description = "The execution's id." };

    public static Argument<string> Workflow() => new("workflow") { Description = "The workflow's id or name." };

    /// <exception cref="CommandException">It is no URL of a server.</exception>
    public static Uri ServerUrl(string? option, Terminal terminal)
    {
        var text = option ?? terminal.Environment.GetValueOrDefault(ServerVariable);
        text = string.IsNullOrWhiteSpace(text) ? UsualServer : text;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new CommandException(
                ExitCode.Usage, $"'{text}' is not the URL of a server; write one such as {UsualServer}.");
    }
}
