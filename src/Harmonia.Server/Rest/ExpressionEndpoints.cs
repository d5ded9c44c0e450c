using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary><c>POST /api/expressions/evaluate</c>: tries something out; nothing is kept.</summary>
internal static class ExpressionEndpoints
{
    private static readonly string[] Kinds = ["expression", "template", "condition"];

    public static async ValueTask<Answer> EvaluateAsync(ApiRequest request)
    {
        _ = request.IdempotencyKey(""); // Checked like everywhere; a pure call has nothing to repeat.
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Evaluation);
        var fields = new BodyFields(body.Document, [.. Kinds, "scope"]);
        var root = body.Document.Root;
        var given = Kinds.Where(kind => root.TryGetProperty(kind, out _)).ToList();
        if (given.Count != 1)
        {
            fields.Report(
                given.Count == 0 ? FindingCodes.MissingField : FindingCodes.InvalidValue,
                given.Count == 0 ? "" : "/" + given[1],
                $"Say exactly one of {string.Join(", ", Kinds)}.");
        }

        if (given.FirstOrDefault() == "expression" && fields.Text("expression") is null)
        {
            fields.Report(FindingCodes.WrongType, "/expression", "expression must be a text.");
        }

        var scope = new GivenScope(fields.Object("scope"), request.Services.Time.GetUtcNow());
        fields.Check();
        var value = Evaluate(given[0], root.GetProperty(given[0]), scope);
        return Answer.Ok(new EvaluationAnswer(value), HarmoniaJson.Wire.EvaluationAnswer);
    }

    private static JsonElement Evaluate(string kind, JsonElement source, GivenScope scope) => kind switch
    {
        "expression" => OfExpression(source.GetString()!, scope),
        "template" => OfTemplate(source, scope),
        _ => OfCondition(source, scope),
    };

    private static JsonElement OfExpression(string text, GivenScope scope)
    {
        if (!Expression.TryCompile(text, out var expression, out var error))
        {
            throw Failed(StatusCodes.Status400BadRequest, ApiCodes.InvalidExpression, error, "/expression");
        }

        return expression.TryEvaluate(scope, EvaluationLimits.Default, out var value, out error)
            ? value
            : throw Failed(StatusCodes.Status422UnprocessableEntity, ApiCodes.ExpressionFailed, error, "/expression");
    }

    private static JsonElement OfTemplate(JsonElement source, GivenScope scope)
    {
        List<Finding> findings = [];
        if (Template.Compile(source, "/template", findings) is not { } template)
        {
            throw new ApiException(Problem.Of(ApiCodes.InvalidExpression, findings));
        }

        return template.TryRender(scope, EvaluationLimits.Default, out var value, out var error)
            ? value
            : throw Failed(StatusCodes.Status422UnprocessableEntity, ApiCodes.ExpressionFailed, error, "/template");
    }

    private static JsonElement OfCondition(JsonElement source, GivenScope scope)
    {
        List<Finding> findings = [];
        if (Condition.Compile(source, "/condition", findings) is not { } condition)
        {
            throw new ApiException(Problem.Of(ApiCodes.InvalidExpression, findings));
        }

        return condition.TryTest(scope, EvaluationLimits.Default, out var holds, out var error)
            ? JsonText.Write(writer => writer.WriteBooleanValue(holds))
            : throw Failed(StatusCodes.Status422UnprocessableEntity, ApiCodes.ExpressionFailed, error, "/condition");
    }

    private static ApiException Failed(int status, string code, ExpressionError error, string field) =>
        new(new Problem(status, code, error.Message)
        {
            Details = new ErrorDetails
            {
                Field = field,
                Reason = error.Message,
                ExpressionError = error.Code,
                Offset = error.Offset,
                Suggestion = error.Suggestion,
            },
        });

    /// <summary>Names and values that the caller gave.</summary>
    private sealed class GivenScope(JsonElement values, DateTimeOffset now) : IExpressionScope
    {
        public DateTimeOffset Now => now;

        public IEnumerable<string> Names => values.EnumerateObject().Select(member => member.Name);

        public bool TryGet(string name, out ScopeValue value)
        {
            var isKnown = values.TryGetProperty(name, out var json);
            value = isKnown ? ScopeValue.Of(json) : default;
            return isKnown;
        }

        public Guid DeriveId(int ordinal) => DerivedId.From($"evaluate/{now.UtcTicks}/{ordinal}");
    }
}
