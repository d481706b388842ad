using System;
using System.Threading;
using Ovs.Datapath.Interface;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Translate;
using Ovs.Runtime.Time;

namespace Ovs.Ofproto.Upcalls;

/// <summary>
/// Answers the datapath's misses: translates the packet by the published view and hands back a megaflow with a ledger.
/// </summary>
/// <remarks>Runs on poll threads. The view is one immutable snapshot, replaced by the main loop; MAC tables have locks of their
/// own, innermost of all. A translation that learned something tells the loop once a batch, so that megaflows of others
/// which that changes are looked at without delay.</remarks>
public sealed class MissHandler : IUpcallHandler
{
    [ThreadStatic]
    private static Scratch? t_scratch;

    private readonly Clock _clock;
    private readonly Action _learned;
    private SwitchView _view = SwitchView.Empty;
    private long _upcalls;

    /// <param name="learned">Called on a poll thread after a batch that taught a MAC table something.</param>
    public MissHandler(Clock clock, Action learned)
    {
        _clock = clock;
        _learned = learned;
    }

    /// <summary>What packets are translated by; assigning publishes it to the poll threads.</summary>
    public SwitchView View
    {
        get => Volatile.Read(ref _view);
        set => Volatile.Write(ref _view, value);
    }

    /// <summary>Misses answered so far.</summary>
    public long UpcallCount => Volatile.Read(ref _upcalls);

    public void Miss(Packet packet, in FlowKey key, UpcallResult result)
    {
        var scratch = t_scratch ??= new Scratch();
        var view = View;
        var translation = scratch.Translation;
        translation.Reset();
        var versionBefore = VersionOf(view, in key);
        scratch.Translator.Translate(view, in key, learn: true, ref result.Mask, result.Actions, translation);
        result.Owner = new FlowLedger(
            [.. translation.Effects], [.. translation.Rules], _clock.NowMs, packet.Length);
        scratch.HasLearned |= VersionOf(view, in key) != versionBefore;
        Volatile.Write(ref _upcalls, _upcalls + 1);
    }

    /// <summary>Gets packets that flows send to a controller; called on a poll thread with a copy.</summary>
    public Action<ControllerCookie, byte[], FlowKey>? SentToController { get; set; }

    public void Userspace(Packet packet, in FlowKey key, object cookie)
    {
        if (cookie is ControllerCookie controller)
        {
            SentToController?.Invoke(controller, packet.Data.ToArray(), key);
        }
    }

    public void BatchEnded()
    {
        if (t_scratch is { HasLearned: true } scratch)
        {
            scratch.HasLearned = false;
            _learned();
        }
    }

    private static long VersionOf(SwitchView view, in FlowKey key) =>
        view.Find(new DpPort(key.InPort))?.Bridge.Macs.Version ?? 0;

    private sealed class Scratch
    {
        public Translator Translator { get; } = new();

        public Translation Translation { get; } = new();

        public bool HasLearned { get; set; }
    }
}
