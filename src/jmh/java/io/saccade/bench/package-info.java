/** What the benchmarks share: cases in turns, JMH without its report, peers in other languages. */
package io.saccade.bench;
