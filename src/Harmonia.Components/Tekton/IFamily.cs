namespace Harmonia.Components.Tekton;

/// <summary>The other components of the Tekton family, as far as they are known at this moment.</summary>
/// <remarks>Safe to call from many threads; nothing here waits or calls out.</remarks>
public interface IFamily
{
    /// <summary>
    /// Raised with the name of a component that came, went, moved, or was found up or down; without any lock held.
    /// </summary>
    event Action<string>? Changed;

    /// <summary>Whether the operator switched the family on: through Hermes, or by naming addresses.</summary>
    bool IsOn { get; }

    /// <summary>Whoever is known, by name.</summary>
    IReadOnlyList<FamilyMember> Members { get; }

    /// <returns>
    /// Where the component is to be called, without a slash at the end of the path; <see langword="null"/> when nobody
    /// is known by this name who may be called.
    /// </returns>
    Uri? EndpointOf(string component);

    /// <summary>
    /// Says that a component is wanted and missing, or that it did not answer: it counts as down until it is found
    /// again, and is looked for at once and every few seconds. Never waits.
    /// </summary>
    /// <param name="component">Its name.</param>
    /// <param name="trouble">What was tried and found, for people.</param>
    void LookAgain(string component, string trouble)
    {
    }
}
