namespace Harmonia.Components.Tekton.Calling;

/// <summary>Something that a component of the family is known to do wrong.</summary>
/// <param name="Status">The status with which it does; 0 for a route that is not there.</param>
/// <param name="Contains">A part of what it complains of; empty for any.</param>
/// <param name="What">What fails, as the subject of a sentence.</param>
internal sealed record KnownDefect(int Status, string Contains, string What)
{
    private const int NoRoute = 0;

    /// <summary>A route that the component's documents have, and the component itself has not.</summary>
    /// <param name="sentence">What the component does.</param>
    public static KnownDefect Unmounted(string sentence) => new(NoRoute, "", sentence);

    public bool IsMet(FamilyAnswer.Answered answer) => Status is NoRoute
        ? answer.IsNoRoute
        : answer.Status == Status
            && AnswerText.Complaint(answer.Body).Contains(Contains, StringComparison.Ordinal);

    /// <summary>One sentence that says what the component does.</summary>
    public string Sentence(FamilyAnswer.Answered answer) =>
        Status is NoRoute ? What : $"{What} fails upstream: {AnswerText.Complaint(answer.Body)}";
}
