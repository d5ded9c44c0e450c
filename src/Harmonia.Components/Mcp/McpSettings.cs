using System.Collections.Immutable;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;

namespace Harmonia.Components.Mcp;

/// <summary>The MCP servers that the operator configured; each is a component of its name.</summary>
public sealed record McpSettings
{
    public static McpSettings None { get; } = new();

    /// <summary>Those that are programs of this machine.</summary>
    public ImmutableArray<McpProgram> Programs { get; init; } = [];

    /// <summary>All of them, as components.</summary>
    public ImmutableArray<ComponentDeclaration> Components { get; init; } = [];

    /// <summary>The configured addresses may be called wherever they are.</summary>
    public OutboundAllowList Endpoints => OutboundAllowList.Parse(Components
        .Select(component => component.BaseUrl)
        .OfType<Uri>()
        .Select(url => $"{url.Host}:{url.Port}"));

    /// <summary>Variables that the configuration names as secrets.</summary>
    public IEnumerable<string> SecretVariables =>
        from reference in Programs.SelectMany(program => program.Environment.Values)
            .Concat(Components.SelectMany(component => component.Headers).Select(header => header.Value))
            .OfType<DeclaredValue.Secret>()
            .Select(secret => secret.Reference)
            .Concat(Components.SelectMany(component => ReferencesOf(component.Authentication)))
        where reference is SecretReference.Environment
        select ((SecretReference.Environment)reference).Name;

    private static IEnumerable<SecretReference> ReferencesOf(ComponentAuthentication authentication) =>
        authentication switch
        {
            ComponentAuthentication.Bearer bearer => [bearer.Token],
            ComponentAuthentication.Basic { Username: DeclaredValue.Secret user } basic =>
                [user.Reference, basic.Password],
            ComponentAuthentication.Basic basic => [basic.Password],
            ComponentAuthentication.ApiKeyHeader key => [key.Key],
            ComponentAuthentication.ApiKeyQuery key => [key.Key],
            _ => [],
        };
}

/// <summary>An MCP server that speaks over its standard input and output.</summary>
public sealed record McpProgram
{
    public required string Name { get; init; }

    /// <summary>The program, an absolute path, and its arguments. Never a shell.</summary>
    public required ImmutableArray<string> Command { get; init; }

    /// <summary>Where it works; <see langword="null"/> for the root directory.</summary>
    public string? Directory { get; init; }

    /// <summary>Names of the server's environment variables that it sees.</summary>
    public ImmutableArray<string> PassedEnvironment { get; init; } = [];

    /// <summary>Environment variables with values of the configuration.</summary>
    public ImmutableSortedDictionary<string, DeclaredValue> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, DeclaredValue>(StringComparer.Ordinal);
}
