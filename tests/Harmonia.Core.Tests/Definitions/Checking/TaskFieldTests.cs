using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class TaskFieldTests
{
    [Fact]
    public void Every_field_arrives()
    {
        var task = Compile.Task(
            """
            tasks:
              a:
                id: a
                name: Ask
                description: Asks the model.
                type: standard
                component: rhetor
                action: generate_text
                input: {prompt: "About ${input.topic}"}
                condition: "${input.topic != ''}"
                retry_policy: {max_retries: 5, initial_delay: 0, max_delay: 9.5, backoff_multiplier: 3, jitter: none,
                               retry_on: ["http_5*"], no_retry_on: [timeout], max_elapsed: 100}
                timeout: 30
                queue_timeout: 40
                total_timeout: 50
                on_error: continue
                output: {text: string}
                result: {text: "${response.choices[0].text}"}
                metadata: {category: test}
                tags: [x]
            """,
            "a");

        Assert.Equal(("Ask", TaskKind.Call, "rhetor", "generate_text"), (
            task.Name, task.Kind, task.Component, task.Action));
        Assert.Equal([30, 40, 50], new[] { task.Timeout, task.QueueTimeout, task.TotalTimeout }.Select(time =>
            time!.Value.TotalSeconds));
        Assert.Equal(ErrorMode.Continue, task.OnError);
        Assert.NotNull(task.Condition);
        Assert.NotNull(task.Output);
        Assert.NotNull(task.Result);
        Assert.Equal(
            (5, 0, 9.5, 3, false, 100),
            (task.Retry.MaxRetries, task.Retry.InitialDelay.TotalSeconds, task.Retry.MaxDelay.TotalSeconds,
                task.Retry.BackoffMultiplier, task.Retry.Jitter, task.Retry.MaxElapsed!.Value.TotalSeconds));
        Assert.Equal(["http_5*"], task.Retry.RetryOn);
        Assert.Equal(["timeout"], task.Retry.NoRetryOn);
    }

    [Fact]
    public void A_number_of_retries_takes_the_rest_from_the_defaults()
    {
        const string Tasks = "tasks: {a: {component: harmonia, action: noop, retry: 7}}";

        Assert.Equal(new RetryPolicy { MaxRetries = 7 }, Compile.Task(Tasks, "a").Retry);
        var retry = Compile.Task($"defaults: {{retry_policy: {{max_delay: 5}}}}\n{Tasks}", "a").Retry;
        Assert.Equal((7, 5), (retry.MaxRetries, retry.MaxDelay.TotalSeconds));
    }

    [Fact]
    public void Defaults_hold_for_tasks_that_say_nothing()
    {
        const string Defaults =
            "defaults: {retry_policy: {max_retries: 2}, timeout: 60, queue_timeout: 61, total_timeout: 62, "
            + "on_error: continue}";
        var silent = Compile.Task($"{Defaults}\ntasks: {{a: {{component: harmonia, action: noop}}}}", "a");
        var outspoken = Compile.Task(
            $"{Defaults}\ntasks: {{a: {{component: harmonia, action: noop, timeout: 1, on_error: fail, retry: 0}}}}",
            "a");

        Assert.Equal((2, 60), (silent.Retry.MaxRetries, silent.Timeout?.TotalSeconds));
        Assert.Equal((61, 62), (silent.QueueTimeout!.Value.TotalSeconds, silent.TotalTimeout!.Value.TotalSeconds));
        Assert.Equal(ErrorMode.Continue, silent.OnError);
        Assert.Equal((0, 1), (outspoken.Retry.MaxRetries, outspoken.Timeout?.TotalSeconds));
        Assert.Equal(ErrorMode.Fail, outspoken.OnError);
    }

    [Theory]
    [InlineData("name: ''", FindingCodes.InvalidValue, "/tasks/a/name", null)]
    [InlineData("type: 1", FindingCodes.WrongType, "/tasks/a/type", "\"1\"")]
    [InlineData("type: standart", FindingCodes.InvalidValue, "/tasks/a/type", "standard")]
    [InlineData("dependsOn: []", FindingCodes.UnknownField, "/tasks/a/dependsOn", "depends_on")]
    [InlineData("heartbeat_timeout: 0", FindingCodes.InvalidValue, "/tasks/a/heartbeat_timeout", null)]
    [InlineData("schedule: 1h", FindingCodes.WrongType, "/tasks/a/schedule", null)]
    [InlineData("schedule: {reference: workflow_start}", FindingCodes.MissingField, "/tasks/a/schedule", null)]
    [InlineData("schedule: {delay: 1h, reference: workflow}", FindingCodes.InvalidValue,
        "/tasks/a/schedule/reference", null)]
    [InlineData("schedule: {delay: 1h, from: workflow_start}", FindingCodes.UnknownField, "/tasks/a/schedule/from",
        null)]
    [InlineData("schedule: {delay: soon}", FindingCodes.InvalidValue, "/tasks/a/schedule/delay", null)]
    [InlineData("execution_window: {days: [mon, tues]}", FindingCodes.InvalidValue,
        "/tasks/a/execution_window/days/1", null)]
    [InlineData("retry: -1", FindingCodes.InvalidValue, "/tasks/a/retry", null)]
    [InlineData("retry: 1001", FindingCodes.InvalidValue, "/tasks/a/retry", null)]
    [InlineData("retry: twice", FindingCodes.WrongType, "/tasks/a/retry", null)]
    [InlineData("retry: 1, retry_policy: {}", FindingCodes.InvalidValue, "/tasks/a/retry", null)]
    [InlineData("retry_policy: 3", FindingCodes.WrongType, "/tasks/a/retry_policy", null)]
    [InlineData("retry_policy: {max_retry: 3}", FindingCodes.UnknownField, "/tasks/a/retry_policy/max_retry",
        "max_retries")]
    [InlineData("retry_policy: {jitter: true}", FindingCodes.InvalidValue, "/tasks/a/retry_policy/jitter", "full")]
    [InlineData("retry_policy: {backoff_multiplier: 0.5}", FindingCodes.InvalidValue,
        "/tasks/a/retry_policy/backoff_multiplier", null)]
    [InlineData("retry_policy: {retry_on: timeout}", FindingCodes.WrongType, "/tasks/a/retry_policy/retry_on", null)]
    [InlineData("timeout: '30'", FindingCodes.WrongType, "/tasks/a/timeout", "30")]
    [InlineData("total_timeout: -1", FindingCodes.InvalidValue, "/tasks/a/total_timeout", null)]
    [InlineData("on_error: ignore", FindingCodes.InvalidValue, "/tasks/a/on_error", null)]
    [InlineData("on_error: contine", FindingCodes.InvalidValue, "/tasks/a/on_error", "continue")]
    [InlineData("on_error: {goto: }", FindingCodes.MissingField, "/tasks/a/on_error", null)]
    [InlineData("on_error: {gotoo: b}", FindingCodes.UnknownField, "/tasks/a/on_error/gotoo", "goto")]
    [InlineData("condition: '${1 +}'", FindingCodes.InvalidExpression, "/tasks/a/condition", null)]
    [InlineData("condition: 5", FindingCodes.WrongType, "/tasks/a/condition", null)]
    [InlineData("metadata: {condition: [true]}", FindingCodes.WrongType, "/tasks/a/metadata/condition", null)]
    [InlineData("condition: 'true', metadata: {condition: 'true'}", FindingCodes.InvalidValue,
        "/tasks/a/metadata/condition", null)]
    [InlineData("metadata: {condition: '${1 +}'}", FindingCodes.InvalidExpression, "/tasks/a/metadata/condition", null)]
    [InlineData("input: {x: ['${1 +}']}", FindingCodes.InvalidExpression, "/tasks/a/input/x/0", null)]
    [InlineData("output: {type: 5, properties: {}}", FindingCodes.InvalidSchema, "/tasks/a/output/type", null)]
    [InlineData("id: b", FindingCodes.InvalidValue, "/tasks/a", "a")]
    public void A_wrong_field_is_named(string fields, string code, string pointer, string? suggestion)
    {
        var findings = Compile.Yaml(Compile.OneTask(fields)).Findings;

        Assert.Contains(findings, finding =>
            (finding.Code, finding.Pointer, finding.Suggestion) == (code, pointer, suggestion) && finding.IsError);
        Assert.InRange(findings.Length, 1, fields.Contains("gotoo: b", StringComparison.Ordinal) ? 2 : 1);
    }

    [Theory]
    [InlineData("component: harmonia", FindingCodes.MissingField, "/tasks/a", "'action'")]
    [InlineData("action: x", FindingCodes.MissingField, "/tasks/a", "'component'")]
    [InlineData("component: '${input.who}', action: x", FindingCodes.InvalidValue, "/tasks/a/component", "computed")]
    [InlineData("component: http, action: ''", FindingCodes.InvalidValue, "/tasks/a/action", "1 to 200")]
    public void Who_does_what_is_named_by_the_task(string fields, string code, string pointer, string words) =>
        Compile.Refuse($"{{name: n, tasks: {{a: {{{fields}}}}}}}", code, pointer, words: words);

    [Theory]
    [InlineData("a b", "a_b")]
    [InlineData("ä", "_")]
    [InlineData("''", null)]
    public void Ids_have_plain_characters(string id, string? suggestion)
    {
        var name = id.Trim('\'');

        Compile.Refuse(
            $"{{name: n, tasks: {{{id}: {{component: harmonia, action: noop}}}}}}",
            FindingCodes.InvalidValue,
            $"/tasks/{name}",
            suggestion);
    }

    [Fact]
    public void A_task_in_a_list_has_an_id_of_its_own()
    {
        Compile.Refuse("{name: n, tasks: [{component: harmonia, action: noop}]}", FindingCodes.MissingField,
            "/tasks/0");
        Compile.Refuse(
            """
            name: n
            tasks:
            - {id: a, component: harmonia, action: noop}
            - {id: a, component: harmonia, action: noop}
            """,
            FindingCodes.DuplicateTask,
            "/tasks/1");
    }

    [Fact]
    public void A_task_in_a_list_is_known_by_its_name_when_it_has_no_id()
    {
        var definition = Compile.Accept(
            """
            name: documented
            tasks:
              - { name: first, component: harmonia, action: noop }
              - { name: second, component: harmonia, action: noop, depends_on: [first] }
            """);

        Assert.Equal(["first", "second"], definition.Tasks.Select(task => task.Id));
        Compile.Refuse(
            "{name: n, tasks: [{name: not an id, component: harmonia, action: noop}]}",
            FindingCodes.MissingField,
            "/tasks/0");
    }

    [Fact]
    public void A_name_is_not_blank() => Compile.Refuse(
        "{name: '  ', tasks: {a: {component: harmonia, action: noop}}}", FindingCodes.InvalidValue, "/name");

    [Fact]
    public void A_task_is_an_object() => Compile.Refuse("{name: n, tasks: {a: 5}}", FindingCodes.WrongType, "/tasks/a");

    [Fact]
    public void An_expression_task_has_a_result_and_calls_nobody()
    {
        var task = Compile.Task("tasks: {a: {type: expression, result: {sum: '${input.x + 1}'}}}", "a");

        Assert.Equal((TaskKind.Expression, "", ""), (task.Kind, task.Component, task.Action));
        Compile.Refuse("{name: n, tasks: {a: {type: expression}}}", FindingCodes.MissingField, "/tasks/a",
            words: "'result'");
        Compile.Refuse(
            "{name: n, tasks: {a: {type: expression, result: 1, timeout: 5}}}", FindingCodes.InvalidValue,
                "/tasks/a/timeout");
    }

    [Fact]
    public void Every_planned_type_is_refused_by_name() => Assert.All(
        (string[])["custom"],
        type => Compile.Refuse(
            $"{{name: n, tasks: {{a: {{type: {type}}}}}}}",
            FindingCodes.NotSupported,
            "/tasks/a/type",
            words: $"'{type}'"));

    [Fact]
    public void A_finding_has_its_place_in_the_text()
    {
        const string Text = "name: n\ntasks:\n  a:\n    component: harmonia\n    action: noop\n    retry: -1\n";
        var document = Reading.Reader.Accept(Text, DocumentFormat.Yaml);
        var finding = Assert.Single(
            WorkflowCompiler.Compile(document.Root, Compile.Catalog, DefinitionLimits.Default).Findings);

        Assert.Equal(new SourcePosition(6, 5), document.Place(finding).Position);
    }

    [Theory]
    [InlineData("m")]
    [InlineData("n")]
    public void Who_holds_a_mutex_must_not_wait_for_another(string inner) => Compile.Refuse(
        "name: w\ntasks: {g: {type: group, mutex: m, tasks: {l: {type: loop, count: 1, tasks: "
            + $"{{a: {{component: harmonia, action: noop, mutex: {inner}}}}}}}}}}}}}",
        "invalid_value",
        "/tasks/g/tasks/l/tasks/a/mutex");
}
