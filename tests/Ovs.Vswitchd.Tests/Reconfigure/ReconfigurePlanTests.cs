using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Ofproto.Bundles;
using Ovs.Vswitchd.Desired;
using Ovs.Vswitchd.Reconfigure;
using Actual = System.Collections.Generic.Dictionary<
    string, System.Collections.Generic.IReadOnlyDictionary<string, Ovs.Vswitchd.Reconfigure.ActualInterface>>;

namespace Ovs.Vswitchd.Tests.Reconfigure;

public sealed class ReconfigurePlanTests
{
    [Fact]
    public void An_empty_switch_gets_the_bridge_then_its_interfaces()
    {
        Assert.Equal(
            ["AddBridge br0", "AddInterface br0 br0", "AddInterface br0 p1"],
            Plan(Wanted(Bridge("br0", ("br0", "internal"), ("p1", "system"))), []));
    }

    [Fact]
    public void What_is_as_wanted_needs_no_steps()
    {
        Assert.Empty(Plan(
            Wanted(Bridge("br0", ("p1", "system"))), new Actual { ["br0"] = Interfaces(("p1", "system", true)) }));
    }

    [Fact]
    public void A_name_is_free_before_another_bridge_takes_it()
    {
        var actual = new Actual
        {
            ["br0"] = Interfaces(("p1", "system", true)),
            ["br1"] = Interfaces(("p2", "system", true)),
        };
        Assert.Equal(
            ["RemoveInterface br0 p1", "RemoveInterface br1 p2", "AddInterface br0 p2", "AddInterface br1 p1"],
            Plan(Wanted(Bridge("br0", ("p2", "system")), Bridge("br1", ("p1", "system"))), actual));
    }

    [Fact]
    public void An_interface_of_another_type_is_made_anew()
    {
        Assert.Equal(
            ["RemoveInterface br0 p1", "AddInterface br0 p1"],
            Plan(Wanted(Bridge("br0", ("p1", "tap"))), new Actual { ["br0"] = Interfaces(("p1", "system", true)) }));
    }

    [Fact]
    public void An_interface_without_device_is_tried_again()
    {
        Assert.Equal(
            ["AddInterface br0 p1"],
            Plan(Wanted(Bridge("br0", ("p1", "system"))), new Actual { ["br0"] = Interfaces(("p1", "system", false)) }));
    }

    [Fact]
    public void A_bridge_goes_after_its_interfaces()
    {
        Assert.Equal(
            ["RemoveInterface br0 p1", "RemoveBridge br0"],
            Plan(Wanted(), new Actual { ["br0"] = Interfaces(("p1", "system", true)) }));
    }

    [Fact]
    public void Carrying_out_the_steps_makes_the_switch_as_wanted() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                var random = new System.Random(seed);
                var (wanted, other) = (RandomConfig(random), RandomConfig(random));
                var actual = Carry([], ReconfigurePlan.Make(other, new Actual()));
                var result = Carry(actual, ReconfigurePlan.Make(wanted, Freeze(actual)));
                return ReconfigurePlan.Make(wanted, Freeze(result)).Count == 0;
            }).QuickCheckThrowOnFailure();

    private static string[] Plan(SwitchConfig wanted, Actual actual) =>
        [.. ReconfigurePlan.Make(wanted, actual).Select(Text)];

    private static string Text(ReconfigureStep step) => step switch
    {
        RemoveInterface remove => $"RemoveInterface {remove.Bridge} {remove.Name}",
        AddInterface add => $"AddInterface {add.Bridge} {add.Config.Name}",
        _ => $"{step.GetType().Name} {step.Bridge}",
    };

    private static SwitchConfig Wanted(params BridgeConfig[] bridges) => new(bridges);

    private static BridgeConfig Bridge(string name, params (string Name, string Type)[] interfaces) =>
        new(name, "netdev", [.. interfaces.Select(one =>
            new PortConfig(one.Name, new BundleSettings(), [new InterfaceConfig(one.Name, one.Type)]))]);

    private static Dictionary<string, ActualInterface> Interfaces(params (string Name, string Type, bool IsOpen)[] all) =>
        all.ToDictionary(one => one.Name, one => new ActualInterface(one.Type, one.IsOpen));

    private static SwitchConfig RandomConfig(System.Random random) =>
        Wanted([.. Enumerable.Range(0, 3).Where(_ => random.Next(3) > 0).Select(i => Bridge(
            $"br{i}",
            [.. Enumerable.Range(i * 4, 4).Where(_ => random.Next(2) == 0)
                .Select(port => ($"p{port}", random.Next(2) == 0 ? "system" : "tap"))]))]);

    private static Dictionary<string, Dictionary<string, ActualInterface>> Carry(
        Dictionary<string, Dictionary<string, ActualInterface>> actual, IReadOnlyList<ReconfigureStep> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case AddBridge:
                    actual.Add(step.Bridge, []);
                    break;
                case RemoveBridge:
                    Assert.Empty(actual[step.Bridge]);
                    actual.Remove(step.Bridge);
                    break;
                case RemoveInterface remove:
                    Assert.True(actual[step.Bridge].Remove(remove.Name));
                    break;
                case AddInterface add:
                    actual[step.Bridge].Add(add.Config.Name, new ActualInterface(add.Config.Type, true));
                    break;
            }
        }

        return actual;
    }

    private static Actual Freeze(Dictionary<string, Dictionary<string, ActualInterface>> actual) =>
        actual.ToDictionary(one => one.Key, one => (IReadOnlyDictionary<string, ActualInterface>)one.Value);
}
