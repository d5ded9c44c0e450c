namespace Harmonia.Server.Rest.OpenApi;

/// <summary>What the description of the API says of one call; attached to its endpoint.</summary>
/// <param name="Id">Its name for generated clients.</param>
/// <param name="Tag">The group that it stands in.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Answer">The type of the body when all is well.</param>
internal sealed record ApiDescription(string Id, string Tag, string Summary, Type Answer)
{
    /// <summary>The status when all is well, and others with the same body.</summary>
    public int[] Statuses { get; init; } = [200];

    /// <summary>Statuses of errors beside those that every call has.</summary>
    public int[] Errors { get; init; } = [];

    /// <summary>The type of the body that is sent; <see langword="null"/> for none.</summary>
    public Type? Body { get; init; }

    /// <summary>Whether the body is a definition, which may be YAML too.</summary>
    public bool TakesDefinition { get; init; }

    /// <summary>What the document is that <see cref="TakesDefinition"/> speaks of.</summary>
    public string Document { get; init; } = "A workflow definition.";

    /// <summary>Whether it is another path of a call that is described, and left out of the description.</summary>
    public bool IsAlias { get; init; }

    /// <summary>A body as it may be sent.</summary>
    public string? Example { get; init; }

    /// <summary>Names and meanings of its parameters.</summary>
    public (string Name, string Meaning)[] Query { get; init; } = [];
}
