using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Engram;

/// <summary>What Engram is known to do wrong, and when its older routes are tried.</summary>
internal static class EngramDefects
{
    public static readonly KnownDefect Add = new(500, "no attribute", "Engram's POST /api/v1/memory");

    public static readonly KnownDefect Search = new(500, "no attribute", "Engram's POST /api/v1/search");

    /// <summary>Whether ESR is not there: an older release, or one that could not load it.</summary>
    public static bool LacksEsr(FamilyAnswer answer) =>
        answer is FamilyAnswer.Answered { Status: 503 } or FamilyAnswer.Answered { IsNoRoute: true };
}
