/** The descriptions of the API and of the topics, held against what is really sent. */
package io.saccade.api;
