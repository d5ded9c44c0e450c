using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary>
/// <c>webhook</c>: calls out with an address at which it wants to be called back, and waits for that.
/// </summary>
/// <remarks>
/// What is called is a component like any other, or, with <c>url</c>, <c>http.request</c>. The defaults of the workflow
/// are for single calls and do not hold for it.
/// </remarks>
internal sealed class WebhookType : TaskType
{
    private const int MaxNameLength = 200;
    private const string Body = "body";
    private static readonly string[] HttpFields = ["url", "method", "headers", Body];

    public override string Name => "webhook";

    public override FieldNames Fields { get; } = FieldNames.Task.With(HttpFields);

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        task.Kind = TaskKind.Webhook;
        if (fields.Find("component") is null && fields.Find("action") is null)
        {
            (task.Component, task.Action) = ("http", "request");
            ReadRequest(fields, task, bodies.Findings);
        }
        else
        {
            ReadCall(fields, task, bodies.Findings);
        }

        ReadRetriesAndTimes(fields, task, TaskDefaults.None, bodies.Findings);
    }

    private static void ReadRequest(FieldReader fields, TaskDraft task, FindingList findings)
    {
        if (fields.Find("input") is not null)
        {
            foreach (var name in HttpFields)
            {
                fields.RefuseBoth("input", name);
            }

            return;
        }

        fields.Require("url");
        foreach (var name in HttpFields)
        {
            if (fields.Find(name) is { } value)
            {
                Template.Compile(value, fields.At(name), findings);
            }
        }

        var source = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            if (fields.Find("method") is null)
            {
                writer.WriteString("method", "POST");
            }

            foreach (var name in HttpFields)
            {
                if (fields.Find(name) is { } value)
                {
                    writer.WritePropertyName(name == Body ? BodyForm(value) : name);
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });
        // What is wrong with the fields has been found above.
        task.Input = Template.Compile(source, fields.Pointer, new FindingList(0));
    }

    /// <summary>
    /// What <c>http.request</c> calls such a body. A text that begins with an expression may become anything, so it is
    /// sent as JSON.
    /// </summary>
    private static string BodyForm(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && !value.GetString()!.StartsWith("${", StringComparison.Ordinal)
            ? "text"
            : "json";

    private static void ReadCall(FieldReader fields, TaskDraft task, FindingList findings)
    {
        fields.Require("component");
        fields.Require("action");
        task.Component = fields.Label("component", MaxNameLength) ?? "";
        task.Action = fields.Label("action", MaxNameLength) ?? "";
        foreach (var name in HttpFields)
        {
            if (fields.Find(name) is not null)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    fields.At(name),
                    $"'{name}' is for a webhook that calls an address itself. With a component it belongs in 'input'.");
            }
        }

        if (HarmoniaActions.KindOf(task.Component, task.Action) != TaskKind.Call)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("action"),
                $"'{Shown.Text(task.Component)}.{Shown.Text(task.Action)}' tells nobody where to call back.");
        }
    }
}
