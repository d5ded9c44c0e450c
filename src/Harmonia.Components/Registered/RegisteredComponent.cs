using System.Collections.Immutable;
using Harmonia.Components.Registered.Breaking;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered;

/// <summary>One declared component: calls it while it is up, and others in its place while it is not.</summary>
internal sealed class RegisteredComponent : ITaskExecutor
{
    private readonly IProtocolClient _client;
    private readonly RegisteredComponents _all;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim? _places;
    private readonly Lock _lock = new();
    private int _running;
    private bool _isRetired;

    public RegisteredComponent(
        ComponentDeclaration declaration, IProtocolClient client, RegisteredComponents all, TimeProvider time)
    {
        (Declaration, _client, _all, _time) = (declaration, client, all, time);
        Availability = new Availability(declaration.Health, declaration.CircuitBreaker, time);
        _places = declaration.MaxConcurrent is { } max ? new SemaphoreSlim(max) : null;
        client.Changed += OnChanged;
    }

    public ComponentDeclaration Declaration { get; }

    public Availability Availability { get; }

    public string Component => Declaration.Name;

    public bool BuiltIn => false;

    public IReadOnlyCollection<string> Actions => _client.Actions;

    public int? MaxConcurrent => Declaration.MaxConcurrent;

    public bool SurvivesRestart => _client.SurvivesRestart;

    public IGate? GateOf(string action) => _client.GateOf(action) ?? new ComponentGate(this, action);

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (_client.GateOf(call.Action) is not null)
        {
            return await UseAsync(client => client.CallAsync(call, cancellationToken));
        }

        List<string> reasons = [];
        foreach (var candidate in FallbacksFor(call.Action).Prepend(this))
        {
            if (!candidate.Availability.TryBegin(out var epoch))
            {
                reasons.Add($"{candidate.Component}: {candidate.Availability.ShutBecause ?? "it is being tried."}");
                continue;
            }

            if (candidate != this)
            {
                var message = $"{Component} is down; {candidate.Component} does it. {string.Join(" ", reasons)}";
                call.Progress.Report(null, message, call.LastDetails);
            }

            var outcome = await candidate.CallAsync(call, epoch, cancellationToken);
            if (outcome is not TaskOutcome.Unavailable unavailable)
            {
                return outcome;
            }

            reasons.Add($"{candidate.Component}: {unavailable.Reason}");
        }

        return new TaskOutcome.Unavailable(string.Join(" ", reasons));
    }

    /// <summary>Those that are there now and may know the action, in their order. They pass nothing on.</summary>
    public IEnumerable<RegisteredComponent> FallbacksFor(string action)
    {
        foreach (var name in Declaration.Fallbacks)
        {
            if (_all.FindOwn(name) is { } fallback && fallback != this && fallback.MayKnow(action))
            {
                yield return fallback;
            }
        }
    }

    /// <summary>Asks it, and takes what was found.</summary>
    /// <returns>What was found, and whether more calls may begin now than before.</returns>
    public async Task<(ProbeAnswer Answer, bool HasOpened)> ProbeAsync(CancellationToken cancellationToken)
    {
        var answer = new ProbeAnswer(false, "The probe broke.");
        var hasOpened = false;
        using var ownTimeout = new CancellationTokenSource(Declaration.Health.Timeout, _time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ownTimeout.Token, cancellationToken);
        try
        {
            answer = await UseAsync(client => client.ProbeAsync(timeout.Token));
        }
        catch (OperationCanceledException)
        {
            answer = new ProbeAnswer(
                false, $"{Component} did not answer within {Declaration.Health.Timeout.TotalSeconds} s.");
        }
        finally
        {
            hasOpened = Availability.EndProbe(answer);
        }

        return (answer, hasOpened);
    }

    public ComponentStatus Describe() => Availability.Describe(new ComponentStatus
    {
        Name = Component,
        Protocol = Declaration.Protocol,
        Condition = ComponentCondition.Up,
        Since = default,
        Running = Volatile.Read(ref _running),
        Actions = [.. Actions],
    });

    /// <summary>Takes no part any more; its client is disposed of after the last call.</summary>
    public async ValueTask RetireAsync()
    {
        _client.Changed -= OnChanged;
        bool isIdle;
        lock (_lock)
        {
            isIdle = !_isRetired && _running is 0;
            _isRetired = true;
        }

        if (isIdle)
        {
            await _client.DisposeAsync();
        }
    }

    private bool MayKnow(string action) =>
        _client.GateOf(action) is null && (Actions.Count is 0 || Actions.Contains(action));

    private async ValueTask<TaskOutcome> CallAsync(TaskCall call, int epoch, CancellationToken cancellationToken)
    {
        var (verdict, what) = (CallVerdict.Nothing, "");
        var hasPlace = false;
        try
        {
            if (!(hasPlace = await TryTakePlaceAsync(call, cancellationToken)))
            {
                return new TaskOutcome.Failed(new TaskFailure(
                    FailureCodes.Timeout,
                    $"{Component} had no free place (max_concurrent) before the attempt's deadline.",
                    Retryable: true));
            }

            var outcome = await UseAsync(client => client.CallAsync(call, cancellationToken));
            var isOurs = cancellationToken.IsCancellationRequested && _time.GetUtcNow() < call.Deadline;
            (verdict, what) = (isOurs ? CallVerdict.Nothing : CallVerdicts.Of(outcome), WhatOf(outcome));
            return outcome;
        }
        finally
        {
            if (hasPlace)
            {
                _places?.Release();
            }

            if (Availability.End(epoch, verdict, what))
            {
                _all.Raise(Component);
            }

            _all.Watch(this);
        }
    }

    /// <summary>The dispatcher keeps the limit for calls of its own; this is for those in place of others.</summary>
    private async ValueTask<bool> TryTakePlaceAsync(TaskCall call, CancellationToken cancellationToken)
    {
        if (_places is null || await _places.WaitAsync(TimeSpan.Zero, CancellationToken.None))
        {
            return true;
        }

        var left = TimeSpan.FromTicks(
            Math.Clamp((call.Deadline - _time.GetUtcNow()).Ticks, 0, TimeSpan.TicksPerDay * 30));
        using var deadline = new CancellationTokenSource(left, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _places.WaitAsync(stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string WhatOf(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Failed { Failure: var failure } => PlainText.Shorten(failure.Message, 500),
        TaskOutcome.Unavailable { Reason: var reason } => PlainText.Shorten(reason, 500),
        _ => "",
    };

    private async ValueTask<TResult> UseAsync<TResult>(Func<IProtocolClient, ValueTask<TResult>> use)
    {
        lock (_lock)
        {
            _running++;
        }

        try
        {
            return await use(_client);
        }
        finally
        {
            bool isLast;
            lock (_lock)
            {
                isLast = --_running is 0 && _isRetired;
            }

            if (isLast)
            {
                await _client.DisposeAsync();
            }
        }
    }

    private void OnChanged() => _all.Raise(Component);
}
