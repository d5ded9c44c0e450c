using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A category to add.</summary>
/// <param name="Name">Unique among categories.</param>
public sealed record CategoryBody(string Name)
{
    /// <summary>What belongs there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>The category that it stands in, by id or name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ParentId { get; init; }
}

/// <summary>A category of templates.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What belongs there.</param>
/// <param name="ParentId">The category that it stands in.</param>
public sealed record CategoryDetail(Guid Id, string Name, string? Description, Guid? ParentId);

/// <summary>All categories, by name.</summary>
/// <param name="Categories">The categories.</param>
/// <param name="Total">How many there are.</param>
public sealed record CategoryList(IReadOnlyList<CategoryDetail> Categories, long Total);
