namespace Ovs.Ofproto.Bundles;

/// <summary>
/// A bundle's identity: a Port of the database, one or several interfaces that the bridge treats as one. It stays the same
/// object while the Port exists, whatever its settings become, so that what refers to it (learned addresses) keeps its
/// meaning.
/// </summary>
public sealed class Bundle
{
    public Bundle(string name) => Name = name;

    public string Name { get; }

    public override string ToString() => Name;
}
