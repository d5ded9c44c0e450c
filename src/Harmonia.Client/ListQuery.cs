using System.Globalization;

namespace Harmonia.Client;

/// <summary>Which rows of a list.</summary>
public sealed record ListQuery
{
    /// <summary>Rows at most, up to 1,000; <see langword="null"/> for 100.</summary>
    public int? Limit { get; init; }

    /// <summary>Rows to pass over.</summary>
    public int? Offset { get; init; }

    /// <summary>Conditions <c>field:operator:value</c>, joined by commas.</summary>
    public string? Filter { get; init; }

    /// <summary>Executions of this workflow only.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>Only executions that this execution started.</summary>
    public string? Parent { get; init; }

    /// <summary>Checkpoints of this execution only.</summary>
    public string? ExecutionId { get; init; }

    /// <summary>Executions of this status only.</summary>
    public string? Status { get; init; }

    /// <summary>The <c>next_cursor</c> of the page before; executions only.</summary>
    public string? Cursor { get; init; }

    /// <summary>Templates in this category, or in one below it, only; by id or name.</summary>
    public string? CategoryId { get; init; }

    /// <summary>Templates with all of these only, joined by commas.</summary>
    public string? Tags { get; init; }

    internal string ToAddress()
    {
        (string Name, string? Value)[] all =
        [
            ("limit", Limit?.ToString(CultureInfo.InvariantCulture)),
            ("offset", Offset?.ToString(CultureInfo.InvariantCulture)),
            ("filter", Filter),
            ("workflow_id", WorkflowId),
            ("parent", Parent),
            ("execution_id", ExecutionId),
            ("status", Status),
            ("cursor", Cursor),
            ("category_id", CategoryId),
            ("tags", Tags),
        ];
        var given = string.Join('&', all
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return given.Length == 0 ? "" : "?" + given;
    }
}
