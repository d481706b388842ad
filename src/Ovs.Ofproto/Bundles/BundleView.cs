using Ovs.Flow.Fields;
using Ovs.Datapath.Interface;

namespace Ovs.Ofproto.Bundles;

/// <summary>An interface of a bundle, as translation sees it.</summary>
public readonly record struct MemberView(OfPort OfPort, DpPort DpPort);

/// <summary>A bundle with its settings and members at one moment. Immutable.</summary>
/// <remarks>Several members are one active-backup bond: packets leave by the active member only, and what comes in by
/// another is dropped, because the far switch may flood a packet to each link. So a bond never loops traffic, whatever is
/// at its other end.</remarks>
public sealed class BundleView
{
    public BundleView(Bundle bundle, BundleSettings settings, MemberView member)
        : this(bundle, settings, [member], member.DpPort, isBond: false)
    {
    }

    /// <param name="active">The member that carries traffic; <see cref="DpPort.None"/> when no link is up.</param>
    /// <param name="isBond">The Port has several interfaces, even if only one of them is there.</param>
    public BundleView(Bundle bundle, BundleSettings settings, MemberView[] members, DpPort active, bool isBond)
    {
        Bundle = bundle;
        Settings = settings;
        Members = members;
        Active = active;
        IsBond = isBond;
    }

    public Bundle Bundle { get; }

    public BundleSettings Settings { get; }

    public MemberView[] Members { get; }

    /// <summary>Where packets leave; <see cref="DpPort.None"/> drops them.</summary>
    public DpPort Active { get; }

    public bool IsBond { get; }

    /// <summary>True if packets that came in by <paramref name="port"/>, one of the members, are let in.</summary>
    public bool Admits(DpPort port) => !IsBond || port == Active;
}
