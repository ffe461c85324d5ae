/** The edge to people and scripts: REST resources and the page. */
@NullMarked
package io.saccade.http;

import org.jspecify.annotations.NullMarked;
