using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Workers;

/// <summary>Keeps which components workers serve, so that their tasks wait for workers after a restart, too.</summary>
/// <param name="broker">Who serves them.</param>
/// <param name="store">Where they are kept.</param>
/// <param name="others">Components whose names cannot be taken.</param>
/// <param name="time">The clock.</param>
public sealed class WorkerRegistration(
    WorkerBroker broker, IComponentStore store, Func<string, bool> others, TimeProvider time)
{
    /// <summary>What the store calls such components.</summary>
    public const string Kind = "worker";

    private const int MaxTries = 5;

    /// <summary>Raised with what was kept because a worker came with it.</summary>
    public event Action<StoredComponent>? Saved;

    /// <summary>Takes up what is kept.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool Know(StoredComponent component) => broker.Know(Read(component));

    /// <summary>Workers do not serve it any more; attempts that have started go on.</summary>
    public void Forget(string component) => broker.Forget(component);

    /// <summary>Makes sure that everything a worker does is known, and kept.</summary>
    /// <returns>Why not; <see langword="null"/> when it is.</returns>
    public async ValueTask<Refusal?> AdmitAsync(WorkerProfile profile, CancellationToken cancellationToken)
    {
        foreach (var offers in profile.Offers.GroupBy(offer => offer.Component, StringComparer.Ordinal))
        {
            if (!IsKnown(offers.Key, offers) && await AdmitAsync(offers.Key, offers, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private bool IsKnown(string name, IEnumerable<WorkerOffer> offers) =>
        broker.FindKnown(name) is { } known
        && offers.All(offer => offer.Action is { } action ? known.Actions.Contains(action) : known.TakesAnyAction);

    private async ValueTask<Refusal?> AdmitAsync(
        string name, IEnumerable<WorkerOffer> offers, CancellationToken cancellationToken)
    {
        if (others(name))
        {
            return new Refusal.NameTaken(name);
        }

        for (var tries = 0; tries < MaxTries; tries++)
        {
            var stored = await store.FindAsync(name, cancellationToken);
            if (stored is not null && stored.Kind != Kind)
            {
                return new Refusal.NameTaken(name);
            }

            var known = Merge(broker.FindKnown(name) ?? (stored is null ? null : Read(stored)), name, offers);
            if (known.Actions.Length > broker.Options.MaxActions)
            {
                return new Refusal.TooManyActions(name, broker.Options.MaxActions);
            }

            if (stored?.Origin == ComponentOrigin.Api)
            {
                return broker.Know(known) ? null : new Refusal.TooManyComponents(); // What was declared stays as it is.
            }

            SaveCondition condition = stored is null
                ? new SaveCondition.Absent()
                : new SaveCondition.Unchanged(stored.ContentHash);
            switch (await store.SaveAsync(Write(known, stored), condition, cancellationToken))
            {
                case SaveComponentOutcome.Full:
                    return new Refusal.TooManyComponents();
                case SaveComponentOutcome.Refused:
                    continue; // Another worker of the same component was first.
                case SaveComponentOutcome.Added added:
                    Saved?.Invoke(added.Component);
                    break;
                case SaveComponentOutcome.Replaced replaced:
                    Saved?.Invoke(replaced.Component);
                    break;
            }

            return broker.Know(known) ? null : new Refusal.TooManyComponents();
        }

        throw new StoreUnavailableException(
            StoreTrouble.Busy, $"The component {name} was changed by others {MaxTries} times in a row.");
    }

    private static KnownComponent Merge(KnownComponent? known, string name, IEnumerable<WorkerOffer> offers)
    {
        known ??= new KnownComponent(name, [], TakesAnyAction: false);
        var named = offers.Select(offer => offer.Action).OfType<string>();
        return known with
        {
            Actions = [.. known.Actions.Union(named, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            TakesAnyAction = known.TakesAnyAction || offers.Any(offer => offer.Action is null),
        };
    }

    /// <summary>As somebody would declare it; a component without actions takes any.</summary>
    private StoredComponent Write(KnownComponent known, StoredComponent? before)
    {
        var declaration = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", known.Name);
            writer.WriteString("protocol", Kind);
            writer.WriteStartArray("actions");
            foreach (var action in known.TakesAnyAction ? [] : known.Actions)
            {
                writer.WriteStartObject();
                writer.WriteString("name", action);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        var bytes = System.Text.Encoding.UTF8.GetBytes(declaration.GetRawText());
        var now = time.GetUtcNow();
        return new StoredComponent
        {
            Name = known.Name,
            Kind = Kind,
            Declaration = bytes,
            ContentHash = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            CreatedAt = before?.CreatedAt ?? now,
            UpdatedAt = now,
            Origin = before?.Origin ?? ComponentOrigin.Worker,
        };
    }

    private static KnownComponent Read(StoredComponent stored)
    {
        using var document = JsonDocument.Parse(stored.Declaration);
        var actions = document.RootElement.TryGetProperty("actions", out var list)
            && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(action => action.GetProperty("name").GetString()!).ToImmutableArray()
            : [];
        return new KnownComponent(stored.Name, actions, TakesAnyAction: actions.IsEmpty);
    }
}

/// <summary>Why a worker is not let in.</summary>
public abstract record Refusal
{
    private Refusal()
    {
    }

    /// <summary>The name is that of a component which no worker serves.</summary>
    /// <param name="Component">Which.</param>
    public sealed record NameTaken(string Component) : Refusal;

    /// <summary>Workers have named as many actions of the component as there may be.</summary>
    /// <param name="Component">Which.</param>
    /// <param name="Max">How many.</param>
    public sealed record TooManyActions(string Component, int Max) : Refusal;

    /// <summary>There are as many components as there may be.</summary>
    public sealed record TooManyComponents : Refusal;
}
