using System.Globalization;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Components.Llm.Tools;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Llm;

/// <summary>
/// One attempt: asks the model, lets it call tools, asks again for what is wrong, and turns to the next model.
/// </summary>
/// <remarks>
/// It is bounded by the number of models, of repairs of each, of rounds with tools and of calls of tools; by the budget
/// before each question; and by the deadline.
/// </remarks>
internal sealed class LlmConversation
{
    /// <summary>How often a streamed text counts as a sign of life.</summary>
    private static readonly TimeSpan SignsOfLife = TimeSpan.FromSeconds(1);

    private readonly LlmCall _task;
    private readonly TaskCall _call;
    private readonly ModelClient _client;
    private readonly ProviderHealth _health;
    private readonly TimeProvider _time;
    private readonly LlmTries _tries = new();
    private readonly ToolBox _tools;
    private readonly StreamedText _text;
    private int _rounds;
    private TaskOutcome? _last;

    public LlmConversation(
        LlmCall task, TaskCall call, ModelClient client, ProviderHealth health, TimeProvider time)
    {
        (_task, _call, _client, _health, _time) = (task, call, client, health, time);
        _tools = new ToolBox(task.Tools, call);
        _text = new StreamedText(call.Progress, time, SignsOfLife);
    }

    private TaskUsage Usage => _tries.Usage + _tools.Usage;

    /// <returns>
    /// <see cref="TaskOutcome.Unavailable"/> when nobody was reached, so that nothing was asked or called.
    /// </returns>
    public async Task<TaskOutcome> HoldAsync(CancellationToken cancellationToken)
    {
        foreach (var model in _task.Chain)
        {
            if (await AskAsync(model, cancellationToken) is { } end)
            {
                return end with { Usage = Usage };
            }

            if (_text.HasBegun)
            {
                break; // Another model would begin the text anew, and what was told cannot be taken back.
            }
        }

        return _last! with { Usage = Usage };
    }

    /// <returns><see langword="null"/> when the next model may do better; why, is kept.</returns>
    private async Task<TaskOutcome?> AskAsync(LlmModel model, CancellationToken cancellationToken)
    {
        List<ModelMessage> messages = [.. _task.Messages];
        var repairs = 0;
        while (true)
        {
            if (OverBudget() is { } over)
            {
                return over;
            }

            _call.Progress.Report(
                null, string.Create(CultureInfo.InvariantCulture, $"Asks {model.Alias}, try {_tries.Count + 1}."), null);
            _text.BeginAnswer();
            var reply = await _client.AskAsync(
                _task.RequestFor(model, messages), _call, _task.Stream ? _text.Add : null, cancellationToken);
            if (reply is not ModelReply.Answered answered)
            {
                return Missed(model, reply);
            }

            _text.EndAnswer(answered.Answer.Text);
            var (answer, problem) = (answered.Answer, default(string));
            if (answer.Tools.Count > 0 && _task.Tools.Tools.Count > 0)
            {
                problem = BrokenTools(answer);
                _tries.Add(model, answered.Usage, problem);
                if (++_rounds > _task.Tools.MaxRounds)
                {
                    return Fail(FailureCodes.LlmToolLimit, TooManyRounds(), retryable: false);
                }

                messages.Add(new ModelMessage.Assistant(answer.Text, answer.Tools));
                foreach (var tool in answer.Tools)
                {
                    messages.Add(await _tools.CallAsync(tool, _call.Budget.Less(Usage), cancellationToken));
                }
            }
            else if (Complete(model, answered, out problem) is { } completed)
            {
                return completed;
            }
            else
            {
                messages.Add(new ModelMessage.Assistant(answer.Text, []));
                messages.Add(new ModelMessage.User($"{problem} Answer again, with the corrected JSON only."));
            }

            if (problem is not null && ++repairs > _task.MaxRepairs)
            {
                _last = Fail(
                    FailureCodes.LlmInvalidAnswer,
                    $"No model gave a valid answer in {_tries.Count} tries. The last error: {problem}",
                    retryable: false);
                return null;
            }
        }
    }

    private TaskOutcome.Completed? Complete(LlmModel model, ModelReply.Answered answered, out string? problem)
    {
        var answer = answered.Answer;
        problem = null;
        var value = _task.Schema is { } schema
            ? ObjectAnswer.Read(answer.Text, answer.FinishReason, schema, out problem)
            : null;
        _tries.Add(model, answered.Usage, problem);
        return problem is null
            ? new TaskOutcome.Completed(
                LlmOutput.Write(new(model, _text.Whole, answer.FinishReason, value, _tries, _tools.Records, Usage)))
            : null;
    }

    /// <summary>What broke before there was an answer.</summary>
    private TaskOutcome? Missed(LlmModel model, ModelReply reply)
    {
        if (reply is ModelReply.Failed { Failure: var failure, Usage: var usage })
        {
            _tries.Add(model, usage, $"{failure.Code}: {failure.Message}");
            _last = new TaskOutcome.Failed(failure.Bounded());
            return failure.Retryable ? null : _last;
        }

        var reason = ((ModelReply.Unreached)reply).Reason;
        _health.ReportDown(model.Provider, reason);
        _last ??= _tries.Count is 0
            ? new TaskOutcome.Unavailable(reason)
            : Fail(FailureCodes.ConnectionError, reason, retryable: true);
        return null;
    }

    private TaskOutcome.Failed? OverBudget()
    {
        if (!_call.Budget.Less(Usage).IsSpent)
        {
            return null;
        }

        var why = _tries.LastError is { } error ? $" The last try: {error}" : "";
        return Fail(
            FailureCodes.BudgetExceeded,
            $"The budget of the execution is used up after {_tries.Count} calls of models in this attempt.{why}",
            retryable: false);
    }

    private static string? BrokenTools(ModelAnswer answer) =>
        answer.Tools.FirstOrDefault(tool => tool.Arguments is null) is { } broken
            ? $"The arguments of the tool \"{PlainText.EscapeControls(PlainText.Shorten(broken.Name, 80))}\" "
                + "are not a JSON object."
            : null;

    private string TooManyRounds() =>
        $"The model still asked for tools after {_task.Tools.MaxRounds} rounds and {_tools.Records.Count} calls "
        + "(max_rounds, max_tool_calls).";

    private TaskOutcome.Failed Fail(string code, string message, bool retryable) =>
        new(new TaskFailure(code, message, retryable) { Details = LlmOutput.WriteTries(_tries) }.Bounded());
}
