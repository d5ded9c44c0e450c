using Harmonia.Server.Hosting;

namespace Harmonia.Server.Rest;

/// <summary>Bytes of the bodies that are taken.</summary>
/// <param name="Definition">A definition.</param>
/// <param name="Start">The start of an execution: an input, perhaps a definition, and what is around them.</param>
/// <param name="State">An execution's free-form state.</param>
/// <param name="Evaluation">An expression with its scope.</param>
/// <param name="Component">The declaration of a component.</param>
/// <param name="Call">What an action is called with.</param>
/// <param name="Command">The reason of a cancellation, the name of a checkpoint.</param>
internal sealed record BodyLimits(
    int Definition, int Start, int State, int Evaluation, int Component, int Call, int Command)
{
    private const int Slack = 64 * 1024;
    private const int MaxDeclaration = 256 * 1024;

    public int Largest => Math.Max(Math.Max(Start, State), Component);

    public static BodyLimits Of(HarmoniaConfiguration configuration) => new(
        configuration.MaxWorkflowSize,
        configuration.MaxValueSize + configuration.MaxWorkflowSize + Slack,
        configuration.MaxValueSize + Slack,
        configuration.MaxWorkflowSize,
        MaxDeclaration,
        configuration.MaxValueSize,
        Slack);
}
