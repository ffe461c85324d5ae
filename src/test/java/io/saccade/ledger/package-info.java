/** The ledger: a load test that counts every frame while broker and service are killed, paused and cut off. */
package io.saccade.ledger;
