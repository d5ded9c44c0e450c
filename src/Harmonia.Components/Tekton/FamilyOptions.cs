using System.Collections.Immutable;

namespace Harmonia.Components.Tekton;

/// <summary>What the operator decided about the Tekton family; nothing of it means standing alone.</summary>
public sealed record FamilyOptions
{
    /// <summary>Hermes counts a component dead whose last heartbeat is 60 s old.</summary>
    public const int MaxHeartbeatSeconds = 55;

    public static FamilyOptions StandAlone { get; } = new();

    /// <summary>The address of Hermes, without <c>/api</c>; <see langword="null"/> to do without it.</summary>
    public Uri? HermesUrl { get; init; }

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the starts and ends of executions are told to the family.</summary>
    public bool PublishEvents { get; init; }

    /// <summary>Where the operator says that components are, by name.</summary>
    public ImmutableSortedDictionary<string, Uri> Addresses { get; init; } =
        ImmutableSortedDictionary.Create<string, Uri>(StringComparer.Ordinal);

    /// <summary>The machine of the family (<c>TEKTON_HOST</c>).</summary>
    public string? Host { get; init; }

    /// <summary>Whether there is a family at all.</summary>
    public bool IsOn => HermesUrl is not null || !Addresses.IsEmpty;

    /// <summary>Reads an address of Hermes as the family writes it: with or without <c>/api</c> at its end.</summary>
    /// <returns><see langword="null"/> when it is not one.</returns>
    public static Uri? ParseHermesUrl(string text)
    {
        if (FamilyAddress.Parse(text) is not { } url)
        {
            return null;
        }

        const string Api = "/api";
        var path = url.AbsolutePath.TrimEnd('/');
        return path.EndsWith(Api, StringComparison.OrdinalIgnoreCase)
            ? FamilyAddress.Parse(url.GetLeftPart(UriPartial.Authority) + path[..^Api.Length])
            : url;
    }
}
