using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>What came of a request.</summary>
internal abstract record FamilyAnswer
{
    private FamilyAnswer()
    {
    }

    /// <summary>The component answered.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">What it said; a text when it was no JSON, null when it was nothing.</param>
    public sealed record Answered(int Status, JsonElement Body) : FamilyAnswer
    {
        public bool IsSuccess => Status is >= 200 and <= 299;

        /// <summary>Seconds after which the component wants to be asked again.</summary>
        public double? RetryAfter { get; init; }

        /// <summary>Whether the route itself is not there, unlike a thing that the route looked for.</summary>
        public bool IsNoRoute => Status is 405
            || (Status is 404 && AnswerText.Complaint(Body) is "" or "Not Found");
    }

    /// <summary>Nobody was reached, so nothing was tried.</summary>
    /// <param name="Component">Who was looked for.</param>
    /// <param name="Reason">What was tried and found, for people.</param>
    public sealed record NotReached(string Component, string Reason) : FamilyAnswer;

    /// <summary>The call went wrong on its way.</summary>
    /// <param name="Failure">How; it may have had its effect.</param>
    public sealed record Broken(TaskFailure Failure) : FamilyAnswer;
}
