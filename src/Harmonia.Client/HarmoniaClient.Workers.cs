using System.Text.Json.Serialization.Metadata;

namespace Harmonia.Client;

/// <content>What workers ask for and say. <see cref="WorkerClient"/> does it all by itself.</content>
public sealed partial class HarmoniaClient
{
    /// <summary>Waits for attempts that a worker is to make.</summary>
    /// <param name="poll">Who asks, and for what.</param>
    /// <param name="cancellationToken">Gives up; what was not answered goes to others.</param>
    public Task<PollAttempts> PollAsync(PollBody poll, CancellationToken cancellationToken) => WorkersAsync(
        "poll", poll, HarmoniaJson.Wire.PollBody, HarmoniaJson.Wire.PollAttempts, cancellationToken);

    /// <summary>Keeps attempts, and tells how far they are.</summary>
    /// <param name="body">Of which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkerReportAnswer> HeartbeatAsync(WorkerReportBody body, CancellationToken cancellationToken) =>
        ReportAsync("heartbeat", body, cancellationToken);

    /// <summary>Attempts are done. May be repeated.</summary>
    /// <param name="body">Which, with their outputs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkerReportAnswer> CompleteAsync(WorkerReportBody body, CancellationToken cancellationToken) =>
        ReportAsync("complete", body, cancellationToken);

    /// <summary>Attempts have failed. May be repeated.</summary>
    /// <param name="body">Which, and why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkerReportAnswer> FailAsync(WorkerReportBody body, CancellationToken cancellationToken) =>
        ReportAsync("fail", body, cancellationToken);

    /// <summary>Gives attempts back; others get them.</summary>
    /// <param name="body">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkerReportAnswer> ReleaseAsync(WorkerReportBody body, CancellationToken cancellationToken) =>
        ReportAsync("release", body, cancellationToken);

    /// <summary>Gives a worker no more attempts.</summary>
    /// <param name="worker">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkerDrained> DrainWorkerAsync(string worker, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post,
        $"api/workers/{Escape(worker)}/drain",
        null,
        null,
        HarmoniaJson.Wire.WorkerDrained,
        cancellationToken);

    /// <summary>Workers that are there, by their ids.</summary>
    /// <param name="limit">Rows at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<WorkerList> ListWorkersAsync(int limit, CancellationToken cancellationToken) => GetAsync(
        FormattableString.Invariant($"api/workers?limit={limit}"), HarmoniaJson.Wire.WorkerList, cancellationToken);

    private Task<WorkerReportAnswer> ReportAsync(
        string verb, WorkerReportBody body, CancellationToken cancellationToken) => WorkersAsync(
        verb, body, HarmoniaJson.Wire.WorkerReportBody, HarmoniaJson.Wire.WorkerReportAnswer, cancellationToken);

    private Task<TAnswer> WorkersAsync<TBody, TAnswer>(
        string verb,
        TBody body,
        JsonTypeInfo<TBody> type,
        JsonTypeInfo<TAnswer> answer,
        CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"api/workers/{verb}", Json(body, type), null, answer, cancellationToken);
}
