using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Filtering;

namespace Harmonia.Storage.Sqlite;

/// <summary>A where-clause out of columns that we name and values that are only ever bound.</summary>
internal sealed class SqlConditions
{
    private const string Placeholder = "/* conditions */";

    private readonly List<string> _conditions = ["true"];
    private readonly List<object> _values = [];

    private SqlConditions()
    {
    }

    public static SqlConditions For(ExecutionQuery query)
    {
        var conditions = new SqlConditions();
        if (query.WorkflowId is { } workflow)
        {
            conditions.Add("workflow_id = ?", workflow.Value);
        }

        if (query.ParentId is { } parent)
        {
            conditions.Add("parent_id = ?", parent.Value);
        }

        if (query.Statuses.Count > 0)
        {
            conditions.Add(OneOf("status", query.Statuses.Count), [.. query.Statuses.Select(status => status.Word)]);
        }

        conditions.AddFilters(query.Filters, FilterFields.Executions);
        return conditions;
    }

    public static SqlConditions For(WorkflowQuery query)
    {
        var conditions = new SqlConditions();
        conditions.AddFilters(query.Filters, FilterFields.Workflows);
        return conditions;
    }

    public static SqlConditions For(TemplateQuery query)
    {
        var conditions = new SqlConditions();
        conditions.AddFilters(query.Filters, FilterFields.Templates);
        foreach (var tag in query.Tags)
        {
            conditions.Add("exists (select 1 from json_each(t.tags) where value = ?)", tag);
        }

        if (query.Categories is { } categories)
        {
            conditions.Add(
                $"exists (select 1 from json_each(t.categories) where {OneOf("value", categories.Count)})",
                [.. categories.Select(category => category.ToString("D"))]);
        }

        return conditions;
    }

    public static SqlConditions For(CheckpointQuery query)
    {
        var conditions = new SqlConditions();
        if (query.ExecutionId is { } execution)
        {
            conditions.Add("execution_id = ?", execution.Value);
        }

        return conditions;
    }

    public SqlConditions And(string condition, object value)
    {
        var longer = new SqlConditions();
        longer._conditions.AddRange(_conditions);
        longer._values.AddRange(_values);
        longer.Add(condition, value);
        return longer;
    }

    public string In(string sql) =>
        sql.Replace(Placeholder, string.Join("\n  and ", _conditions), StringComparison.Ordinal);

    public void Bind(Statement statement)
    {
        foreach (var value in _values)
        {
            _ = value switch
            {
                Guid id => statement.Bind(id),
                DateTimeOffset time => statement.Bind(time),
                long number => statement.Bind(number),
                string text => statement.Bind(text),
                _ => throw new System.Diagnostics.UnreachableException($"{value.GetType()} cannot be bound."),
            };
        }
    }

    private static string OneOf(string column, int count) =>
        $"{column} in ({string.Join(", ", Enumerable.Repeat("?", count))})";

    // The text of an id, for what cannot be asked of its bytes.
    private static string IdText(string column)
    {
        var hex = $"lower(hex({column}))";
        return $"(substr({hex}, 1, 8) || '-' || substr({hex}, 9, 4) || '-' || substr({hex}, 13, 4) || '-' "
            + $"|| substr({hex}, 17, 4) || '-' || substr({hex}, 21))";
    }

    private void Add(string condition, params ReadOnlySpan<object> values)
    {
        _conditions.Add(condition);
        _values.AddRange(values);
    }

    private void AddFilters<T>(IReadOnlyList<FieldFilter> filters, IReadOnlyList<FilterField<T>> fields)
    {
        foreach (var filter in filters)
        {
            var field = fields.Named(filter.Field);
            var values = FilterValues.Of(filter, field.Kind);
            var column = field.Column;
            if (field.Kind == FieldKind.Id)
            {
                (column, values) = Id(filter.Operator, column, values);
            }

            Add(Condition(filter.Operator, column, values.Count), [.. values]);
        }
    }

    /// <summary>Whole ids are compared as bytes, which an index can answer; anything else as text.</summary>
    private static (string Column, IReadOnlyList<object> Values) Id(
        FilterOperator comparison, string column, IReadOnlyList<object> values)
    {
        var whole = comparison is not (FilterOperator.Contains or FilterOperator.StartsWith)
            && values.All(value => Guid.TryParseExact((string)value, "D", out _));
        return whole
            ? (column, [.. values.Select(value => (object)Guid.ParseExact((string)value, "D"))])
            : (IdText(column), values);
    }

    private static string Condition(FilterOperator comparison, string column, int values) => comparison switch
    {
        FilterOperator.Eq => $"{column} = ?",
        FilterOperator.Neq => $"{column} is not ?",
        FilterOperator.Contains => $"instr(lower({column}), ?) > 0",
        FilterOperator.StartsWith => $"instr(lower({column}), ?) = 1",
        FilterOperator.Gt => $"{column} > ?",
        FilterOperator.Gte => $"{column} >= ?",
        FilterOperator.Lt => $"{column} < ?",
        FilterOperator.Lte => $"{column} <= ?",
        FilterOperator.In => OneOf(column, values),
        _ => throw new System.Diagnostics.UnreachableException($"No rule for {comparison}."),
    };
}
