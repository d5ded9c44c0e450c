namespace Harmonia.Core.Definitions;

/// <summary>
/// The component <c>builtin</c>, which carries out tasks that have a free <c>type</c> and no component.
/// </summary>
public static class BuiltInActions
{
    public const string Component = "builtin";

    /// <summary>Its actions.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["data_transform", "data_analysis", "report_generation", "text_generation", "pass_through"];
}
