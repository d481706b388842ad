using System;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.JsonRpc;

/// <summary>What <see cref="Reconnect"/> asks its owner to do.</summary>
public enum ReconnectAction
{
    None,
    Connect,
    Disconnect,
    Probe,
}

/// <summary>
/// When to connect, to probe and to give up: a state machine of (state, now, event) without any I/O, so tests drive it by
/// telling it the time. Back-off starts at 1 s, doubles to 8 s, and starts afresh after a connection that lasted.
/// </summary>
public sealed class Reconnect
{
    private const int DefaultMinBackoffMs = 1000;
    private const int DefaultMaxBackoffMs = 8000;
    private const int DefaultProbeIntervalMs = 5000;

    private static readonly LogModule s_log = LogModule.Define("reconnect");

    private State _state = State.Void;
    private long _stateEnteredMs;
    private long _lastActivityMs;
    private long _lastConnectedMs = long.MinValue;
    private long _backoffMs;
    private LogLevel _infoLevel = LogLevel.Info;

    public Reconnect(long nowMs)
    {
        _stateEnteredMs = nowMs;
        _lastActivityMs = nowMs;
    }

    private enum State
    {
        Void,
        Backoff,
        Connecting,
        Active,
        Idle,
        ForcedDisconnect,
        Listening,
    }

    /// <summary>As log lines name the peer.</summary>
    public string Name { get; set; } = "void";

    public long MinBackoffMs { get; private set; } = DefaultMinBackoffMs;

    public long MaxBackoffMs { get; private set; } = DefaultMaxBackoffMs;

    /// <summary>Silence after which the peer is probed, and after as much again given up; 0 never probes.</summary>
    public long ProbeIntervalMs { get; private set; } = DefaultProbeIntervalMs;

    /// <summary>Attempts left after which it stays unconnected; null tries for ever.</summary>
    public int? TriesLeft { get; set; }

    /// <summary>Attempts that are made at once, without back-off: one per remote, the first time round.</summary>
    public int FreeTries { get; set; }

    /// <summary>A passive peer is listened for, not connected to.</summary>
    public bool IsPassive { get; set; }

    public bool IsConnected => _state is State.Active or State.Idle;

    /// <summary>False once it has given up for good, or was never enabled.</summary>
    public bool IsAlive => _state != State.Void;

    /// <summary>Connections made so far.</summary>
    public int SuccessfulConnections { get; private set; }

    public long? LastConnectedMs => _lastConnectedMs == long.MinValue ? null : _lastConnectedMs;

    public long? LastDisconnectedMs { get; private set; }

    /// <summary>The state's name as status columns show it.</summary>
    public string StateName => _state switch
    {
        State.Void => "VOID",
        State.Backoff => "BACKOFF",
        State.Connecting => "CONNECTING",
        State.Active => "ACTIVE",
        State.Idle => "IDLE",
        State.ForcedDisconnect => "RECONNECT",
        _ => "LISTENING",
    };

    /// <summary>Seconds since the state was entered.</summary>
    public long SecondsInState(long nowMs) => (nowMs - _stateEnteredMs) / 1000;

    /// <summary>Ordinary progress is logged at debug level only: for peers nobody wonders about.</summary>
    public void SetQuiet(bool quiet) => _infoLevel = quiet ? LogLevel.Dbg : LogLevel.Info;

    public void SetBackoff(long minMs, long maxMs)
    {
        MinBackoffMs = Math.Max(minMs, 0);
        MaxBackoffMs = Math.Max(maxMs, Math.Max(MinBackoffMs, 1));
        if (_state == State.Backoff && _backoffMs > MaxBackoffMs)
        {
            _backoffMs = MaxBackoffMs;
        }
    }

    public void SetProbeInterval(long intervalMs) => ProbeIntervalMs = intervalMs > 0 ? Math.Max(1000, intervalMs) : 0;

    /// <summary>Begins to try; the first attempt is due at once.</summary>
    public void Enable(long nowMs)
    {
        if (_state == State.Void && MayRetry())
        {
            Enter(State.Backoff, nowMs);
            _backoffMs = 0;
        }
    }

    public void Disable(long nowMs)
    {
        if (_state != State.Void)
        {
            Enter(State.Void, nowMs);
        }
    }

    /// <summary>Drops the connection or attempt; the owner is told to disconnect by the next <see cref="Run"/>.</summary>
    public void ForceReconnect(long nowMs)
    {
        if (_state is State.Connecting or State.Active or State.Idle)
        {
            Enter(State.ForcedDisconnect, nowMs);
        }
    }

    /// <summary>Skips what is left of the back-off.</summary>
    public void SkipBackoff() => _backoffMs = _state == State.Backoff ? 0 : _backoffMs;

    public void Connecting(long nowMs)
    {
        if (_state != State.Connecting)
        {
            s_log.Log(_infoLevel, IsPassive ? $"{Name}: listening..." : $"{Name}: connecting...");
            Enter(State.Connecting, nowMs);
        }
    }

    public void Listening(long nowMs)
    {
        if (_state != State.Listening)
        {
            s_log.Log(_infoLevel, $"{Name}: listening...");
            Enter(State.Listening, nowMs);
        }
    }

