using Harmonia.Components.Http;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Registered;

/// <summary>Reads <c>authentication</c>: values are named, never written.</summary>
internal static class AuthenticationReader
{
    private const string Field = "authentication";
    private const string UsualHeader = "X-API-Key";

    public static ComponentAuthentication Read(ObjectReader component, List<Finding> findings)
    {
        if (component.Value(Field) is not { } element)
        {
            return ComponentAuthentication.Nobody;
        }

        var fields = new ObjectReader(element, component.PointerTo(Field), findings);
        var authentication = fields.Text("type", required: true) switch
        {
            "bearer" => ReadBearer(fields),
            "basic" => ReadBasic(fields),
            "api_key" => ReadApiKey(fields),
            "none" or null => ComponentAuthentication.Nobody,
            var other => Unknown(fields, other),
        };
        fields.RefuseUnknown();
        return authentication;
    }

    /// <returns><see langword="null"/> when it is absent or no reference, which is reported.</returns>
    private static SecretReference? ReadSecret(ObjectReader fields, string field)
    {
        if (fields.Text(field, required: true) is not { } text)
        {
            return null;
        }

        if (SecretReference.Parse(text) is { } reference)
        {
            return reference;
        }

        fields.Report(
            FindingCodes.InvalidValue,
            field,
            $"A secret does not stand in a declaration. {SecretReference.HowTo} for a variable that the operator "
            + "allowed or a file in the directory for secrets.");
        return null;
    }

    private static ComponentAuthentication ReadBearer(ObjectReader fields) =>
        ReadSecret(fields, "token") is { } token
            ? new ComponentAuthentication.Bearer(token)
            : ComponentAuthentication.Nobody;

    private static ComponentAuthentication ReadBasic(ObjectReader fields)
    {
        var username = fields.Text("username", required: true) is { } text ? ValueOf(text) : null;
        if (username is DeclaredValue.Literal { Text: var name }
            && (name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsControl)))
        {
            fields.Report(FindingCodes.InvalidValue, "username", "A user name has no colon and no control character.");
        }

        return ReadSecret(fields, "password") is { } password && username is not null
            ? new ComponentAuthentication.Basic(username, password)
            : ComponentAuthentication.Nobody;
    }

    private static ComponentAuthentication ReadApiKey(ObjectReader fields)
    {
        var key = ReadSecret(fields, "key");
        var header = fields.Text("header");
        var query = fields.Text("query");
        if (header is not null && query is not null)
        {
            fields.Report(FindingCodes.InvalidValue, "query", "A key goes into a header or the query, not into both.");
        }

        if (header is not null && HttpHeaderRules.ProblemOfName(header) is { } problem)
        {
            fields.Report(FindingCodes.InvalidValue, "header", $"The header {problem}.");
        }

        if (query is { Length: 0 or > 256 })
        {
            fields.Report(FindingCodes.InvalidValue, "query", "The name in the query has 1 to 256 characters.");
        }

        return (key, query) switch
        {
            (null, _) => ComponentAuthentication.Nobody,
            (_, null) => new ComponentAuthentication.ApiKeyHeader(header ?? UsualHeader, key),
            _ => new ComponentAuthentication.ApiKeyQuery(query, key),
        };
    }

    private static ComponentAuthentication Unknown(ObjectReader fields, string type)
    {
        // What belongs to the type that was meant is not reported as unknown on top.
        _ = (fields.Value("token"), fields.Value("username"), fields.Value("password"));
        _ = (fields.Value("key"), fields.Value("header"), fields.Value("query"));
        fields.Report(
            FindingCodes.InvalidValue,
            "type",
            "The type has to be none, bearer, basic or api_key, not "
            + $"\"{PlainText.EscapeControls(PlainText.Shorten(type, 80))}\".");
        return ComponentAuthentication.Nobody;
    }

    private static DeclaredValue ValueOf(string text) => SecretReference.Parse(text) is { } reference
        ? new DeclaredValue.Secret(reference)
        : new DeclaredValue.Literal(text);
}
