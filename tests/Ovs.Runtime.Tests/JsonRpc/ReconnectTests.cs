using Ovs.Native;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Runtime.Tests.JsonRpc;

public sealed class ReconnectTests
{
    private static readonly CloseReason s_refused = new(Errno.ECONNREFUSED);

    [Fact]
    public void First_attempt_is_due_at_once()
    {
        var fsm = Enabled();
        Assert.Equal(ReconnectAction.Connect, fsm.Run(0));
    }

    [Fact]
    public void Nothing_is_due_before_it_is_enabled()
    {
        var fsm = new Reconnect(0);
        Assert.Equal(ReconnectAction.None, fsm.Run(1_000_000));
        Assert.False(fsm.IsAlive);
    }

    [Fact]
    public void Back_off_doubles_up_to_the_maximum()
    {
        var fsm = Enabled();
        var now = 0L;
        foreach (var expected in new[] { 1000, 2000, 4000, 8000, 8000 })
        {
            Assert.Equal(ReconnectAction.Connect, fsm.Run(now));
            fsm.Connecting(now);
            fsm.Disconnected(now, s_refused);
            Assert.Equal(now + expected, fsm.DeadlineMs);
            Assert.Equal(ReconnectAction.None, fsm.Run(now + expected - 1));
            now += expected;
        }
    }

    [Fact]
    public void A_connection_that_lasted_starts_back_off_afresh()
    {
        var fsm = Enabled();
        fsm.Connecting(0);
        fsm.Disconnected(0, s_refused);
        fsm.Connecting(1000);
        fsm.Disconnected(1000, s_refused);
        fsm.Connecting(3000);
        fsm.Connected(3000);
        fsm.Activity(9000);
        fsm.Disconnected(9000, CloseReason.EndOfFile);
        Assert.Equal(10_000, fsm.DeadlineMs);
    }

    [Fact]
    public void An_attempt_times_out()
    {
        var fsm = Enabled();
        fsm.Connecting(0);
        Assert.Equal(ReconnectAction.None, fsm.Run(999));
        Assert.Equal(ReconnectAction.Disconnect, fsm.Run(1000));
    }

    [Fact]
    public void Silence_is_probed_and_then_given_up()
    {
        var fsm = Enabled();
        fsm.Connecting(0);
        fsm.Connected(0);
        Assert.Equal(ReconnectAction.None, fsm.Run(4999));
        Assert.Equal(ReconnectAction.Probe, fsm.Run(5000));
        Assert.Equal(ReconnectAction.None, fsm.Run(9999));
        Assert.Equal(ReconnectAction.Disconnect, fsm.Run(10_000));
    }

    [Fact]
    public void Activity_answers_a_probe()
    {
        var fsm = Enabled();
        fsm.Connecting(0);
        fsm.Connected(0);
        Assert.Equal(ReconnectAction.Probe, fsm.Run(5000));
        fsm.Activity(6000);
        Assert.Equal(ReconnectAction.None, fsm.Run(10_999));
        Assert.Equal(ReconnectAction.Probe, fsm.Run(11_000));
    }

    [Fact]
    public void An_interval_of_zero_never_probes()
    {
        var fsm = Enabled();
        fsm.SetProbeInterval(0);
        fsm.Connecting(0);
        fsm.Connected(0);
        Assert.Equal(long.MaxValue, fsm.DeadlineMs);
    }

    [Fact]
    public void Tries_run_out()
    {
        var fsm = new Reconnect(0) { TriesLeft = 1 };
        fsm.Enable(0);
        Assert.Equal(ReconnectAction.Connect, fsm.Run(0));
        fsm.Connecting(0);
        fsm.Disconnected(0, s_refused);
        Assert.False(fsm.IsAlive);
    }

    [Fact]
    public void Each_remote_is_tried_once_without_back_off()
    {
        var fsm = new Reconnect(0) { FreeTries = 3 };
        fsm.Enable(0);
        for (var i = 0; i < 2; i++)
        {
            fsm.Connecting(0);
            fsm.Disconnected(0, s_refused);
            Assert.Equal(ReconnectAction.Connect, fsm.Run(0));
        }

        fsm.Connecting(0);
        fsm.Disconnected(0, s_refused);
        Assert.Equal(1000, fsm.DeadlineMs);
    }

    [Fact]
    public void A_forced_reconnect_disconnects_first()
    {
        var fsm = Enabled();
        fsm.Connecting(0);
        fsm.Connected(0);
        fsm.ForceReconnect(10);
        Assert.Equal(ReconnectAction.Disconnect, fsm.Run(10));
        fsm.Disconnected(10, null);
        Assert.Equal("BACKOFF", fsm.StateName);
    }

    private static Reconnect Enabled()
    {
        var fsm = new Reconnect(0) { Name = "remote" };
        fsm.Enable(0);
        return fsm;
    }
}
