using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;
using Harmonia.Core.Tests.Definitions.Checking;
using Harmonia.Core.Tests.Definitions.Reading;

namespace Harmonia.Core.Tests.Definitions;

public sealed class SampleTests
{
    private static JsonSchema WorkflowSchema { get; } = CompileSchema();

    [Fact]
    public void Every_example_of_the_reference_compiles()
    {
        Assert.True(Samples.Documented.Count >= 4);
        Assert.All(Samples.Documented, AssertCompiles);
    }

    [Fact]
    public void What_older_documents_describe_compiles_with_a_warning_for_each_unknown_component() => Assert.All(
        Samples.Older, AssertCompiles);

    [Fact]
    public void The_schema_of_workflows_accepts_them_too() => Assert.All(
        [.. Samples.Documented, .. Samples.Older, Compile.Chain(50),
            Compile.OneTask("name: null, retry: null, retry_policy: {}")],
        sample => Assert.Empty(WorkflowSchema.Validate(Reader.Accept(sample, DocumentFormat.Yaml).Root)));

    [Theory]
    [InlineData("[]")]
    [InlineData("{name: n}")]
    [InlineData("{name: n, tasks: {}}")]
    [InlineData("{name: n, tasks: []}")]
    [InlineData("{name: 5, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: '', tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, version: 1.0, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, budget: {}, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, timeout: 0, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, input: {}, input_schema: {}, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, tasks: {a b: {component: b, action: c}}}")]
    [InlineData("{name: n, tasks: {a: {component: b}}}")]
    [InlineData("{name: n, tasks: {a: {action: b}}}")]
    [InlineData("{name: n, tasks: [{component: b, action: c}]}")]
    [InlineData("{name: n, tasks: [{id: a, task_id: a, component: b, action: c}]}")]
    [InlineData("{name: n, tasks: {a: {type: map, component: b, action: c}}}")]
    [InlineData("{name: n, tasks: {a: {type: expression}}}")]
    [InlineData("{name: n, tasks: {a: {type: expression, result: 1, retry: 1}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, dependson: d}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, depends_on: 5}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, depends_on: [{task: d, on: [done]}]}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, join: some}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, join: {count: 0}}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, retry: -1}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, retry: 1, retry_policy: {}}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, retry_policy: {jitter: some}}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, on_error: stop}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, on_error: {goto: 5}}}}")]
    [InlineData("{name: n, tasks: {a: {type: wait}}}")]
    [InlineData("{name: n, tasks: {a: {type: wait, seconds: 1, cron: '@daily'}}}")]
    [InlineData("{name: n, tasks: {a: {type: wait, seconds: 1, timeout: 1}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, seconds: 1}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, schedule: {}}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, schedule: {delay: 1, reference: now}}}}")]
    [InlineData("{name: n, execution_window: {days: [someday]}, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, tasks: {a: {type: loop, tasks: {b: {type: expression, result: 1}}}}}")]
    [InlineData("{name: n, tasks: {a: {type: loop, count: many, tasks: {b: {type: expression, result: 1}}}}}")]
    [InlineData("{name: n, steps: {}}")]
    [InlineData("{name: n, steps: {a: {type: start, depends_on: a}}}")]
    [InlineData("{name: n, steps: {a: {type: start, transitions: [{}]}}}")]
    [InlineData("{name: n, steps: {a: {type: start, transitions: [{to: a, threads: 0}]}}}")]
    [InlineData("{name: n, steps: {a: {type: start}}, transitions: [{to: a}]}")]
    [InlineData("{name: n, steps: {a: {type: join, join: some}}}")]
    [InlineData("{name: n, steps: {a: {type: start}}, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, tags: tag, tasks: {a: {component: b, action: c}}}")]
    public void The_schema_and_the_compiler_refuse_what_is_built_wrongly(string yaml)
    {
        Assert.False(WorkflowSchema.IsValid(Reader.Accept(yaml, DocumentFormat.Yaml).Root));
        Assert.Null(Compile.Yaml(yaml).Definition);
    }

    [Theory]
    [InlineData("{name: n, error_handlers: [{on: timeout}], tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, error_handlers: {run: a}, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, error_handlers: [{run: a, when: x}], tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, finally: a, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, defaults: {on_unknown: guess}, tasks: {a: {component: b, action: c}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, on_unknown: guess}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, mutex: ''}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, cancels: a}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, compensate: {component: b}}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, compensate: {component: b, action: c, id: d}}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, compensate: undo}}}")]
    [InlineData("{name: n, tasks: {a: {type: group}}}")]
    [InlineData("{name: n, tasks: {a: {type: group, tasks: {}}}}")]
    [InlineData("{name: n, tasks: {a: {type: group, component: x, tasks: {b: {component: b, action: c}}}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, tasks: {d: {component: b, action: c}}}}}")]
    [InlineData("{name: n, tasks: {a: {type: decision}}}")]
    [InlineData("{name: n, tasks: {a: {type: decision, cases: []}}}")]
    [InlineData("{name: n, tasks: {a: {type: decision, cases: [{when: true}]}}}")]
    [InlineData("{name: n, tasks: {a: {type: decision, cases: [{when: true, then: [], else: []}]}}}")]
    [InlineData("{name: n, tasks: {a: {type: decision, mode: some, cases: [{when: true, then: []}]}}}")]
    [InlineData("{name: n, tasks: {a: {type: decision, retry: 1, cases: [{when: true, then: []}]}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, cases: []}}}")]
    [InlineData("{name: n, tasks: {a: {type: parallel}}}")]
    [InlineData("{name: n, tasks: {a: {type: parallel, branches: {}}}}")]
    [InlineData("{name: n, tasks: {a: {type: parallel, branches: [b]}, b: {component: b, action: c}}}")]
    [InlineData("{name: n, tasks: {a: {type: parallel, branches: {x: b}}, b: {component: b, action: c}}}")]
    [InlineData("{name: n, tasks: {a: {type: parallel, timeout: 1, branches: {x: []}}}}")]
    [InlineData("{name: n, tasks: {a: {type: join}}}")]
    [InlineData("{name: n, tasks: {a: {type: join, sources: [b], depends_on: [b]}, b: {component: b, action: c}}}")]
    [InlineData("{name: n, tasks: {a: {component: b, action: c, sources: [b]}, b: {component: b, action: c}}}")]
    public void They_refuse_what_is_wrong_with_tasks_that_contain_choose_or_undo_others(string yaml) =>
        The_schema_and_the_compiler_refuse_what_is_built_wrongly(yaml);

    private static void AssertCompiles(string sample)
    {
        var root = Reading.Reader.Accept(sample, DocumentFormat.Yaml).Root;
        var (definition, findings, _) = WorkflowIntake.Take(root, Compile.Catalog, DefinitionLimits.Default);

        Assert.NotNull(definition);
        Assert.All(findings, finding => Assert.Equal(FindingCodes.UnknownComponent, finding.Code));
        Assert.Equal(definition.Hash, WorkflowCompiler.Recompile(definition.Source).Hash);
    }

    private static JsonSchema CompileSchema()
    {
        var findings = new List<Finding>();
        var source = JsonElement.Parse(Repository.Read("schemas/workflow.schema.json"));
        var schema = JsonSchema.Compile(source, SchemaOptions.Default, "", findings);
        Assert.Empty(findings);
        return schema!;
    }
}
