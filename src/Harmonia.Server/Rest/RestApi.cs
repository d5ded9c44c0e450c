using Harmonia.Components.Workers;
using Harmonia.Server.Rest.Approvals;
using Harmonia.Server.Rest.Components;
using Harmonia.Server.Rest.Templates;
using Harmonia.Server.Rest.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Harmonia.Server.Rest;

/// <summary>Serves one call.</summary>
internal delegate ValueTask<Answer> ApiCall(ApiRequest request);

/// <summary>What there is to call.</summary>
internal static class RestApi
{
    public const string DocumentationPath = "/docs";

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void AddServices(IServiceCollection services)
    {
        services.AddRoutingCore();
        OpenApi.OpenApiSettings.Add(services);
    }

    public static void Use(WebApplication app, ApiServices services)
    {
        MapWorkflows(app, services);
        MapExecutions(app, services);
        MapTemplates(app, services);
        MapComponents(app, services);
        MapSignals(app, services);
        MapApprovals(app, services);
        MapCheckpoints(app, services);
        MapState(app, services);
        MapWorkers(app, services);
        Post(app, services, "/api/expressions/evaluate", Bare(ExpressionEndpoints.EvaluateAsync));
        Post(app, services, CallbackAddresses.Path + "{token}", Bare(CallbackEndpoint.ReceiveAsync));
        Get(app, services, "/health", HealthEndpoints.HealthAsync);
        Get(app, services, "/api/health", HealthEndpoints.HealthAsync);
        Get(app, services, "/ready", HealthEndpoints.ReadyAsync);
        Family.FamilyApi.Map(app, services);
        app.MapMethods("/", Reading, HomePage.WriteAsync);
        OpenApi.OpenApiSettings.Use(app);
    }

    private static void MapWorkflows(WebApplication app, ApiServices services)
    {
        Get(app, services, "/api/workflows", WorkflowEndpoints.ListAsync);
        Post(app, services, "/api/workflows", Bare(WorkflowEndpoints.CreateAsync));
        Post(app, services, "/api/workflows/validate", Bare(WorkflowEndpoints.ValidateAsync));
        Get(app, services, "/api/workflows/{id}", WorkflowEndpoints.GetAsync);
        Map(app, services, HttpMethods.Put, "/api/workflows/{id}", Bare(WorkflowEndpoints.ReviseAsync));
        Map(app, services, HttpMethods.Delete, "/api/workflows/{id}", Bare(WorkflowEndpoints.RemoveAsync));
    }

    private static void MapTemplates(WebApplication app, ApiServices services)
    {
        Get(app, services, "/api/templates", TemplateEndpoints.ListAsync);
        Post(app, services, "/api/templates", Bare(TemplateSaving.CreateAsync));
        Post(app, services, "/api/templates/import", Bare(TemplateSaving.ImportAsync));
        Get(app, services, "/api/templates/categories", Bare(CategoryEndpoints.ListAsync));
        Post(app, services, "/api/templates/categories", Bare(CategoryEndpoints.CreateAsync));
        Map(app, services, HttpMethods.Delete, "/api/templates/categories/{id}", Bare(CategoryEndpoints.RemoveAsync));
        Get(app, services, "/api/templates/{id}", TemplateEndpoints.GetAsync);
        Map(app, services, HttpMethods.Put, "/api/templates/{id}", Bare(TemplateSaving.ReviseAsync));
        Map(app, services, HttpMethods.Delete, "/api/templates/{id}", Bare(TemplateEndpoints.RemoveAsync));
        Get(app, services, "/api/templates/{id}/versions", TemplateEndpoints.ListVersionsAsync);
        Get(app, services, "/api/templates/{id}/export", TemplateEndpoints.ExportAsync);
        Post(app, services, "/api/templates/{id}/instantiate", Bare(InstantiateEndpoint.InstantiateAsync));
        Post(app, services, "/api/templates/{id}/create", Bare(InstantiateEndpoint.InstantiateAsync));
    }

    private static void MapComponents(WebApplication app, ApiServices services)
    {
        const string One = "/api/components/{name}";
        const string Actions = One + "/actions";
        Get(app, services, "/api/components", ComponentEndpoints.ListAsync);
        Post(app, services, "/api/components", Bare(ComponentSaving.CreateAsync));
        Get(app, services, One, Bare(ComponentEndpoints.GetAsync));
        Map(app, services, HttpMethods.Put, One, Bare(ComponentSaving.PutAsync));
        Map(app, services, HttpMethods.Delete, One, Bare(ComponentEndpoints.RemoveAsync));
        Post(app, services, One + "/test", Bare(ComponentEndpoints.TestAsync));
        Get(app, services, Actions, Bare(ActionEndpoints.ListAsync));
        Get(app, services, Actions + "/{action}", Bare(ActionEndpoints.GetAsync));
        Post(app, services, Actions + "/{action}", ActionEndpoints.CallAsync);
    }

