/** Load: long runs of the packaged service against a broker of its own. */
package io.saccade.load;
