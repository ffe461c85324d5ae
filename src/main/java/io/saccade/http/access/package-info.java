/** Who may come in over HTTP, from where, and how much each may ask. */
@NullMarked
package io.saccade.http.access;

import org.jspecify.annotations.NullMarked;
