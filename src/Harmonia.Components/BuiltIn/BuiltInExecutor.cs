using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.BuiltIn;

/// <summary>
/// The component <c>builtin</c>: work on data for tasks that name a kind of work and nobody to do it.
/// </summary>
public sealed class BuiltInExecutor : ITaskExecutor
{
    public string Component => BuiltInActions.Component;

    public bool BuiltIn => true;

    public IReadOnlyCollection<string> Actions => BuiltInActions.Names;

    public int? MaxConcurrent => null;

    public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        List<Finding> findings = [];
        var input = BuiltInInput.Read(call.Input, findings);
        Func<BuiltInInput, ICollection<Finding>, CancellationToken, JsonElement>? action = call.Action switch
        {
            "data_transform" => DataTransform.Apply,
            "data_analysis" => DataAnalysis.Apply,
            "report_generation" => ReportGeneration.Apply,
            "text_generation" => TextGeneration.Apply,
            "pass_through" => PassThrough.Apply,
            _ => null,
        };
        if (action is null)
        {
            var message = $"The component {Component} has no action \"{PlainText.Shorten(call.Action, 80)}\".";
            return Failed(FailureCodes.ActionNotFound, message);
        }

        if (findings.Count > 0)
        {
            return Failed(FailureCodes.InvalidInput, ObjectReader.Describe(findings));
        }

        var output = action(input, findings, cancellationToken);
        return findings.Count > 0
            ? Failed(FailureCodes.InvalidInput, ObjectReader.Describe(findings))
            : ValueTask.FromResult<TaskOutcome>(new TaskOutcome.Completed(output));
    }

    private static ValueTask<TaskOutcome> Failed(string code, string message) =>
        ValueTask.FromResult<TaskOutcome>(
            new TaskOutcome.Failed(new TaskFailure(code, message, Retryable: false).Bounded()));
}
