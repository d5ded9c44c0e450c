using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>What is asked of people, who may answer, and whose answer counts.</summary>
internal static class ApprovalRules
{
    private const int MaxActorLength = 200;
    private const int MaxCommentLength = 10_000;

    /// <summary>A task begins to wait for people.</summary>
    public static void Ask(Draft draft, TaskState task, JsonElement? input)
    {
        var settings = task.Definition.Approval!;
        if (!TryRenderText(draft, task, settings.Title, out var title)
            || !TryRenderText(draft, task, settings.Description, out var description)
            || !TryRenderPeople(draft, task, settings.Assignees, out var assignees)
            || !GuardRules.Holds(draft, task))
        {
            return;
        }

        draft.Add(new TaskStarted(task.Attempt + 1, input) { At = draft.At, Task = task.Path });
        draft.Add(new ApprovalRequested(
            task.Attempt, title ?? task.Definition.Name, description, assignees, draft.At + settings.Deadline)
        {
            At = draft.At,
            Task = task.Path,
        });
    }

    /// <summary>Somebody answers. One answer wins; whoever comes later is told who was first.</summary>
    public static Decision.Rejected? Answer(Draft draft, AnswerApproval answer)
    {
        var state = draft.State;
        if (state.Find(answer.Task) is not { Definition.Kind: TaskKind.Approval } task)
        {
            return Refusals.NoApproval(answer.Task);
        }

        if (Closed(state, task, answer) is { } closed)
        {
            return closed;
        }

        var approval = task.Approval!;
        if (!approval.Assignees.IsEmpty && (answer.Actor is null || !approval.Assignees.Contains(answer.Actor)))
        {
            return Refusals.NotAssigned(task, answer.Actor);
        }

        if (answer.Actor is { } actor && approval.Of(actor) is { } own)
        {
            return Refusals.AlreadyAnswered(task, own);
        }

        if (Check(task, answer, state.Settings) is { } refusal)
        {
            return refusal;
        }

        draft.Add(new ApprovalAnswered(
            task.Attempt,
            answer.Approve ? "approve" : "reject",
            answer.Data,
            answer.Comment,
            answer.Actor,
            answer.Via)
        {
            At = draft.At,
            Task = task.Path,
        });
        Count(draft, task);
        return null;
    }

    /// <summary>Nobody answered in time, or too few.</summary>
    public static void TimeOut(Draft draft, TaskState task)
    {
        var settings = task.Definition.Approval!;
        switch (settings.OnTimeout)
        {
            case TimeoutMode.Approve:
                AttemptRules.Accept(draft, task, ApprovalOutput.Of(task, "approve", timedOut: true));
                break;
            case TimeoutMode.Reject:
                Reject(draft, task, "Nobody answered in time.", timedOut: true);
                break;
            case TimeoutMode.Continue:
                AttemptRules.Accept(draft, task, ApprovalOutput.Of(task, "timeout", timedOut: true));
                break;
            default:
                draft.Fail(task, new TaskFailure(
                    FailureCodes.Timeout,
                    $"Nobody decided within {settings.Deadline?.TotalSeconds:0.###} s.",
                    Retryable: false), final: true);
                break;
        }
    }

    public static void Remind(Draft draft, TaskState task) =>
        draft.Add(new ApprovalReminded(task.Attempt, task.Approval!.Reminders + 1)
        {
            At = draft.At,
            Task = task.Path,
        });

    public static void Escalate(Draft draft, TaskState task)
    {
        if (TryRenderPeople(draft, task, task.Definition.Approval!.EscalateTo, out var assignees))
        {
            draft.Add(new ApprovalEscalated(task.Attempt, assignees) { At = draft.At, Task = task.Path });
        }
    }

    /// <summary>Why nobody can answer any more, or yet.</summary>
    private static Decision.Rejected? Closed(ExecutionState state, TaskState task, AnswerApproval answer)
    {
        if (answer.Attempt is { } attempt && attempt != task.Attempt)
        {
            return Refusals.NotAsked(task, attempt);
        }

        if (task.Waiting == WaitReason.Approval)
        {
            return null;
        }

        return task.Approval is { Answers: [.., var winner] } ? Refusals.AlreadyAnswered(task, winner)
            : state.Status.IsFinal ? Refusals.AlreadyEnded(state)
            : Refusals.NotOpen(task);
    }

