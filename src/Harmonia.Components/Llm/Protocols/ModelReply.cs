using Harmonia.Core.Failures;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>What came of one call to a model.</summary>
internal abstract record ModelReply
{
    private ModelReply()
    {
    }

    public sealed record Answered(ModelAnswer Answer, ModelUsage Usage) : ModelReply;

    /// <summary>It was asked, and did not answer, or not to the end.</summary>
    public sealed record Failed(TaskFailure Failure, ModelUsage Usage) : ModelReply;

    /// <summary>Nobody was reached, so nothing was asked.</summary>
    public sealed record Unreached(string Reason) : ModelReply;
}
