using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Workers;

/// <summary>What a worker says of an attempt that it has.</summary>
/// <param name="Claim">Of which.</param>
public abstract record WorkerReport(LeaseClaim Claim)
{
    /// <summary>It is alive, and perhaps so far.</summary>
    public sealed record Heartbeat(LeaseClaim Claim, double? Fraction, string? Message, JsonElement? Details)
        : WorkerReport(Claim);

    /// <summary>It is done.</summary>
    public sealed record Completed(LeaseClaim Claim, JsonElement Output) : WorkerReport(Claim);

    /// <summary>It has failed.</summary>
    public sealed record Failed(LeaseClaim Claim, TaskFailure Failure) : WorkerReport(Claim);

    /// <summary>It is given back.</summary>
    public sealed record Released(LeaseClaim Claim) : WorkerReport(Claim);

    /// <summary>Brings it to the broker.</summary>
    public Task<ClaimOutcome> BringAsync(WorkerBroker broker) => this switch
    {
        Heartbeat heartbeat => Task.FromResult(
            broker.Heartbeat(Claim, heartbeat.Fraction, heartbeat.Message, heartbeat.Details)),
        Completed completed => broker.CompleteAsync(Claim, completed.Output),
        Failed failed => broker.FailAsync(Claim, failed.Failure),
        Released => Task.FromResult(broker.Release(Claim)),
        _ => throw new System.Diagnostics.UnreachableException($"A worker cannot say {GetType().Name}."),
    };
}

/// <summary>What can be said of an attempt.</summary>
public enum WorkerVerb
{
    Heartbeat,
    Complete,
    Fail,
    Release,
}

/// <summary>One or several reports, as they were sent.</summary>
/// <param name="Reports">In their order.</param>
/// <param name="IsBatch">Whether they were sent as a list.</param>
public sealed record WorkerReports(IReadOnlyList<WorkerReport> Reports, bool IsBatch);