    private static void MapExecutions(WebApplication app, ApiServices services)
    {
        Get(app, services, "/api/executions", ExecutionEndpoints.ListAsync);
        Post(app, services, "/api/executions", StartEndpoint.StartAsync);
        Get(app, services, "/api/executions/{id}", Bare(ExecutionEndpoints.GetAsync));
        Get(app, services, "/api/executions/{id}/history", HistoryEndpoint.GetAsync);
        Post(app, services, "/api/executions/{id}/pause", Bare(ExecutionEndpoints.PauseAsync));
        Post(app, services, "/api/executions/{id}/resume", Bare(ExecutionEndpoints.ResumeAsync));
        Post(app, services, "/api/executions/{id}/cancel", Bare(ExecutionEndpoints.CancelAsync));
        Post(app, services, "/api/executions/{id}/retry", Bare(ExecutionEndpoints.RetryAsync));
        Post(app, services, "/api/executions/{id}/tasks/{task}/items", Bare(ItemEndpoints.AddAsync));
        Post(app, services, "/api/executions/{id}/tasks/{task}/resolve", Bare(TaskEndpoints.ResolveAsync));
    }

    private static void MapSignals(WebApplication app, ApiServices services)
    {
        Get(app, services, "/api/executions/{id}/signals", SignalEndpoints.ListAsync);
        Post(app, services, "/api/executions/{id}/signals", Bare(SignalEndpoints.SendAsync));
        Post(app, services, "/api/events", Bare(SignalEndpoints.PublishAsync));
    }

    private static void MapApprovals(WebApplication app, ApiServices services)
    {
        const string Task = "/api/executions/{id}/tasks/{task}/";
        Get(app, services, "/api/approvals", ApprovalEndpoints.ListAsync);
        Get(app, services, "/api/executions/{id}/approvals", Bare(ApprovalEndpoints.OfExecutionAsync));
        Post(app, services, Task + "answer", Bare(ApprovalEndpoints.AnswerAsync));
        Post(app, services, Task + "approve", Bare(ApprovalEndpoints.ApproveAsync));
        Post(app, services, Task + "reject", Bare(ApprovalEndpoints.RejectAsync));
        Post(app, services, Task + "links", Bare(LinkEndpoints.MakeAsync));
        Get(app, services, "/approvals/{token}", Bare(LinkEndpoints.ShowAsync));
        Post(app, services, "/approvals/{token}", Bare(LinkEndpoints.AnswerAsync));
    }

    private static void MapCheckpoints(WebApplication app, ApiServices services)
    {
        Get(app, services, "/api/checkpoints", CheckpointEndpoints.ListAsync);
        Post(app, services, "/api/checkpoints", Bare(CheckpointEndpoints.CreateAsync));
        Get(app, services, "/api/checkpoints/{id}", Bare(CheckpointEndpoints.GetAsync));
        Post(app, services, "/api/checkpoints/{id}/restore", Bare(RestoreEndpoints.RestoreAsync));
        Post(app, services, "/api/checkpoints/{id}/validate", Bare(CheckpointValidator.ValidateAsync));
        Post(app, services, "/api/executions/{id}/checkpoint", Bare(CheckpointEndpoints.CreateForExecutionAsync));
        Post(app, services, "/api/executions/{id}/fork", Bare(RestoreEndpoints.ForkAsync));
        Post(app, services, "/api/state/checkpoints", Bare(CheckpointEndpoints.CreateForStateAsync));
        Post(app, services, "/api/state/restore", Bare(RestoreEndpoints.RestoreForStateAsync));
    }

    private static void MapState(WebApplication app, ApiServices services)
    {
        Get(app, services, "/api/state/{id}", Bare(StateEndpoints.GetAsync));
        Map(app, services, HttpMethods.Put, "/api/state/{id}", Bare(StateEndpoints.PutAsync));
        Get(app, services, "/api/executions/{id}/state", Bare(StateEndpoints.GetAsync));
        Post(app, services, "/api/executions/{id}/state", Bare(StateEndpoints.MergeAsync));
    }

    private static void MapWorkers(WebApplication app, ApiServices services)
    {
        app.Lifetime.ApplicationStopping.Register(services.Embedded.Workers.Drain);
        Get(app, services, "/api/workers", WorkerEndpoints.ListAsync);
        Post(app, services, "/api/workers/poll", Bare(WorkerEndpoints.PollAsync));
        Post(app, services, "/api/workers/heartbeat", Bare(WorkerEndpoints.Report(WorkerVerb.Heartbeat)));
        Post(app, services, "/api/workers/complete", Bare(WorkerEndpoints.Report(WorkerVerb.Complete)));
        Post(app, services, "/api/workers/fail", Bare(WorkerEndpoints.Report(WorkerVerb.Fail)));
        Post(app, services, "/api/workers/release", Bare(WorkerEndpoints.Report(WorkerVerb.Release)));
        Post(app, services, "/api/workers/{id}/drain", Bare(WorkerEndpoints.DrainAsync));
    }

    /// <summary>A call that takes no parameters: one that is given was meant to have an effect.</summary>
    public static ApiCall Bare(ApiCall call) => request =>
    {
        RequestQuery.RefuseAll(request);
        return call(request);
    };

    public static void Get(WebApplication app, ApiServices services, string path, ApiCall call) =>
        app.MapMethods(path, Reading, Serve(app, services, call));

    public static void Post(WebApplication app, ApiServices services, string path, ApiCall call) =>
        Map(app, services, HttpMethods.Post, path, call);

    private static void Map(WebApplication app, ApiServices services, string method, string path, ApiCall call) =>
        app.MapMethods(path, [method], Serve(app, services, call));

    private static RequestDelegate Serve(WebApplication app, ApiServices services, ApiCall call)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        return async context =>
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            timeout.CancelAfter(services.Configuration.ApiRequestTimeout);
            var request = new ApiRequest(context, services, timeout, stopping);
            var answer = await call(request);
            await answer.WriteAsync(context, context.RequestAborted);
        };
    }
}
