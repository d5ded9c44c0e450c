namespace Harmonia.Components.Tests.Evil;

/// <summary>Tests that measure the process run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
