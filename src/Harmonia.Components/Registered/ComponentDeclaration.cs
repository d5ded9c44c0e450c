using System.Collections.Immutable;
using System.Text.Json;

namespace Harmonia.Components.Registered;

/// <summary>A component that is declared as data: who does its actions, and how to call them.</summary>
public sealed record ComponentDeclaration
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>One of <see cref="ProtocolNames"/>, or of a protocol that another part of the server brings.</summary>
    public required string Protocol { get; init; }

    /// <summary>Where it is; <see langword="null"/> for those that come to us.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Of a component that speaks MCP through a program: its name in the operator's configuration.</summary>
    public string? Server { get; init; }

    /// <summary>Empty when the component itself is asked what it can do.</summary>
    public ImmutableArray<ActionDeclaration> Actions { get; init; } = [];

    public ComponentAuthentication Authentication { get; init; } = ComponentAuthentication.Nobody;

    /// <summary>Sent with every call.</summary>
    public ImmutableArray<DeclaredHeader> Headers { get; init; } = [];

    /// <summary>For one call, within the attempt's deadline.</summary>
    public TimeSpan? Timeout { get; init; }

    public HealthDeclaration Health { get; init; } = new();

    public BreakerDeclaration CircuitBreaker { get; init; } = new();

    /// <summary>Components that do the same, in the order in which they are tried while this one is down.</summary>
    public ImmutableArray<string> Fallbacks { get; init; } = [];

    /// <summary>Calls at once; <see langword="null"/> for the dispatcher's default.</summary>
    public int? MaxConcurrent { get; init; }

    /// <summary>Of no meaning to Harmonia.</summary>
    public JsonElement? Metadata { get; init; }

    public ActionDeclaration? FindAction(string name) =>
        Actions.FirstOrDefault(action => string.Equals(action.Name, name, StringComparison.Ordinal));
}

/// <summary>The protocols that declarations may name.</summary>
public static class ProtocolNames
{
    /// <summary>Each action is a request of its own.</summary>
    public const string Http = "http";

    /// <summary><c>POST /api/actions/{action}</c>.</summary>
    public const string Adapter = "adapter";

    /// <summary><c>POST /api/tasks/{action}</c>.</summary>
    public const string Tasks = "tasks";

    /// <summary>Tools of the Model Context Protocol.</summary>
    public const string Mcp = "mcp";

    /// <summary>Workers come and take its tasks.</summary>
    public const string Worker = "worker";

    internal static readonly string[] All = [Http, Adapter, Tasks, Mcp, Worker];
}

/// <summary>How to ask whether a component is there.</summary>
public sealed record HealthDeclaration
{
    public const string DefaultPath = "/health";

    public string Path { get; init; } = DefaultPath;

    /// <summary>
    /// Whether the declaration names it: then only a success is healthy. Otherwise whoever answers anything is there.
    /// </summary>
    public bool IsDeclared { get; init; }

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>When a component that fails is left alone for a while.</summary>
public sealed record BreakerDeclaration
{
    /// <summary>Failures of connection, time or server in a row.</summary>
    public int Failures { get; init; } = 5;

    public TimeSpan OpenFor { get; init; } = TimeSpan.FromSeconds(30);
}
