using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting;

/// <summary>Where log lines go.</summary>
public static class HostLogging
{
    /// <summary>One JSON object per line on standard error; standard output is for people and scripts.</summary>
    public static void ToConsole(ILoggingBuilder logging, LogLevel level)
    {
        logging.SetMinimumLevel(level);
        if (level > LogLevel.Debug)
        {
            logging.AddFilter("Microsoft", LogLevel.Warning); // A line per request says nothing that metrics do not.
        }

        // These write addresses at lower levels, and the address of a callback or of an approval is a secret.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        logging.AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning);
        logging.AddJsonConsole(static json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
