/** What frames cost on this machine, and whether what is predicted from it comes true. */
package io.saccade.load.capacity;
