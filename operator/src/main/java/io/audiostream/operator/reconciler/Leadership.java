package io.audiostream.operator.reconciler;

/**
 * How several operators agree on the one that works: whoever holds a Lease leads, the others stand by with their watches up.
 *
 * @param namespace the Lease's namespace
 * @param lease the Lease's name
 * @param identity this process's name in it; no two may have the same
 * @param gained runs when this process begins to lead
 * @param lost runs when it leads no longer, which it can't undo; also at an orderly stop
 */
public record Leadership(String namespace, String lease, String identity, Runnable gained, Runnable lost) {}
