/** Load: long runs of the packaged service against a broker of its own, and of its trainer by itself. */
package io.saccade.load;
