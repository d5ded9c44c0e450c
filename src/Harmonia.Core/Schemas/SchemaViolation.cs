namespace Harmonia.Core.Schemas;

/// <summary>Where and why a value does not match a schema.</summary>
/// <param name="Pointer">JSON Pointer into the value.</param>
/// <param name="Keyword">
/// The keyword that failed, such as <c>required</c>, or <see cref="JsonSchema.LimitKeyword"/>.
/// </param>
/// <param name="SchemaPointer">
/// JSON Pointer into the schema; for a keyword of another schema, that schema's URI, <c>#</c> and the pointer.
/// </param>
/// <param name="Message">What was expected and what was found, in one sentence.</param>
public sealed record SchemaViolation(string Pointer, string Keyword, string SchemaPointer, string Message);
