namespace Harmonia.Server.Tests.Rest;

public sealed class ApprovalEndpointTests : IAsyncLifetime
{
    private const string Gate = """{"name": "w", "tasks": {"gate": {"type": "approval", "title": "Go?"}}}""";

    private const string Form =
        """
        {"name": "w", "tasks": {"gate": {"type": "approval", "title": "<b>Go?</b>", "assignees": ["ann", "bob"],
            "quorum": 2, "input": {"text": "</pre><script>"},
            "form": {"type": "object", "required": ["day"],
                "properties": {"day": {"enum": ["mon", "tue"], "type": "string"}, "n": {"type": "integer"}}}}}}
        """;

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Of_five_callers_at_once_one_wins_and_four_are_told_who()
    {
        var id = await _server.StartInlineAsync(Gate);
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(caller => _server.PostAsync(
            $"/api/executions/{id}/tasks/gate/{(caller % 2 == 0 ? "approve" : "reject")}",
            $$"""{"actor": "caller {{caller}}"}""")));

        var winner = Assert.Single(replies, reply => reply.Status == 200);
        var decision = winner.Text("decision");
        foreach (var reply in replies.Where(reply => reply != winner))
        {
            reply.ExpectError(409, "ConflictError", "APPROVAL_ALREADY_ANSWERED");
            var told = reply.Error.GetProperty("details").GetProperty("winner");
            Assert.Equal(decision, told.GetProperty("decision").GetString());
            Assert.StartsWith("caller ", told.GetProperty("actor").GetString());
            Assert.True(told.TryGetProperty("answered_at", out _));
        }

