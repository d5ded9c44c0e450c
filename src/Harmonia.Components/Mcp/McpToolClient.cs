using System.Collections.Frozen;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Registered.Protocols;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;
using Harmonia.Engine.Ports;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Harmonia.Components.Mcp;

/// <summary>Calls the tools of one server as the actions of a component.</summary>
internal sealed class McpToolClient : IProtocolClient
{
    /// <summary>Calls at once, whoever makes them.</summary>
    private const int MaxPendingCalls = 256;

    private readonly SemaphoreSlim _opening = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ComponentDeclaration _component;
    private readonly IMcpLink _link;
    private readonly AsyncLocal<McpCallContext?> _current;
    private readonly TimeProvider _time;
    private volatile FrozenDictionary<string, McpTool> _tools = FrozenDictionary<string, McpTool>.Empty;
    private volatile McpSession? _session;
    private Task _refreshing = Task.CompletedTask;
    private int _pending;

    public McpToolClient(
        ComponentDeclaration component, IMcpLink link, AsyncLocal<McpCallContext?> current, TimeProvider time) =>
        (_component, _link, _current, _time) = (component, link, current, time);

    public event Action? Changed;

    public IReadOnlyCollection<string> Actions => _tools.Keys;

    public JsonSchema? InputOf(string action) => _tools.GetValueOrDefault(action)?.Input;

    public string? DescriptionOf(string action) => _tools.GetValueOrDefault(action)?.Description;

