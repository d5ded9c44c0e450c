using System.Collections.Immutable;
using System.Text.Json;

namespace Harmonia.Components.Workers;

/// <summary>Who a worker is, and what it does.</summary>
/// <param name="Id">The same for as long as it remembers what it has.</param>
/// <param name="Offers">What it does.</param>
public sealed record WorkerProfile(string Id, ImmutableArray<WorkerOffer> Offers)
{
    /// <summary>What it says of itself, for people.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>Its components, each once.</summary>
    public IEnumerable<string> Components => Offers.Select(offer => offer.Component).Distinct(StringComparer.Ordinal);
}

/// <summary>An action that a worker does.</summary>
/// <param name="Component">Of which component.</param>
/// <param name="Action"><see langword="null"/> for whatever action the component is asked for.</param>
public readonly record struct WorkerOffer(string Component, string? Action);
