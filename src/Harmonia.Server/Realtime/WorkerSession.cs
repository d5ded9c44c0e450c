using System.Net.WebSockets;
using System.Text.Json;
using Harmonia.Client;
using Harmonia.Components.Workers;
using Harmonia.Core.Failures;
using Harmonia.Server.Rest;
using Harmonia.Server.Rest.Workers;

namespace Harmonia.Server.Realtime;

/// <summary>One worker's connection, from its <c>hello</c> to its end.</summary>
internal sealed class WorkerSession : IAsyncDisposable
{
    private const int MaxInFlight = 256;
    private const int Slack = 1_024;
    private const int FirstBuffer = 4 * 1024;
    private const int MaxIdLength = 100;
    private static readonly string[] Envelope = ["type", "id"];

    private readonly ApiServices _services;
    private readonly WebSocket _socket;
    private readonly WorkerOutbox _outbox;
    private readonly SemaphoreSlim _inFlight = new(MaxInFlight);
    private readonly int _maxBytes;
    private byte[] _buffer = new byte[FirstBuffer];
    private WorkerConnection? _connection;
    private string _workerId = "";
    private int _bad;

    public WorkerSession(ApiServices services, WebSocket socket)
    {
        (_services, _socket, _maxBytes) = (services, socket, services.BodyLimits.Start);
        _outbox = new WorkerOutbox(socket, (Broker.Options.MaxSlots * 2) + Slack, services.Time);
    }

    private WorkerBroker Broker => _services.Embedded.Workers;

