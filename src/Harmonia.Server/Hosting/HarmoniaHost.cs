using System.Runtime.InteropServices;
using Harmonia.Server.Realtime;
using Harmonia.Server.Rest;
using Harmonia.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting;

/// <summary>The server of one node: the composition root.</summary>
public sealed partial class HarmoniaHost : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly EmbeddedEngine _engine;
    private readonly FamilyPresence _presence;
    private readonly ILogger _logger;

    private HarmoniaHost(WebApplication web, EmbeddedEngine engine, FamilyPresence presence, ILogger logger) =>
        (_web, _engine, _presence, _logger) = (web, engine, presence, logger);

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address => new(_web.Urls.First());

    /// <summary>Cancelled when somebody asked it to stop.</summary>
    public CancellationToken Stopping => _web.Lifetime.ApplicationStopping;

    /// <summary>What it serves.</summary>
    public EmbeddedEngine Embedded => _engine;

    /// <summary>
    /// Serves until the token or a signal asks to stop; says what it does on standard output, logs to standard
    /// error.
    /// </summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(HarmoniaConfiguration configuration, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        try
        {
            await using var host = await StartAsync(
                configuration, logging => HostLogging.ToConsole(logging, configuration.LogLevel), stop.Token);
            await Console.Out.WriteLineAsync(host.Greeting(configuration));
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, host.Stopping);
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            LogStopping(host._logger);
        }
        catch (HostStartException exception)
        {
            await Console.Error.WriteLineAsync($"harmonia: {exception.Message}");
            return exception.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop before it had started.
        }

        return ExitCodes.Ok;
    }

    /// <summary>Starts a server: the API first, then recovery in the background.</summary>
    /// <exception cref="HostStartException">It cannot start.</exception>
    public static async Task<HarmoniaHost> StartAsync(
        HarmoniaConfiguration configuration, Action<ILoggingBuilder> logging, CancellationToken cancellationToken)
    {
        var addresses = await LoopbackOnly.ResolveAsync(configuration.Host, cancellationToken);
        if (addresses.Length == 0)
        {
            throw new HostStartException(
                ExitCodes.ConfigurationWrong,
                $"HARMONIA_HOST is '{configuration.Host}', which is not (only) this machine. This release has no "
                + "authentication, so it listens on loopback addresses only: use 127.0.0.1, ::1 or localhost, and "
                + "an authenticating reverse proxy in front of it for others.");
        }

        // An empty builder: no variables of other frameworks, and no file in the current directory, change this server.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "harmonia" });
        logging(builder.Logging);
        KestrelSettings.Apply(builder.WebHost, configuration, addresses);
        RestApi.AddServices(builder.Services);
        var web = builder.Build();
        var engine = await EmbeddedEngine.OpenAsync(
            configuration,
            web.Services.GetRequiredService<ILoggerFactory>(),
            configuration.Time,
            cancellationToken);
        var presence = new FamilyPresence(configuration, engine, web.Services.GetRequiredService<ILoggerFactory>());
        var host = new HarmoniaHost(
            web, engine, presence, web.Services.GetRequiredService<ILogger<HarmoniaHost>>());
        try
        {
            var services = new ApiServices(
                configuration,
                engine,
                presence,
                configuration.Time,
                web.Services.GetRequiredService<ILoggerFactory>());
            RequestGuard.Use(web, configuration.Host, configuration.PublicUrl?.Host);
            RestApi.Use(web, services);
            LiveApi.Use(web, engine.Engine, engine.Executions, configuration.Time);
            web.MapWorkerSockets(services);
            await host.StartAsync(configuration, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _presence.DisposeAsync(); // Before it closes, so that nobody is sent here any more.
        await _web.StopAsync(CancellationToken.None);
        await _web.DisposeAsync();
        await _engine.DisposeAsync();
    }

    private async Task StartAsync(HarmoniaConfiguration configuration, CancellationToken cancellationToken)
    {
        LogVersions(_logger, ProductVersion.Text, RuntimeInformation.FrameworkDescription, _engine.StoreVersion);
        LogNoAuthentication(_logger);
        foreach (var warning in configuration.Warnings)
        {
            LogWarning(_logger, warning.Message);
        }

        try
        {
            await _web.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new HostStartException(
                ExitCodes.Unavailable,
                $"Port {configuration.Port} on {configuration.Host} is in use. Choose another with --port or "
                + "HARMONIA_PORT. In a full Tekton fleet 8002 is Ergon's port, and Harmonia uses 8007.",
                exception);
        }

        _engine.Callbacks.ServeAt(Address);
        _engine.Start();
        _presence.Begin(Address);
    }

    private string Greeting(HarmoniaConfiguration configuration) =>
        $"Harmonia {ProductVersion.Text} is listening on {Address.GetLeftPart(UriPartial.Authority)} (data in "
        + (configuration.Database is DatabaseLocation.File { Path: var path } ? path : "memory") + ")";

    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true; // The process ends when everything is written, not now.
        stop.Cancel();
    }

    [LoggerMessage(3002, LogLevel.Information, "Harmonia {Version} on {Runtime}; data in {Store}.")]
    private static partial void LogVersions(ILogger logger, string version, string runtime, string store);

    [LoggerMessage(3003, LogLevel.Warning,
        "There is no authentication in this release: whoever can log in to this machine can use the API.")]
    private static partial void LogNoAuthentication(ILogger logger);

    [LoggerMessage(3004, LogLevel.Warning, "{Message}")]
    private static partial void LogWarning(ILogger logger, string message);

    [LoggerMessage(3005, LogLevel.Information, "Stopping: no new calls; what runs is asked to stop.")]
    private static partial void LogStopping(ILogger logger);
}
