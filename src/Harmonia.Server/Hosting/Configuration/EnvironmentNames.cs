using Harmonia.Core.Failures;

namespace Harmonia.Server.Hosting.Configuration;

/// <summary>Looks at variables that are meant for Harmonia but that nobody would read.</summary>
internal static class EnvironmentNames
{
    private const string Prefix = "HARMONIA_";

    private static readonly string[] Known =
    [
        SettingKeys.FileVariable,
        .. SettingKeys.VariablesOfClients,
        .. SettingKeys.All.SelectMany(key => key.Variables),
    ];

    public static void Check(IReadOnlyDictionary<string, string> environment, List<Finding> findings)
    {
        foreach (var name in environment.Keys.Order(StringComparer.Ordinal))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && !Known.Contains(name, StringComparer.Ordinal)
                && NearestName.Find(name, Known) is { } suggestion)
            {
                findings.Add(Warning($"{name} has no effect; did you mean {suggestion}?", suggestion));
            }
        }
    }

    private static Finding Warning(string message, string? suggestion) =>
        new(FindingCodes.UnknownField, "", message) { Severity = FindingSeverity.Warning, Suggestion = suggestion };
}