    public async Task ServeAsync(CancellationToken stopping)
    {
        var sending = _outbox.SendAsync();
        var end = SocketEnd.Stopping;
        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping))
        {
            // A receive that is cancelled breaks the connection: it is left alone, and ends with the socket.
            var reading = ReadAsync();
            var over = Task.Delay(Timeout.InfiniteTimeSpan, _services.Time, stop.Token);
            if (await Task.WhenAny(reading, sending, over, _outbox.IsOver) == reading)
            {
                end = await reading;
            }
            else if (!stopping.IsCancellationRequested)
            {
                end = SocketEnd.Replaced;
            }

            await stop.CancelAsync();
        }

        _connection?.Dispose();
        _outbox.Complete();
        await sending.WaitAsync(LiveOptions.Default.CloseTimeout, _services.Time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await _socket.CloseOutputAsync(end.Status, end.Reason, CancellationToken.None)
                .WaitAsync(LiveOptions.Default.CloseTimeout, _services.Time, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        _inFlight.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<SocketEnd> ReadAsync()
    {
        while (true)
        {
            var (end, length) = await ReceiveAsync();
            if (end is not null)
            {
                return end;
            }

            if (!await TakeAsync(_buffer.AsMemory(0, length)) && ++_bad >= LiveOptions.Default.MaxBadMessages)
            {
                return SocketEnd.TooManyBad;
            }
        }
    }

    private async Task<(SocketEnd? End, int Length)> ReceiveAsync()
    {
        for (var length = 0; ;)
        {
            var received = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return (SocketEnd.ClosedByClient, 0);
            }

            if (received.MessageType == WebSocketMessageType.Binary)
            {
                return (SocketEnd.Binary, 0);
            }

            length += received.Count;
            if (received.EndOfMessage)
            {
                return (null, length);
            }

            if (length >= _maxBytes)
            {
                return (SocketEnd.TooBig, 0);
            }

            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, Math.Min(length * 2, _maxBytes));
            }
        }
    }

    /// <returns>Whether the message was understood.</returns>
    private async Task<bool> TakeAsync(ReadOnlyMemory<byte> bytes)
    {
        if (Parse(bytes) is not { } message || TextOf(message, "type") is not { } type)
        {
            return Refuse(null, LiveCodes.InvalidMessage, "Send a JSON object with a \"type\", such as \"hello\".");
        }

        var id = TextOf(message, "id");
        if (type == "hello")
        {
            return await GreetAsync(message, id);
        }

        if (_connection is not { } connection)
        {
            return Refuse(id, LiveCodes.InvalidMessage, "Say \"hello\" first: who you are, and what you do.");
        }

        connection.Greet();
        return type switch
        {
            "ping" => Tell("pong", id),
            "slots" => Resize(connection, message, id),
            "drain" => Tell("ack", id) && Broker.Drain(_workerId),
            "heartbeat" => await ReportAsync(message, WorkerVerb.Heartbeat, id),
            "complete" => await ReportAsync(message, WorkerVerb.Complete, id),
            "fail" => await ReportAsync(message, WorkerVerb.Fail, id),
            "release" => await ReportAsync(message, WorkerVerb.Release, id),
            _ => Refuse(
                id,
                LiveCodes.UnknownMessage,
                "There are hello, slots, heartbeat, complete, fail, release, drain and ping."),
        };
    }

    private async Task<bool> GreetAsync(JsonElement message, string? id)
    {
        if (_connection is not null)
        {
            return Refuse(id, LiveCodes.InvalidMessage, "\"hello\" was said. Open another connection for more.");
        }

        List<Finding> findings = [];
        var hello = WorkerProfileReader.Read(message, Broker.Options, waits: false, findings, Envelope);
        if (findings.Count > 0)
        {
            return Refuse(id, findings);
        }

        if (await _services.Embedded.WorkerRegistration.AdmitAsync(hello.Profile, CancellationToken.None)
            is { } refusal)
        {
            var problem = WorkerProblems.Of(refusal);
            return Refuse(id, problem.Code, problem.Message);
        }

        _workerId = hello.Profile.Id;
        _outbox.Tell("welcome", writer =>
        {
            WriteId(writer, id);
            writer.WriteString("worker_id"u8, hello.Profile.Id);
            writer.WriteNumber("lease"u8, Broker.Options.Lease.TotalSeconds);
        });
        _connection = Broker.Connect(hello.Profile, hello.Slots, _outbox);
        return _connection is not null
            || Refuse(id, ApiCodes.TooManyWorkers, WorkerProblems.TooMany().Message);
    }

    private bool Resize(WorkerConnection connection, JsonElement message, string? id)
    {
        if (message.TryGetProperty("slots"u8, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var slots) && slots >= 0 && slots <= Broker.Options.MaxSlots)
        {
            connection.Resize(slots);
            return Tell("ack", id);
        }

        return Refuse(
            id, LiveCodes.InvalidMessage, $"slots must be a whole number from 0 to {Broker.Options.MaxSlots}.");
    }

    /// <summary>Reads the report now; what becomes of it is told when it is known.</summary>
    private async Task<bool> ReportAsync(JsonElement message, WorkerVerb verb, string? id)
    {
        List<Finding> findings = [];
        var sent = WorkerReportReader.Read(message, verb, _workerId, findings, [.. Envelope, "worker_id"]);
        if (findings.Count > 0)
        {
            return Refuse(id, findings);
        }

        await _inFlight.WaitAsync();
        _ = AnswerAsync(sent, id);
        return true;
    }

    private async Task AnswerAsync(WorkerReports sent, string? id)
    {
        var outcomes = await Task.WhenAll(sent.Reports.Select(report => report.BringAsync(Broker)));
        var answer = new WorkerReportAnswer([.. sent.Reports.Zip(outcomes, WorkerViews.Of)]);
        _outbox.Tell("ack", writer =>
        {
            WriteId(writer, id);
            writer.WritePropertyName("items"u8);
            JsonSerializer.Serialize(writer, answer.Items, HarmoniaJson.Wire.IReadOnlyListAttemptReportResult);
        });
        try
        {
            _inFlight.Release();
        }
        catch (ObjectDisposedException)
        {
            // The connection is over. What was said counts all the same.
        }
    }

    private bool Tell(string type, string? id)
    {
        _outbox.Tell(type, writer => WriteId(writer, id));
        return true;
    }

    private bool Refuse(string? id, List<Finding> findings) => Refuse(
        id,
        ApiCodes.InvalidInput,
        string.Join(' ', findings.Take(WorkerProblems.MaxFindings).Select(
            finding => $"{finding.Pointer}: {finding.Message}")));

    private bool Refuse(string? id, string code, string text)
    {
        _outbox.Tell("error", writer =>
        {
            WriteId(writer, id);
            writer.WriteString("code"u8, code);
            writer.WriteString("message"u8, text);
        });
        return false;
    }

    private static void WriteId(Utf8JsonWriter writer, string? id)
    {
        if (id is not null)
        {
            writer.WriteString("id"u8, id);
        }
    }

    private static string? TextOf(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: <= MaxIdLength } text ? text : null;

    private static JsonElement? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var message = JsonElement.Parse(
                bytes.Span, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return message.ValueKind == JsonValueKind.Object ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
