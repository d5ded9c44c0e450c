namespace Harmonia.Client;

/// <summary>The text of a definition.</summary>
/// <param name="Text">JSON or YAML.</param>
/// <param name="IsYaml">Which of them.</param>
public sealed record WorkflowText(string Text, bool IsYaml);
