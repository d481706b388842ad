namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>Has transactions committed by another server, when the database here is only a copy.</summary>
internal interface ITransactionForwarder
{
    /// <summary>Whether that server is there, as far as clients should know.</summary>
    bool IsConnected { get; }

    /// <summary>Sends a request that changes something, at once or when that becomes possible, and in the end answers it.</summary>
    void Forward(ParkedRequest request);

    /// <summary>The request was given up: no answer is wanted.</summary>
    void Forget(ParkedRequest request);
}
