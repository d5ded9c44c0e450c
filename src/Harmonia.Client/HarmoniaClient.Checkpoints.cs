using System.Text.Json;

namespace Harmonia.Client;

/// <content>Checkpoints, restored executions, and the state kept with executions.</content>
public sealed partial class HarmoniaClient
{
    /// <summary>Names the version that an execution is at, whether or not it has ended.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="name">What you call it.</param>
    /// <param name="description">What you say of it.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CheckpointDetail> TakeCheckpointAsync(
        string execution,
        string? name,
        string? description,
        string? idempotencyKey,
        CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/executions/{Escape(execution)}/checkpoint",
            Json(new CheckpointBody { Name = name, Description = description }, HarmoniaJson.Wire.CheckpointBody),
            idempotencyKey,
            HarmoniaJson.Wire.CheckpointDetail,
            cancellationToken);

    /// <summary>A checkpoint with what the execution was at that moment.</summary>
    /// <param name="checkpoint">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CheckpointDetail> GetCheckpointAsync(string checkpoint, CancellationToken cancellationToken) =>
        GetAsync($"api/checkpoints/{Escape(checkpoint)}", HarmoniaJson.Wire.CheckpointDetail, cancellationToken);

    /// <summary>Checkpoints, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CheckpointList> ListCheckpointsAsync(ListQuery query, CancellationToken cancellationToken) =>
        GetAsync("api/checkpoints" + query.ToAddress(), HarmoniaJson.Wire.CheckpointList, cancellationToken);

    /// <summary>Asks what stands against restoring a checkpoint now.</summary>
    /// <param name="checkpoint">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CheckpointValidation> ValidateCheckpointAsync(string checkpoint, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/checkpoints/{Escape(checkpoint)}/validate",
            null,
            null,
            HarmoniaJson.Wire.CheckpointValidation,
            cancellationToken);

    /// <summary>Begins a new execution at a checkpoint.</summary>
    /// <param name="checkpoint">Its id.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ExecutionRestored> RestoreAsync(
        string checkpoint, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/checkpoints/{Escape(checkpoint)}/restore",
            null,
            idempotencyKey,
            HarmoniaJson.Wire.ExecutionRestored,
            cancellationToken);

    /// <summary>Begins a new execution at any version of one.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="version">The number of its last event to be taken over.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ExecutionRestored> ForkAsync(
        string execution, long version, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/executions/{Escape(execution)}/fork",
            Json(new ForkBody(version), HarmoniaJson.Wire.ForkBody),
            idempotencyKey,
            HarmoniaJson.Wire.ExecutionRestored,
            cancellationToken);

    /// <summary>Sets members of the free-form state kept with an execution; the others stay.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="values">An object.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<StateSaved> UpdateStateAsync(
        string execution, JsonElement values, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/executions/{Escape(execution)}/state",
            Json(values, HarmoniaJson.Wire.JsonElement),
            idempotencyKey,
            HarmoniaJson.Wire.StateSaved,
            cancellationToken);
}
