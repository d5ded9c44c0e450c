using Spectre.Console;

namespace Harmonia.Cli.Output;

/// <summary>The colour of a status, the same everywhere.</summary>
internal static class StatusColours
{
    public static Style Of(string status) => status switch
    {
        "completed" or "ok" => new Style(Color.Green),
        "failed" or "fail" or "error" => new Style(Color.Red),
        "running" => new Style(Color.Blue),
        "paused" or "waiting" or "retrying" or "interrupted" or "warn" or "warning" => new Style(Color.Yellow),
        "canceled" or "skipped" or "pending" => new Style(Color.Grey),
        _ => Style.Plain,
    };
}