    public async ValueTask<TaskOutcome> CallAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _pending) > MaxPendingCalls)
        {
            Interlocked.Decrement(ref _pending);
            return Failed(FailureCodes.ServerError, $"{_component.Name} has {MaxPendingCalls} calls under way.", true);
        }

        using var timeout = new Deadline(TimeFor(call), _time, cancellationToken);
        try
        {
            var session = await OpenAsync(timeout.Token);
            return await CallAsync(session, call, timeout.Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return _link.Redactor.Redact(Judge(exception, call.Action, timeout.Token.IsCancellationRequested));
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }

    public async ValueTask<ProbeAnswer> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var session = await OpenAsync(cancellationToken);
            await RefreshAsync(session, cancellationToken);
            return new ProbeAnswer(true, $"It has {_tools.Count} tools.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ProbeAnswer(false, _link.Redactor.Redact(PlainText.Shorten(Reason(exception), 500)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _opening.WaitAsync(CancellationToken.None);
        if (_session is { } session)
        {
            await session.DisposeAsync();
        }

        await _refreshing;
        await _link.DisposeAsync();
        _opening.Dispose();
        _stopping.Dispose();
    }

    private async Task<TaskOutcome> CallAsync(McpSession session, TaskCall call, CancellationToken cancellationToken)
    {
        if (!_tools.ContainsKey(call.Action))
        {
            return new TaskOutcome.Failed(ActionNames.NotFound(_component.Name, call.Action, Actions));
        }

        if (InputOf(call.Action) is { } schema && schema.Validate(call.Input) is { IsEmpty: false } violations)
        {
            return Failed(
                FailureCodes.InvalidInput,
                $"The tool {call.Action} does not take this: {Llm.Tools.ToolBox.Describe(violations)}",
                retryable: false);
        }

        var context = new McpCallContext(call);
        _current.Value = context; // For the requests that the library makes of it.
        var redactor = _link.Redactor;
        var calling = session.CallAsync(redactor.Watch(call), context, cancellationToken);

        // A session that ends leaves nobody to answer.
        if (await Task.WhenAny(calling, session.Over).WaitAsync(cancellationToken) != calling && !calling.IsCompleted)
        {
            _ = calling.ContinueWith(
                static task => task.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw new IOException($"The server ended during the call. {session.WhyOver}");
        }

        var result = await calling;
        return redactor.Redact(McpAnswer.From(_component.Name, call.Action, result));
    }

    private async Task<McpSession> OpenAsync(CancellationToken cancellationToken)
    {
        if (_session is { IsOver: false } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_session is { IsOver: false } meanwhile)
            {
                return meanwhile;
            }

            if (_session is { } gone)
            {
                _session = null;
                await gone.DisposeAsync();
            }

            var line = await _link.OpenAsync(cancellationToken);
            var session = await BeginAsync(line, cancellationToken);
            await RefreshAsync(session, cancellationToken);
            _session = session;
            return session;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <exception cref="McpUnreachableException">Nothing was asked yet, so nothing can have happened.</exception>
    private async Task<McpSession> BeginAsync(McpLine line, CancellationToken cancellationToken)
    {
        try
        {
            return await McpSession.BeginAsync(line, OnToolsChanged, cancellationToken);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            throw IsRefusal(exception)
                ? exception
                : new McpUnreachableException($"{_component.Name} could not be reached: {Reason(exception)}");
        }
    }

    private async Task RefreshAsync(McpSession session, CancellationToken cancellationToken)
    {
        var before = _tools;
        _tools = await session.ListToolsAsync(cancellationToken);
        if (!before.Keys.ToHashSet().SetEquals(_tools.Keys))
        {
            Changed?.Invoke();
        }
    }

    private void OnToolsChanged() => _refreshing = RefreshQuietlyAsync();

    private async Task RefreshQuietlyAsync()
    {
        try
        {
            if (_session is { IsOver: false } session)
            {
                await RefreshAsync(session, _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is McpException or HttpRequestException or IOException
            or OperationCanceledException or ObjectDisposedException)
        {
            // Those that were known stay; the next probe or session lists them again.
        }
    }

    private TaskOutcome Judge(Exception exception, string tool, bool isTimeUp) => exception switch
    {
        _ when isTimeUp => Failed(
            FailureCodes.Timeout, $"{_component.Name} did not answer completely in time.", retryable: true),
        McpUnreachableException => new TaskOutcome.Unavailable(exception.Message),
        SecretNotFoundException => Failed(FailureCodes.SecretNotFound, exception.Message, retryable: false),
        McpProtocolException protocol => new TaskOutcome.Failed(McpAnswer.From(_component.Name, tool, protocol)),
        HttpRequestException { StatusCode: { } status } => Failed(
            FailureCodes.Http((int)status),
            $"{_component.Name} answered with status {(int)status}.",
            (int)status is 408 or 425 or 429 or >= 500),
        _ when Find<AddressNotAllowedException>(exception) is { } refused => Failed(
            FailureCodes.AddressNotAllowed, refused.Message, retryable: false),
        HttpRequestException when HttpFailures.ReachedNobody(exception) => new TaskOutcome.Unavailable(
            $"{_component.Name} could not be reached: {HttpFailures.Reason(exception)}"),
        McpException => Failed(
            FailureCodes.ComponentError, $"{_component.Name} broke the protocol: {Reason(exception)}", retryable: true),
        _ => Failed(
            FailureCodes.ConnectionError,
            $"The connection to {_component.Name} broke: {Reason(exception)}",
            retryable: true),
    };

    /// <summary>Somebody was reached and said no: waiting will not help.</summary>
    private static bool IsRefusal(Exception exception) =>
        exception is SecretNotFoundException
        || Find<AddressNotAllowedException>(exception) is not null
        || exception is HttpRequestException { StatusCode: >= System.Net.HttpStatusCode.BadRequest and < System.Net.HttpStatusCode.InternalServerError };

    private static string Reason(Exception exception) =>
        exception is McpUnreachableException ? exception.Message : HttpFailures.Reason(exception);

    private TimeSpan TimeFor(TaskCall call)
    {
        var left = TimeSpan.FromTicks(
            Math.Clamp((call.Deadline - _time.GetUtcNow()).Ticks, 0, TimeSpan.TicksPerDay * 30));
        return _component.Timeout is { } own && own < left ? own : left;
    }

    private static TaskOutcome.Failed Failed(string code, string message, bool retryable) =>
        new(new TaskFailure(code, message, retryable).Bounded());

    private static TException? Find<TException>(Exception? exception)
        where TException : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is TException found)
            {
                return found;
            }
        }

        return null;
    }
}
