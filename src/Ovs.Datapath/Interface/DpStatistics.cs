namespace Ovs.Datapath.Interface;

/// <summary>Totals of a datapath since it was created.</summary>
/// <param name="Hit">Packets that a megaflow matched.</param>
/// <param name="Missed">Packets that went to the upcall handler.</param>
/// <param name="Lost">Packets that missed and could not be given to the handler.</param>
/// <param name="FlowCount">Megaflows installed now.</param>
/// <param name="MaskHit">Masks looked at, over all lookups.</param>
/// <param name="MaskCount">Different masks now.</param>
/// <param name="ExactMatchHit">Packets of <paramref name="Hit"/> that the exact-match cache answered.</param>
public readonly record struct DpStatistics(
    long Hit, long Missed, long Lost, int FlowCount, long MaskHit, int MaskCount, long ExactMatchHit);
