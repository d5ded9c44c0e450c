namespace Harmonia.Core.Failures;

/// <summary>
/// Codes of findings in documents. Stable, never reused; <c>docs/errors.md</c> says cause and remedy of each.
/// </summary>
public static class FindingCodes
{
    public const string InvalidJson = "invalid_json";
    public const string InvalidYaml = "invalid_yaml";
    public const string InvalidEncoding = "invalid_encoding";
    public const string DuplicateKey = "duplicate_key";
    public const string TooDeep = "too_deep";
    public const string TooLarge = "too_large";
    public const string TooManyAliases = "too_many_aliases";
    public const string TooManyTasks = "too_many_tasks";
    public const string UnknownField = "unknown_field";
    public const string MissingField = "missing_field";
    public const string WrongType = "wrong_type";
    public const string InvalidValue = "invalid_value";
    public const string NotSupported = "not_supported";
    public const string DuplicateTask = "duplicate_task";
    public const string UnknownTask = "unknown_task";
    public const string NotUpstream = "not_upstream";
    public const string Cycle = "cycle";
    public const string UnreachableTask = "unreachable_task";
    public const string UnknownComponent = "unknown_component";
    public const string UnknownAction = "unknown_action";
    public const string InvalidInput = "invalid_input";
    public const string InvalidExpression = "invalid_expression";
    public const string UnknownReference = "unknown_reference";
    public const string NotAllowed = "not_allowed";
    public const string InvalidSchema = "invalid_schema";
    public const string SchemaViolation = "schema_violation";
    public const string UnknownParameter = "unknown_parameter";
    public const string UnknownTemplate = "unknown_template";
    public const string TemplateCycle = "template_cycle";
}
