namespace Harmonia.Core.Definitions;

/// <summary>The action behind <c>type: workflow</c>, which can be written as a call too.</summary>
public static class ChildActions
{
    public const string Component = "workflow_engine";

    public const string Execute = "execute_workflow";
}
