using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>
/// Makes a task for people: at Ergon, else at Hermes, else on Metis' board, else here, which the output says.
/// </summary>
internal sealed class CreateTask(LocalTasks local) : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["create_task"];

    public Reach Reach => Reach.Nobody;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var task = PersonTask.Read(call.Input);
        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        return await AtErgonAsync(call, task, cancellationToken)
            ?? await AtHermesAsync(call, task, cancellationToken)
            ?? await AtMetisAsync(call, task, cancellationToken)
            ?? Here(call, task);
    }

    /// <summary>Told as any task is, whoever keeps it.</summary>
    public static FamilyOutput Describe(JsonElement task, string keeper)
    {
        var id = AnswerText.At(task, "task_id|id");
        var status = AnswerText.At(task, "status|state") ?? JsonText.Of("pending");
        return FamilyOutput.Of(task)
            .Add("task_id", id)
            .Add("id", id)
            .Set("status", status)
            .Set("task", task)
            .Set("stored_by", keeper);
    }

    /// <summary>Ergon makes the task at Hermes and reads a field that is not there: then nobody knows its id.</summary>
    private static async Task<TaskOutcome?> AtErgonAsync(
        FamilyCall call, PersonTask task, CancellationToken cancellationToken)
    {
        if (!call.Caller.Knows(ErgonComponent.Name))
        {
            return null;
        }

        var request = FamilyRequest.Post(ErgonComponent.Name, "/api/v1/a2a/tasks/create", task.ForA2A());
        return await call.SendAsync(request, cancellationToken) is FamilyAnswer.Answered { IsSuccess: true } answer
            && AnswerText.At(answer.Body, "task_id") is not null
                ? Describe(answer.Body, ErgonComponent.Name).Complete(answer.Body)
                : null;
    }

    private static async Task<TaskOutcome?> AtHermesAsync(
        FamilyCall call, PersonTask task, CancellationToken cancellationToken)
    {
        if (await HermesTasks.CallAsync(call, "task.create", task.ForA2A(), cancellationToken) is not { } answer)
        {
            return null;
        }

        var made = AnswerText.At(answer, "task") ?? answer;
        return Describe(made, HermesTasks.Hermes).Add("task_id", AnswerText.At(answer, "task_id")).Complete(made);
    }

    private static async Task<TaskOutcome?> AtMetisAsync(
        FamilyCall call, PersonTask task, CancellationToken cancellationToken)
    {
        if (!call.Caller.Knows(ChangeTask.Metis))
        {
            return null;
        }

        var request = FamilyRequest.Post(ChangeTask.Metis, "/api/v1/tasks", task.ForMetis());
        var answer = await call.SendAsync(request, cancellationToken);
        if (answer is not FamilyAnswer.Answered { Body: var body } || AnswerFailures.Of(request, answer) is not null)
        {
            return null;
        }

        var made = AnswerText.At(body, "task|data") ?? body;
        return Describe(made, ChangeTask.Metis).Complete(made);
    }

    private TaskOutcome Here(FamilyCall call, PersonTask task)
    {
        var made = local.Create(call.Task.IdempotencyKey, task.ForHere());
        return Describe(made, "harmonia")
            .AsDegraded("Nobody in the family keeps tasks; Harmonia does, until its process ends.")
            .Complete(made);
    }
}
