namespace Harmonia.Components.Tekton.Hermes;

/// <summary>What came of asking Hermes.</summary>
internal abstract record HermesAnswer<T>
{
    private HermesAnswer()
    {
    }

    /// <summary>It was done.</summary>
    public sealed record Done(T Value) : HermesAnswer<T>;

    /// <summary>Hermes answered, but not that.</summary>
    /// <param name="Status">The HTTP status; 200 when the body is not what it should be.</param>
    /// <param name="Reason">For people; holds no token.</param>
    public sealed record Refused(int Status, string Reason) : HermesAnswer<T>;

    /// <summary>Hermes was not reached, or did not answer in time.</summary>
    public sealed record Unreachable(string Reason) : HermesAnswer<T>;
}

/// <summary>What a registration gives.</summary>
/// <param name="ComponentId">The id that Hermes knows us by.</param>
/// <param name="Token">A secret: sent back as it is, never logged.</param>
internal sealed record HermesGrant(string ComponentId, string Token)
{
    public override string ToString() => ComponentId;
}