        var history = (await _server.GetAsync($"/api/executions/{id}/history")).Body;
        Assert.Equal(2, history.Split("approval_answered").Length);
    }

    [Fact]
    public async Task Approvals_that_wait_are_listed_until_they_are_answered()
    {
        var (first, second) = (await _server.StartInlineAsync(Gate), await _server.StartInlineAsync(Form));
        Assert.Equal([first, second], await ListAsync(""));
        Assert.Equal([first], await ListAsync($"?execution_id={first}"));
        Assert.Equal([second], await ListAsync("?assignee=ann&status=pending"));
        Assert.Equal([first], await ListAsync("?limit=1"));
        (await _server.PostAsync($"/api/executions/{first}/cancel")).Expect(200);
        Assert.Equal([second], await ListAsync(""));

        var detail = (await _server.GetAsync($"/api/executions/{second}/approvals")).Expect(200).Json;
        var approval = detail.GetProperty("approvals")[0];
        Assert.Equal((2, "waiting"), (
            approval.GetProperty("quorum").GetInt32(), approval.GetProperty("status").GetString()));
        Assert.Equal("object", approval.GetProperty("form").GetProperty("type").GetString());
    }

    [Fact]
    public async Task An_answer_is_checked_and_repeated_safely()
    {
        var id = await _server.StartInlineAsync(Form);
        var task = $"/api/executions/{id}/tasks/gate";
        (await _server.PostAsync($"{task}/answer")).ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await _server.PostAsync($"{task}/approve", """{"actor": "ann", "data": {"day": "sun"}}"""))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await _server.PostAsync($"{task}/approve", """{"actor": "cid", "data": {"day": "mon"}}"""))
            .ExpectError(403, "AuthorizationError", "APPROVAL_NOT_ASSIGNED");
        const string Answer = """{"decision": "approve", "actor": "ann", "data": {"day": "mon"}}""";
        (await _server.PostAsync($"{task}/answer", Answer, "k")).Expect(200);
        var again = (await _server.PostAsync($"{task}/answer", Answer, "k")).Expect(200);
        Assert.Equal("true", again.Headers["Idempotency-Replayed"]);
        (await _server.PostAsync($"/api/executions/{id}/tasks/none/approve"))
            .ExpectError(404, "NotFoundError", "APPROVAL_NOT_FOUND");
    }

    [Fact]
    public async Task A_link_shows_a_page_without_effect_and_answers_once()
    {
        var id = await _server.StartInlineAsync(Form);
        var (ann, bob) = (await LinkAsync(id, """{"actor": "ann"}"""), await LinkAsync(id, """{"actor": "bob"}"""));
        for (var look = 0; look < 2; look++)
        {
            var page = (await _server.GetAsync(ann)).Expect(200);
            Assert.StartsWith("text/html", page.Headers["Content-Type"]);
            Assert.Contains("&lt;b&gt;Go?&lt;/b&gt;", page.Body);
            Assert.DoesNotContain("<script>", page.Body);
            Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"]);
        }

        const string Filled = "decision=approve&data.day=mon&data.n=3&comment=Fine";
        (await FormAsync(ann, "decision=approve&data.day=")).Expect(400);
        Assert.Contains("Thank you", (await FormAsync(ann, Filled)).Expect(200).Body);
        (await FormAsync(ann, Filled)).ExpectError(410, "GoneError", "APPROVAL_LINK_USED");
        (await _server.GetAsync(ann)).ExpectError(410, "GoneError", "APPROVAL_LINK_USED");
        (await _server.PostAsync(bob, """{"decision": "approve", "data": {"day": "tue"}}""")).Expect(200);

        var ended = (await _server.GetAsync($"/api/executions/{id}")).Json;
        var output = ended.GetProperty("output").GetProperty("gate");
        Assert.Equal(("approve", "tue"), (
            output.GetProperty("decision").GetString(),
            output.GetProperty("data").GetProperty("day").GetString()));
        Assert.DoesNotContain(ann.Split('/')[^1], (await _server.GetAsync($"/api/executions/{id}/history")).Body);
    }

    [Fact]
    public async Task A_link_that_comes_too_late_or_was_changed_is_told_apart()
    {
        var id = await _server.StartInlineAsync(Gate);
        var (early, late) = (await LinkAsync(id, "{}"), await LinkAsync(id, """{"actor": "bob"}"""));
        (await _server.PostAsync(early, """{"decision": "approve"}""")).Expect(200);
        (await _server.PostAsync(late, """{"decision": "reject"}"""))
            .ExpectError(409, "ConflictError", "APPROVAL_ALREADY_ANSWERED");
        (await _server.PostAsync($"/api/executions/{id}/tasks/gate/links", "{}"))
            .ExpectError(409, "ConflictError", "APPROVAL_NOT_OPEN");
        string[] changed = [late[..^3] + "AAA", "/approvals/x", "/approvals/a.b", late.Replace(".", "A.")];
        foreach (var forged in changed)
        {
            (await _server.GetAsync(forged)).ExpectError(404, "NotFoundError", "APPROVAL_LINK_NOT_FOUND");
        }
    }

    [Fact]
    public async Task A_link_can_allow_one_answer_only_and_is_made_for_those_who_are_asked()
    {
        var id = await _server.StartInlineAsync(Form);
        var reject = await LinkAsync(id, """{"actor": "ann", "decision": "reject"}""");
        Assert.DoesNotContain("Approve</button>", (await _server.GetAsync(reject)).Body);
        (await _server.PostAsync(reject, """{"decision": "approve", "data": {"day": "mon"}}""")).Expect(403);
        var links = $"/api/executions/{id}/tasks/gate/links";
        (await _server.PostAsync(links, """{"actor": "cid"}""")).Expect(403);
        (await _server.PostAsync(links)).Expect(403);
        (await _server.PostAsync(links, """{"actor": "ann", "expires_in": -1}""")).Expect(400);
    }

    private async Task<string> LinkAsync(string id, string body) => new Uri((await _server.PostAsync(
        $"/api/executions/{id}/tasks/gate/links", body)).Expect(201).Text("url")).AbsolutePath;

    private Task<Reply> FormAsync(string path, string form) =>
        _server.SendAsync(HttpMethod.Post, path, form, "application/x-www-form-urlencoded");

    private async Task<IEnumerable<string>> ListAsync(string query) =>
        (await _server.GetAsync("/api/approvals" + query)).Expect(200).Json.GetProperty("approvals").EnumerateArray()
            .Select(approval => approval.GetProperty("execution_id").GetString()!).ToList();
}
