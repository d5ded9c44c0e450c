using Harmonia.Engine.Ports;

namespace Harmonia.Server.Hosting;

/// <summary>What is remembered of a component that is in the store.</summary>
/// <param name="Protocol">The protocol that it declares.</param>
/// <param name="Origin">Who declared it.</param>
/// <param name="CreatedAt">When it was first saved.</param>
/// <param name="UpdatedAt">When this declaration was saved.</param>
/// <param name="ContentHash">Of the declaration.</param>
/// <param name="Problem">Why it cannot be used; <see langword="null"/> when it can.</param>
internal sealed record SavedComponent(
    string Protocol,
    ComponentOrigin Origin,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string ContentHash,
    string? Problem)
{
    public static SavedComponent Of(StoredComponent component, string? problem) => new(
        component.Kind,
        component.Origin,
        component.CreatedAt,
        component.UpdatedAt,
        component.ContentHash,
        problem);
}
