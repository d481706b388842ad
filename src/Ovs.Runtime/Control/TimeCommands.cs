using Ovs.Runtime.Loop;

namespace Ovs.Runtime.Control;

/// <summary>`time/stop` and `time/warp`, which make a day of ageing testable in a second; only where dummies are enabled.</summary>
public static class TimeCommands
{
    private static bool s_isWarping;

    public static void Register(ControlCommands commands, EventLoop loop)
    {
        commands.Register("time/stop", "", 0, 0, request =>
        {
            loop.Clock.Stop();
            request.Reply("");
        });
        commands.Register("time/warp", "[large_msecs] msecs", 1, 2, request => Warp(request, loop));
    }

    /// <summary>Warps by steps of the last argument up to the first, with a turn of the loop after each; then answers.</summary>
    private static void Warp(ControlRequest request, EventLoop loop)
    {
        if (!long.TryParse(request.Arguments[0], out var totalMs) ||
            !long.TryParse(request.Arguments[^1], out var stepMs) || stepMs <= 0 || totalMs <= 0)
        {
            request.ReplyError("invalid MSECS");
            return;
        }

        if (s_isWarping)
        {
            request.ReplyError("A previous warp in progress");
            return;
        }

        s_isWarping = true;

        Step(request, loop, totalMs, System.Math.Min(stepMs, totalMs));
    }

    private static void Step(ControlRequest request, EventLoop loop, long leftMs, long stepMs)
    {
        var nowMs = System.Math.Min(stepMs, leftMs);
        loop.Clock.Warp(nowMs);
        leftMs -= nowMs;
        loop.Post(() =>
        {
            if (leftMs > 0)
            {
                Step(request, loop, leftMs, stepMs);
            }
            else
            {
                s_isWarping = false;
                request.Reply("warped");
            }
        });
    }
}
