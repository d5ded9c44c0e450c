using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tekton.Hermes;

/// <summary>Keeps one identity registered with Hermes.</summary>
/// <remarks>
/// Hermes never says that it has forgotten somebody: heartbeats go on being accepted. So each round looks at the list.
/// </remarks>
internal sealed partial class HermesMembership(
    HermesClient client, HermesIdentity identity, Uri endpoint, FamilyProbe probe, TimeProvider time, ILogger logger)
{
    /// <summary>A token lasts an hour and cannot be renewed other than by registering again.</summary>
    public static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(50);

    /// <summary>Hermes counts whoever is silent for longer as dead.</summary>
    private static readonly TimeSpan DeadAfter = TimeSpan.FromSeconds(60);

    private string _componentId = identity.ComponentId;
    private HermesGrant? _grant;
    private DateTimeOffset _grantedAt;

    /// <summary>Under which id it is, or would be, registered.</summary>
    public string ComponentId => Volatile.Read(ref _componentId);

    /// <summary>Whether Hermes knows it, as far as could be found out last.</summary>
    public bool IsRegistered => Volatile.Read(ref _grant) is not null;

    /// <summary>Registers, or tells that it lives.</summary>
    /// <param name="entries">Whom Hermes lists; <see langword="null"/> when that could not be had.</param>
    /// <param name="cancellationToken">To give up.</param>
    /// <returns>What is wrong, for people; <see langword="null"/> when nothing is.</returns>
    public async Task<string?> KeepAsync(IReadOnlyList<HermesEntry>? entries, CancellationToken cancellationToken)
    {
        await MakeRoomAsync(entries, cancellationToken);
        if (_grant is { } grant
            && time.GetUtcNow() - _grantedAt < TokenLife
            && entries?.Any(entry => entry.ComponentId == grant.ComponentId) is not false)
        {
            switch (await client.HeartbeatAsync(grant, cancellationToken))
            {
                case HermesAnswer<string>.Done:
                    return null;
                case HermesAnswer<string>.Unreachable { Reason: var reason }:
                    return reason;
                case HermesAnswer<string>.Refused { Status: var status }:
                    LogHeartbeatRefused(logger, ComponentId, status); // Registered anew below.
                    break;
            }
        }

        return await RegisterAsync(cancellationToken);
    }

    /// <summary>Takes it off the list, if it is on it.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (_grant is { } grant)
        {
            var answer = await client.UnregisterAsync(grant, cancellationToken);
            Volatile.Write(ref _grant, null);
            LogLeft(logger, ComponentId, answer is HermesAnswer<string>.Done);
        }
    }

    private async Task<string?> RegisterAsync(CancellationToken cancellationToken)
    {
        var isNew = _grant is null;
        switch (await client.RegisterAsync(identity, ComponentId, endpoint, cancellationToken))
        {
            case HermesAnswer<HermesGrant>.Done { Value: var grant }:
                _grantedAt = time.GetUtcNow();
                Volatile.Write(ref _componentId, grant.ComponentId);
                Volatile.Write(ref _grant, grant);
                LogRegistered(logger, ComponentId, isNew ? "registered" : "registered again");
                return null;
            case HermesAnswer<HermesGrant>.Refused { Status: var status, Reason: var reason }:
                Volatile.Write(ref _grant, null);
                return $"Hermes refused to register {ComponentId} with status {status}: {reason}";
            case HermesAnswer<HermesGrant>.Unreachable { Reason: var reason }:
                return reason; // What was registered may still be.
            case var other:
                throw new System.Diagnostics.UnreachableException($"{other.GetType()} is not known.");
        }
    }

    /// <summary>
    /// Another Harmonia that is alive keeps the id that it has; this one goes by one of its own, under the same name.
    /// </summary>
    private async Task MakeRoomAsync(IReadOnlyList<HermesEntry>? entries, CancellationToken cancellationToken)
    {
        var holder = entries?.FirstOrDefault(entry => entry.ComponentId == ComponentId);
        if (holder?.Endpoint is not { } other
            || Same(other, endpoint)
            || ComponentId != identity.ComponentId
            || !await IsAliveAsync(holder, cancellationToken))
        {
            return;
        }

        var own = $"{identity.ComponentId}-{endpoint.IdnHost.Replace(':', '.')}-{endpoint.Port}";
        LogTaken(logger, identity.ComponentId, other.GetLeftPart(UriPartial.Authority), own);
        Volatile.Write(ref _componentId, own);
        Volatile.Write(ref _grant, null); // The entry is the other's: it is not taken off at the end.
    }

    /// <summary>Who must not be asked is believed what it told Hermes.</summary>
    private async Task<bool> IsAliveAsync(HermesEntry holder, CancellationToken cancellationToken)
    {
        var address = probe.Trust.Seen(holder.Endpoint!);
        return probe.Trust.WhyNot(address) is null
            ? await probe.TroubleAsync(identity.Name, address, cancellationToken) is null
            : time.GetUtcNow() - holder.LastHeartbeat < DeadAfter;
    }

    private static bool Same(Uri one, Uri other) =>
        one.Port == other.Port
        && (one.IdnHost.Equals(other.IdnHost, StringComparison.OrdinalIgnoreCase)
            || (FamilyAddress.IsLoopback(one.IdnHost) && FamilyAddress.IsLoopback(other.IdnHost)));

    [LoggerMessage(5201, LogLevel.Information, "Hermes: {Id} is {How}.")]
    private static partial void LogRegistered(ILogger logger, string id, string how);

    [LoggerMessage(5202, LogLevel.Information, "Hermes refused a heartbeat of {Id} with status {Status}.")]
    private static partial void LogHeartbeatRefused(ILogger logger, string id, int status);

    [LoggerMessage(5203, LogLevel.Information, "Hermes: {Id} has left; taken off the list: {Done}.")]
    private static partial void LogLeft(ILogger logger, string id, bool done);

    [LoggerMessage(5204, LogLevel.Warning,
        "The id {Id} belongs to another Harmonia at {Address}; this one registers as {Own}.")]
    private static partial void LogTaken(ILogger logger, string id, string address, string own);
}
