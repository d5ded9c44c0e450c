using Harmonia.Client;
using Harmonia.Engine.Ports;
using Microsoft.Net.Http.Headers;

namespace Harmonia.Server.Rest.Components;

/// <summary><c>/api/components</c>: registering.</summary>
internal static class ComponentSaving
{
    public static async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var key = request.IdempotencyKey("POST /api/components");
        var received = await ComponentIntake.ReadAsync(request, name: null);
        var outcome = await SaveAsync(request, received, new SaveCondition.Absent());
        switch (outcome)
        {
            case SaveComponentOutcome.Added { Component: var added }:
                return Told(added, received, isNew: true);
            case SaveComponentOutcome.Refused { Current: { } current }
                when key is not null && current.ContentHash == received.Text.Hash:
                request.MarkReplayed();
                return Told(current, received, isNew: true);
            case SaveComponentOutcome.Full:
                throw new ApiException(ComponentProblems.TooMany());
            default:
                throw new ApiException(ComponentProblems.NameTaken(received.Declaration.Name));
        }
    }

    public static async ValueTask<Answer> PutAsync(ApiRequest request)
    {
        ComponentIntake.RefuseBuiltIn(request, request.PathName);
        var condition = ConditionOf(request);
        var received = await ComponentIntake.ReadAsync(request, request.PathName);
        return await SaveAsync(request, received, condition) switch
        {
            SaveComponentOutcome.Added { Component: var added } => Told(added, received, isNew: true),
            SaveComponentOutcome.Replaced { Component: var next } => Told(next, received, isNew: false),
            SaveComponentOutcome.Refused { Current: var current } =>
                throw new ApiException(ComponentProblems.Changed(request.PathName, current)),
            _ => throw new ApiException(ComponentProblems.TooMany()),
        };
    }

    private static Task<SaveComponentOutcome> SaveAsync(
        ApiRequest request, ReceivedComponent received, SaveCondition condition) =>
        request.Services.Components.Registry.SaveAsync(
            received.Declaration, received.Text, condition, request.Token);

    /// <summary><c>If-Match</c> with the hash of the declaration that is to be replaced.</summary>
    private static SaveCondition ConditionOf(ApiRequest request)
    {
        var values = request.Context.Request.Headers.IfMatch;
        if (values.Count == 0)
        {
            return new SaveCondition.Any();
        }

        return values is [{ } text] && EntityTagHeaderValue.TryParse(text, out var tag) && !tag.IsWeak && tag.Tag != "*"
            ? new SaveCondition.Unchanged(tag.Tag.ToString().Trim('"'))
            : throw new ApiException(Problem.OfParameter(
                "If-Match", "it must be one content_hash in double quotes."));
    }

    private static Answer Told(StoredComponent stored, ReceivedComponent received, bool isNew)
    {
        var saved = ComponentViews.Saved(stored, received.Declaration, Wire.Warnings(received.Warnings));
        return isNew
            ? Answer.Created(saved, HarmoniaJson.Wire.ComponentSaved)
            : Answer.Ok(saved, HarmoniaJson.Wire.ComponentSaved);
    }
}
