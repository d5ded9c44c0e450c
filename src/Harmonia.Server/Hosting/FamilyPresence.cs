using System.Text.Json;
using Harmonia.Components.Tekton;
using Harmonia.Components.Tekton.Hermes;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting;

/// <summary>This server as a component of the Tekton family.</summary>
internal sealed partial class FamilyPresence : IAsyncDisposable
{
    private static readonly TimeSpan WatchAgainAfter = TimeSpan.FromSeconds(5);

    private readonly HarmoniaConfiguration _configuration;
    private readonly EmbeddedEngine _embedded;
    private readonly HermesMessages? _messages;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _telling = Task.CompletedTask;
    private Uri? _endpoint;

    public FamilyPresence(HarmoniaConfiguration configuration, EmbeddedEngine embedded, ILoggerFactory loggers)
    {
        (_configuration, _embedded) = (configuration, embedded);
        _logger = loggers.CreateLogger<FamilyPresence>();
        _messages = configuration.Family is { PublishEvents: true, HermesUrl: not null }
            ? new HermesMessages(embedded.Family, loggers.CreateLogger<HermesMessages>())
            : null;
    }

    /// <summary>Where others call this server; <see langword="null"/> before it listens.</summary>
    public Uri? Endpoint => Volatile.Read(ref _endpoint);

    /// <summary>How things stand with Hermes.</summary>
    public FamilyState State => _embedded.Family.State;

    /// <summary>What is told to the family; <see langword="null"/> when nothing is.</summary>
    public HermesMessages? Messages => _messages;

    /// <summary>What this server is to the family.</summary>
    public IReadOnlyList<HermesIdentity> Identities { get; private set; } = [];

    /// <summary>The server listens from now on.</summary>
    public void Begin(Uri address)
    {
        var endpoint = _configuration.PublicUrl ?? new Uri(address.GetLeftPart(UriPartial.Authority));
        if (_configuration.Family.HermesUrl is { IsLoopback: false } && endpoint.IsLoopback)
        {
            LogOnlyHere(_logger, endpoint);
        }

        Identities = FamilyIdentities.Of(_embedded.Engine, _configuration.Time);
        Volatile.Write(ref _endpoint, endpoint);
        _embedded.Family.Join(Identities, endpoint);
        if (_messages is not null)
        {
            _telling = Task.Run(() => TellAsync(_messages, _stop.Token));
        }
    }

    /// <summary>The server is about to stop.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_messages is not null)
        {
            await _messages.DisposeAsync();
        }

        await _embedded.Family.LeaveAsync();
        _stop.Dispose();
    }

    private async Task TellAsync(HermesMessages messages, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var position = await _embedded.Executions.LastPositionAsync(cancellationToken);
                var events = _embedded.Engine.Feed.WatchAllAsync(_embedded.Executions, position, cancellationToken);
                await foreach (var recorded in events)
                {
                    Tell(messages, recorded);
                }
            }
            catch (StoreUnavailableException exception)
            {
                LogBlind(_logger, exception);
                await Task.Delay(WatchAgainAfter, _configuration.Time, cancellationToken);
            }
        }
    }

    private static void Tell(HermesMessages messages, RecordedEvent recorded)
    {
        (string Type, Action<Utf8JsonWriter> Write)? told = recorded.Event switch
        {
            WorkflowStarted started => ("workflow_started", Started(started)),
            WorkflowCompleted => ("workflow_completed", Nothing),
            WorkflowFailed failed => ("workflow_failed", Failed(failed)),
            WorkflowCanceled => ("workflow_canceled", Nothing),
            _ => null,
        };
        if (told is not { Type: var type, Write: var write })
        {
            return;
        }

        messages.Send(writer =>
        {
            writer.WriteString("event_type", type);
            writer.WriteString("execution_id", recorded.ExecutionId.ToString());
            writer.WriteNumber("version", recorded.Version);
            writer.WriteString("timestamp", recorded.Event.At.UtcDateTime);
            writer.WriteStartObject("details");
            write(writer);
            writer.WriteEndObject();
        });
    }

    private static void Nothing(Utf8JsonWriter writer)
    {
    }

    private static Action<Utf8JsonWriter> Started(WorkflowStarted started) => writer =>
    {
        writer.WriteString("workflow_id", started.WorkflowId.ToString());
        writer.WriteString("workflow_name", started.WorkflowName);
    };

    private static Action<Utf8JsonWriter> Failed(WorkflowFailed failed) => writer =>
    {
        writer.WriteString("reason", failed.Reason);
        writer.WriteString("error", failed.Failure.Code); // Its message may hold what a task was given.
        writer.WriteStartArray("failed_tasks");
        foreach (var task in failed.FailedTasks)
        {
            writer.WriteStringValue(task);
        }

        writer.WriteEndArray();
    };

    [LoggerMessage(3006, LogLevel.Warning, "The family is not told of executions, because the store cannot be read.")]
    private static partial void LogBlind(ILogger logger, Exception exception);

    [LoggerMessage(3007, LogLevel.Warning,
        "Hermes is on another machine, and is told {Endpoint}, where only this one can call. Set HARMONIA_PUBLIC_URL.")]
    private static partial void LogOnlyHere(ILogger logger, Uri endpoint);
}
