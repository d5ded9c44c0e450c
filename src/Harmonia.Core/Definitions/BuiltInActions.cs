namespace Harmonia.Core.Definitions;

/// <summary>The component <c>builtin</c>: what tasks with a free <c>type</c> and no component are carried out by.</summary>
public static class BuiltInActions
{
    public const string Component = "builtin";

    /// <summary>Its actions.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["data_transform", "data_analysis", "report_generation", "text_generation", "pass_through"];
}
