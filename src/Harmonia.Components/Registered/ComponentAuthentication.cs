using Harmonia.Components.Secrets;

namespace Harmonia.Components.Registered;

/// <summary>How Harmonia proves to a component who calls.</summary>
public abstract record ComponentAuthentication
{
    private ComponentAuthentication()
    {
    }

    /// <summary>It does not.</summary>
    public static ComponentAuthentication Nobody { get; } = new None();

    /// <summary>The word of the declaration.</summary>
    public abstract string Type { get; }

    public sealed record None : ComponentAuthentication
    {
        public override string Type => "none";
    }

    /// <summary><c>Authorization: Bearer …</c></summary>
    public sealed record Bearer(SecretReference Token) : ComponentAuthentication
    {
        public override string Type => "bearer";
    }

    /// <summary><c>Authorization: Basic …</c></summary>
    public sealed record Basic(DeclaredValue Username, SecretReference Password) : ComponentAuthentication
    {
        public override string Type => "basic";
    }

    /// <summary>A key in a header.</summary>
    public sealed record ApiKeyHeader(string Header, SecretReference Key) : ComponentAuthentication
    {
        public override string Type => "api_key";
    }

    /// <summary>A key in the query.</summary>
    public sealed record ApiKeyQuery(string Parameter, SecretReference Key) : ComponentAuthentication
    {
        public override string Type => "api_key";
    }
}

/// <summary>A value of a declaration: as it stands, or kept elsewhere.</summary>
public abstract record DeclaredValue
{
    private DeclaredValue()
    {
    }

    public sealed record Literal(string Text) : DeclaredValue;

    public sealed record Secret(SecretReference Reference) : DeclaredValue;
}

/// <summary>A header that is sent.</summary>
public sealed record DeclaredHeader(string Name, DeclaredValue Value);
