/** A real Kafka broker in this process, for tests and the demo. */
package io.saccade.broker;
