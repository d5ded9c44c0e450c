namespace Harmonia.Components.Llm.Tools;

/// <summary>A component that describes its actions for models.</summary>
internal interface IToolServer
{
    /// <returns><see langword="null"/> when it says nothing of this action.</returns>
    string? DescriptionOf(string action);
}
