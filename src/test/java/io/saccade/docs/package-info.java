/** Holds the pages to what the service is. */
package io.saccade.docs;