    public void Connected(long nowMs)
    {
        if (!IsConnected)
        {
            s_log.Log(_infoLevel, $"{Name}: connected");
            Enter(State.Active, nowMs);
            SuccessfulConnections++;
            _lastConnectedMs = nowMs;
        }
    }

    public void Activity(long nowMs)
    {
        if (_state == State.Idle)
        {
            Enter(State.Active, nowMs);
        }

        _lastActivityMs = nowMs;
    }

    /// <summary>The attempt failed or the connection ended; no error and no end of file means that we ended it.</summary>
    public void Disconnected(long nowMs, CloseReason? reason)
    {
        if (_state is State.Backoff or State.Void)
        {
            return;
        }

        Report(reason);
        var wasConnected = IsConnected;
        if (wasConnected)
        {
            LastDisconnectedMs = nowMs;
        }

        if (!MayRetry())
        {
            Enter(State.Void, nowMs);
            return;
        }

        ChooseBackoff(wasConnected);
        Enter(State.Backoff, nowMs);
    }

    /// <summary>What is due now; call again at <see cref="DeadlineMs"/> at the latest.</summary>
    public ReconnectAction Run(long nowMs)
    {
        if (nowMs < DeadlineMs)
        {
            return ReconnectAction.None;
        }

        switch (_state)
        {
            case State.Backoff:
                return ReconnectAction.Connect;
            case State.Connecting:
            case State.ForcedDisconnect:
                return ReconnectAction.Disconnect;
            case State.Active:
                s_log.Dbg($"{Name}: idle {nowMs - Math.Max(_lastActivityMs, _stateEnteredMs)} ms, sending inactivity probe");
                Enter(State.Idle, nowMs);
                return ReconnectAction.Probe;
            case State.Idle:
                s_log.Err($"{Name}: no response to inactivity probe after {Seconds(nowMs - _stateEnteredMs)} seconds, disconnecting");
                return ReconnectAction.Disconnect;
            default:
                return ReconnectAction.None;
        }
    }

    /// <summary>When <see cref="Run"/> has something to do, or long.MaxValue.</summary>
    public long DeadlineMs => _state switch
    {
        State.Backoff => _stateEnteredMs + _backoffMs,
        State.Connecting => _stateEnteredMs + Math.Max(1000, _backoffMs),
        State.ForcedDisconnect => _stateEnteredMs,
        State.Active when ProbeIntervalMs > 0 => Math.Max(_lastActivityMs, _stateEnteredMs) + ProbeIntervalMs,
        State.Idle when ProbeIntervalMs > 0 => _stateEnteredMs + ProbeIntervalMs,
        _ => long.MaxValue,
    };

    private static string Seconds(long ms) => (ms / 1000.0).ToString("G3");

    private bool MayRetry()
    {
        if (TriesLeft is not { } left)
        {
            return true;
        }

        if (left > 0)
        {
            TriesLeft = left - 1;
        }

        return left > 0;
    }

    private void Report(CloseReason? reason)
    {
        var isError = reason is { IsEndOfFile: false };
        if (IsConnected)
        {
            if (isError)
            {
                s_log.Warn($"{Name}: connection dropped ({reason!.Value.Text})");
            }
            else
            {
                s_log.Log(_infoLevel, reason is null ? $"{Name}: connection dropped" : $"{Name}: connection closed by peer");
            }
        }
        else if (_state == State.Listening)
        {
            if (isError)
            {
                s_log.Warn($"{Name}: error listening for connections ({reason!.Value.Text})");
            }
            else
            {
                s_log.Log(_infoLevel, $"{Name}: error listening for connections");
            }
        }
        else if (_backoffMs < MaxBackoffMs)
        {
            var what = IsPassive ? "listen" : "connection";
            if (isError)
            {
                s_log.Info($"{Name}: {what} attempt failed ({reason!.Value.Text})");
            }
            else
            {
                s_log.Log(_infoLevel, $"{Name}: {what} attempt timed out");
            }
        }
    }

    private void ChooseBackoff(bool wasConnected)
    {
        if (FreeTries > 1)
        {
            FreeTries--;
            _backoffMs = 0;
        }
        else if (wasConnected && (IsPassive || _lastActivityMs - _lastConnectedMs >= _backoffMs))
        {
            // It worked for a while: this is not the same trouble as before.
            _backoffMs = IsPassive ? 0 : MinBackoffMs;
        }
        else if (_backoffMs < MinBackoffMs)
        {
            _backoffMs = MinBackoffMs;
        }
        else if (_backoffMs < MaxBackoffMs / 2)
        {
            _backoffMs *= 2;
            var what = IsPassive ? "trying to listen again" : "reconnect";
            s_log.Log(_infoLevel, $"{Name}: waiting {Seconds(_backoffMs)} seconds before {what}");
        }
        else
        {
            if (_backoffMs < MaxBackoffMs)
            {
                var what = IsPassive ? "try to listen" : "reconnect";
                s_log.Info($"{Name}: continuing to {what} in the background but suppressing further logging");
            }

            _backoffMs = MaxBackoffMs;
        }
    }

    private void Enter(State state, long nowMs)
    {
        _state = state;
        _stateEnteredMs = nowMs;
        s_log.Dbg($"{Name}: entering {StateName}");
    }
}
