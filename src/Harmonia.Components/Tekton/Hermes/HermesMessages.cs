using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tekton.Hermes;

/// <summary>Tells the family of starts and ends of executions, as well as can be.</summary>
/// <remarks>Nobody waits for it. Beyond the bound the oldest message is dropped and counted.</remarks>
public sealed partial class HermesMessages : IAsyncDisposable
{
    /// <summary>The channel of Hermes that messages go to.</summary>
    public const string Channel = "harmonia.workflow.events";

    private const int MaxWaiting = 1_000;

    private readonly HermesClient? _client;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<Action<Utf8JsonWriter>> _waiting;
    private readonly Task _sending;
    private long _sent;
    private long _dropped;
    private long _failed;
    private bool _wasWell = true;
    private bool _isDisposed;

    /// <param name="link">The way to Hermes; without one nothing is sent.</param>
    /// <param name="logger">Where trouble is told.</param>
    public HermesMessages(FamilyLink link, ILogger<HermesMessages> logger)
    {
        (_client, _logger) = (link.Client, logger);
        _waiting = System.Threading.Channels.Channel.CreateBounded<Action<Utf8JsonWriter>>(
            new BoundedChannelOptions(MaxWaiting)
            {
                SingleReader = true,
                FullMode = BoundedChannelFullMode.DropOldest,
            },
            _ => Interlocked.Increment(ref _dropped));
        _sending = _client is null ? Task.CompletedTask : Task.Run(() => SendAllAsync(_client, _stop.Token));
    }

    /// <summary>Messages that Hermes took.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Messages that were given up because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Messages that Hermes did not take.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Hands a message over; never waits.</summary>
    /// <param name="writeMembers">Writes the members of the message.</param>
    public void Send(Action<Utf8JsonWriter> writeMembers)
    {
        if (_client is not null)
        {
            _waiting.Writer.TryWrite(writeMembers);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _stop.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task SendAllAsync(HermesClient client, CancellationToken cancellationToken)
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            var id = $"{Guid.CreateVersion7()}";
            var trouble = await client.PublishAsync(Channel, id, message, cancellationToken) switch
            {
                HermesAnswer<string>.Refused { Status: var status, Reason: var reason } =>
                    $"status {status}: {reason}",
                HermesAnswer<string>.Unreachable { Reason: var reason } => reason,
                _ => null,
            };
            Interlocked.Increment(ref trouble is null ? ref _sent : ref _failed);
            if (trouble is not null && _wasWell)
            {
                LogNotTaken(_logger, trouble);
            }

            _wasWell = trouble is null;
        }
    }

    [LoggerMessage(5221, LogLevel.Warning,
        "Hermes does not take messages: {Trouble} They are lost; executions are not affected.")]
    private static partial void LogNotTaken(ILogger logger, string trouble);
}
