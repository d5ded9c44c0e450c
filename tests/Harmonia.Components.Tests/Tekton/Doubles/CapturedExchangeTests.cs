using Harmonia.Tekton.Doubles;
using Harmonia.Tekton.Doubles.Capturing;
using Harmonia.Tekton.Doubles.Engram;
using Harmonia.Tekton.Doubles.Ergon;
using Harmonia.Tekton.Doubles.Hermes;
using Harmonia.Tekton.Doubles.Prometheus;
using Harmonia.Tekton.Doubles.Rhetor;
using Harmonia.Tekton.Doubles.Synthesis;

namespace Harmonia.Components.Tests.Tekton.Doubles;

/// <summary>Nobody may bend a double: it answers as the original did, one row for each captured exchange.</summary>
public sealed class CapturedExchangeTests
{
    private readonly ManualClock _clock = new();
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    public static TheoryData<string, string> Exchanges
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var one in CapturedExchange.All)
            {
                rows.Add(one.Component, one.Name);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Exchanges))]
    public async Task A_double_answers_as_was_captured(string component, string name)
    {
        await using var played = Make(component);
        await played.StartAsync();

        await PlayAsync(played, CapturedExchange.Find(component, name));
    }

    [Fact]
    public void Names_of_exchanges_are_unique() => Assert.Equal(
        CapturedExchange.All.Count,
        CapturedExchange.All.Select(one => one.ToString()).Distinct(StringComparer.Ordinal).Count());

    private TektonDouble Make(string component) => component switch
    {
        "hermes" => new HermesDouble(_clock),
        "engram" => new EngramDouble(_clock),
        "ergon" => new ErgonDouble(_clock),
        "rhetor" => new RhetorDouble(_clock),
        "prometheus" => new PrometheusDouble(_clock),
        "synthesis" => new SynthesisDouble(_clock),
        _ => throw new ArgumentException($"There is no double for {component}.", nameof(component)),
    };

    private async Task PlayAsync(TektonDouble played, CapturedExchange exchange)
    {
        foreach (var step in exchange.After)
        {
            if (step.StartsWith('@'))
            {
                Change(played, step[1..].Split(' '));
            }
            else
            {
                await PlayAsync(played, CapturedExchange.Find(exchange.Component, step));
            }
        }

        var reply = await played.AskAsync(
            exchange.Method,
            CapturedPattern.Fill(exchange.Path, _kept),
            exchange.Body is null ? null : CapturedPattern.FillJson(exchange.Body, _kept),
            exchange.Headers.ToDictionary(one => one.Key, one => CapturedPattern.Fill(one.Value, _kept)));

        Assert.Equal((exchange.Name, exchange.Status), (exchange.Name, reply.Status));
        Assert.Empty(CapturedPattern.Differences(exchange.Answer, reply.Json, _kept));
    }

    private void Change(TektonDouble played, string[] words)
    {
        switch (words)
        {
            case ["restart"]:
                ((HermesDouble)played).Restart();
                break;
            case ["advance", var seconds]:
                _clock.Advance(TimeSpan.FromSeconds(int.Parse(seconds)));
                break;
            case ["work"]:
                played.AddWork("wf_demo", """
                    {"status": "ready", "created": "2026-01-01", "tasks": [
                      {"component": "ergon", "action": "build", "id": "t1"},
                      {"component": "rhetor", "action": "write", "id": "t2"}]}
                    """);
                break;
            case ["mode", var mode]:
                Switch(played, mode);
                break;
            default:
                throw new ArgumentException($"'{string.Join(' ', words)}' changes nothing.", nameof(words));
        }
    }

    private static void Switch(TektonDouble played, string mode)
    {
        switch (mode, played)
        {
            case ("plans_fail", SynthesisDouble synthesis):
                synthesis.PlansFail = true;
                break;
            case ("agents_fail", ErgonDouble ergon):
                ergon.AgentsFail = true;
                break;
            case ("numa_unreachable", RhetorDouble rhetor):
                rhetor.IsNumaReachable = false;
                break;
            case ("search_finds_nothing", EngramDouble engram):
                engram.SearchFinds = false;
                break;
            default:
                throw new ArgumentException($"{played.Name} has no mode '{mode}'.", nameof(mode));
        }
    }
}