    private static Decision.Rejected? Check(TaskState task, AnswerApproval answer, ExecutionSettings limits)
    {
        var settings = task.Definition.Approval!;
        if (answer.Actor is null && (settings.Quorum > 1 || settings.RejectQuorum > 1))
        {
            return Refuse("/actor", FindingCodes.MissingField, "Several people must answer: say who answers.");
        }

        if (answer.Actor is { Length: 0 or > MaxActorLength } || answer.Comment is { Length: > MaxCommentLength })
        {
            return Refuse(
                answer.Comment is { Length: > MaxCommentLength } ? "/comment" : "/actor",
                FindingCodes.TooLarge,
                $"An actor has 1 to {MaxActorLength} characters, and a comment at most {MaxCommentLength}.");
        }

        if (answer.Data is not { } data)
        {
            var isMissing = answer.Approve && !settings.Edits && settings.Form is { } form
                && !form.IsValid(JsonText.EmptyObject);
            return isMissing ? Refuse("/data", FindingCodes.MissingField, "The form is to be filled in.") : null;
        }

        if (settings.Form is null && !settings.Edits)
        {
            return Refuse("/data", FindingCodes.UnknownField, "Nothing is to be filled in here. Remove the data.");
        }

        if (JsonText.Size(data) > limits.MaxValueBytes)
        {
            return Refuse("/data", FindingCodes.TooLarge, $"The data is larger than {limits.MaxValueBytes} bytes.");
        }

        var violations = answer.Approve ? settings.Form?.Validate(data) ?? [] : [];
        return violations.IsEmpty ? null : Refuse([.. violations.Select(violation =>
            new Finding(FindingCodes.SchemaViolation, "/data" + violation.Pointer, violation.Message))]);
    }

    private static Decision.Rejected Refuse(string pointer, string code, string message) =>
        Refuse([new Finding(code, pointer, message)]);

    private static Decision.Rejected Refuse(Finding[] findings) =>
        new(RefusalCodes.InvalidInput, $"The answer cannot be taken: {findings[0].Message}")
        {
            Findings = [.. findings],
        };

    private static void Count(Draft draft, TaskState task)
    {
        var (settings, approval) = (task.Definition.Approval!, task.Approval!);
        var last = approval.Answers[^1];
        if (approval.Count(approve: false) >= settings.RejectQuorum)
        {
            var reason = last.Comment is { Length: > 0 } comment ? $": {comment}" : ".";
            Reject(draft, task, $"{last.Actor ?? "Somebody"} rejected it{reason}", timedOut: false);
        }
        else if (approval.Count(approve: true) >= settings.Quorum)
        {
            AttemptRules.Accept(draft, task, ApprovalOutput.Of(task, "approve", timedOut: false));
        }
    }

    private static void Reject(Draft draft, TaskState task, string message, bool timedOut)
    {
        var output = ApprovalOutput.Of(task, "reject", timedOut);
        switch (task.Definition.Approval!.OnReject)
        {
            case RejectMode.Continue:
                AttemptRules.Accept(draft, task, output);
                break;
            case RejectMode.Skip:
                SettleRules.Skip(draft, task, FailureCodes.Rejected, message);
                break;
            default:
                var failure = new TaskFailure(FailureCodes.Rejected, message, Retryable: false) { Details = output };
                draft.Fail(task, failure, final: true);
                break;
        }
    }

    private static bool TryRenderText(Draft draft, TaskState task, Template? template, out string? text)
    {
        text = null;
        if (!TryRender(draft, task, template, out var value))
        {
            return false;
        }

        text = value is { ValueKind: JsonValueKind.String } ? value.Value.GetString() : value?.GetRawText();
        return true;
    }

    private static bool TryRenderPeople(
        Draft draft, TaskState task, Template? template, out ImmutableArray<string> people)
    {
        people = [];
        if (!TryRender(draft, task, template, out var value))
        {
            return false;
        }

        if (value is null or { ValueKind: JsonValueKind.Null })
        {
            return true;
        }

        JsonElement[] names = value.Value.ValueKind == JsonValueKind.Array
            ? [.. value.Value.EnumerateArray().Take(ApprovalSettings.MaxAssignees + 1)]
            : [value.Value];
        if (names.Length > ApprovalSettings.MaxAssignees || Array.Exists(names, name => !IsPerson(name)))
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.InvalidInput,
                $"Those who are asked must be at most {ApprovalSettings.MaxAssignees} texts of 1 to {MaxActorLength} "
                    + $"characters; they were computed as {Shown.Value(value.Value)}.",
                Retryable: false), final: true);
            return false;
        }

        people = [.. names.Select(name => name.GetString()!).Distinct(StringComparer.Ordinal)];
        return true;
    }

    private static bool IsPerson(JsonElement name) =>
        name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 and <= MaxActorLength };

    private static bool TryRender(Draft draft, TaskState task, Template? template, out JsonElement? value)
    {
        value = null;
        if (template is null)
        {
            return true;
        }

        if (!template.TryRender(
            draft.Scope(task), draft.State.Settings.Evaluation, out var rendered, out var error))
        {
            draft.Fail(task, EndRules.Failure("approval", error), final: true);
            return false;
        }

        value = rendered;
        return true;
    }
}
