package io.saccade.kafka.live;

/**
 * A time in which a camera's novelty stood out.
 *
 * @param id number of the moment, rising
 * @param beganAtMs capture time of the first frame above the threshold
 * @param endedAtMs capture time of the last one so far
 * @param peakAtMs capture time of the most novel one
 * @param novelty of the most novel one, 0 … 1
 * @param whereX where in that frame, 0 … 1
 * @param whereY where in that frame, 0 … 1
 */
public record Moment(
        long id,
        String camera,
        long beganAtMs,
        long endedAtMs,
        long peakAtMs,
        double novelty,
        double whereX,
        double whereY) {}
