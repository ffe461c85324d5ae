/**
 * Open-loop load: every frame has a time at which it is due, fixed beforehand, and its latency counts from that time,
 * whatever the sender, the broker or the service were doing then.
 */
package io.saccade.load.openloop;
