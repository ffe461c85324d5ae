/** How well novelty tells labelled frames of a recording from the others, and labels by a simple rule. */
package io.saccade.load.novelty;
