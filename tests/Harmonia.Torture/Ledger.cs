using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Harmonia.Torture;

/// <summary>A call that the component received.</summary>
internal sealed record LedgerCall(string Execution, string Task, int Attempt, string Key, string Body);

/// <summary>The component that all tasks call: it writes down each call before it answers, and forgets none.</summary>
/// <remarks>What it answers depends on the body alone; whether it is slow or refuses at first, on the key.</remarks>
internal sealed class Ledger : IAsyncDisposable
{
    private const int MaxSlowMilliseconds = 200;

    private readonly ConcurrentQueue<LedgerCall> _calls = new();
    private readonly ConcurrentDictionary<string, int> _callsByKey = new(StringComparer.Ordinal);
    private readonly Violations _violations;
    private readonly WebApplication _host;

    private Ledger(int port, Violations violations)
    {
        _violations = violations;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _host = builder.Build();
        _host.Run(AnswerAsync);
    }

    public IReadOnlyCollection<LedgerCall> Calls => _calls;

    public static async Task<Ledger> StartAsync(int port, Violations violations)
    {
        var ledger = new Ledger(port, violations);
        await ledger._host.StartAsync();
        return ledger;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } call)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        _calls.Enqueue(call);
        var isFirst = _callsByKey.AddOrUpdate(call.Key, 1, (_, count) => count + 1) == 1;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(call.Key));
        if (hash[0] % 4 == 0)
        {
            await Task.Delay(hash[1] * MaxSlowMilliseconds / byte.MaxValue, context.RequestAborted);
        }

        using var body = JsonDocument.Parse(call.Body);
        var mode = body.RootElement.GetProperty("mode").GetString();
        if (mode == LedgerModes.Broken)
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        if (mode == LedgerModes.Shaky && hash[2] % 2 == 0 && isFirst)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var value = LedgerModes.Answer(body.RootElement.GetProperty("value").GetInt64());
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync($$"""{"value":{{value}}}""", context.RequestAborted);
    }

    private async Task<LedgerCall?> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers;
        var key = headers["Harmonia-Idempotency-Key"].ToString();
        if (key.Length == 0
            || !int.TryParse(headers["Harmonia-Attempt"], CultureInfo.InvariantCulture, out var attempt))
        {
            _violations.Add($"A call came without its attempt or key: {body}");
            return null;
        }

        var (execution, task) = (headers["Harmonia-Execution"].ToString(), headers["Harmonia-Task"].ToString());
        return new LedgerCall(execution, task, attempt, key, body);
    }
}

/// <summary>Leaves the signals of this process alone: the component must not end before the torture does.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>How a call asks the component to behave, and what it answers.</summary>
internal static class LedgerModes
{
    public const string Plain = "plain";

    /// <summary>Refuses the first call of half of all keys with 503.</summary>
    public const string Shaky = "shaky";

    /// <summary>Refuses every call with 422.</summary>
    public const string Broken = "broken";

    public static long Answer(long value) => ((value * 31) + 7) % 1_000_003;
}
